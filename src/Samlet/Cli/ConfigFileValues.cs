using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// What a configuration file says for one command: `[ENV.COMMAND.parameters]`, then `[ENV.global.parameters]`, key by
/// key. Keys are the long names of options with underscores.
/// </summary>
internal sealed class ConfigFileValues
{
    public const string GlobalSection = "global";
    private const string Parameters = "parameters";

    public TemplateValue.Map Own { get; private init; } = TemplateValue.Map.Empty;

    public TemplateValue.Map Global { get; private init; } = TemplateValue.Map.Empty;

    public string Environment { get; private init; } = "";

    /// <summary>The file as messages show it, also when it is not there yet.</summary>
    public string FileName { get; private init; } = "";

    public bool HasVersion { get; private init; }

    /// <summary>The tables of the environment; what is odd in the file is told, what is wrong is thrown.</summary>
    public static ConfigFileValues Load(CommandDefinition command, CommandLine line, CommandLineContext context)
    {
        if (command.ConfigurationSection is not { } section)
        {
            return new ConfigFileValues();
        }

        var file = ConfigFile.Find(line, context);
        var given = line.Find(ConfigFileOptions.Environment) is [.., { Length: > 0 } word] ? word : null;
        var environment = given ?? "default";
        ConfigFileValues values = new()
        {
            Own = TableAt(file.Root, environment, section, Parameters),
            Global = TableAt(file.Root, environment, GlobalSection, Parameters),
            Environment = environment,
            FileName = file.Name,
            HasVersion = file.Root.Find("version") is not null,
        };
        new ConfigFileCheck(file, context.Reporter).Check(values, command, given);
        return values;
    }

    public TemplateValue? Find(OptionDefinition option) => FindIn(Own, option) ?? FindIn(Global, option);

    /// <summary>The words that would stand on a command line.</summary>
    public (IReadOnlyList<string> Words, string Source)? FindWords(OptionDefinition option)
    {
        if (Find(option) is not { } value)
        {
            return null;
        }

        var source = $"`{option.ConfigurationKey}` in {value.Location}";
        return (WordsOf(value, option) ?? throw UsageFault.WrongShape(source, option), source);
    }

    private static string[]? WordsOf(TemplateValue value, OptionDefinition option) => value switch
    {
        TemplateValue.List list when option.IsRepeatable => TextsOf(list.Items),
        TemplateValue.Map map when option.IsRepeatable && option.ValueName.Contains('=') => PairsOf(map),
        _ => value.AsText() is { } text ? [text] : null,
    };

    private static string[]? TextsOf(IEnumerable<TemplateValue> items)
    {
        List<string> texts = [];
        foreach (var item in items)
        {
            if (item.AsText() is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return [.. texts];
    }

    private static string[]? PairsOf(TemplateValue.Map map) =>
        TextsOf(map.Entries.Select(entry => entry.Value)) is { } texts
            ? [.. map.Entries.Zip(texts, (entry, text) => $"{entry.Key}={text}")]
            : null;

    private static TemplateValue? FindIn(TemplateValue.Map table, OptionDefinition option)
    {
        foreach (var key in option.ConfigurationKeys)
        {
            if (table.Find(key) is { } value)
            {
                return value;
            }
        }

        return null;
    }

    private static TemplateValue.Map TableAt(TemplateValue.Map root, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            var value = root.Find(key);
            root = value switch
            {
                TemplateValue.Map map => map,
                null or TemplateValue.Null => TemplateValue.Map.Empty,
                _ => throw new UserErrorException($"{value.Location}: `{key}` is no table"),
            };
        }

        return root;
    }
}
