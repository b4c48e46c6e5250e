using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// `--save-params`: the options of this command line go into the configuration file, the region into the table for all
/// commands. What that table says already is not repeated.
/// </summary>
internal sealed class ConfigFileSave(CommandDefinition command, CommandLine line, CommandLineContext context)
{
    private const string Parameters = "parameters";

    public void Save(ConfigFileValues values)
    {
        var path = Path.Combine(context.WorkingFolder, values.FileName);
        ConfigFileText file = new(values.FileName, File.Exists(path) ? File.ReadAllText(path) : "");
        file = values.HasVersion ? file : file.Set(["version"], new TemplateValue.Number("0.1"));
        List<string> saved = [];
        foreach (var (option, value) in Given())
        {
            if (TableFor(option, value, values) is { } table)
            {
                file = file.Set([values.Environment, table, Parameters, option.ConfigurationKey], value);
                saved.Add(option.ConfigurationKey);
            }
        }

        Write(path, file);
        var what = saved.Count == 0 ? "nothing new" : string.Join(", ", saved);
        context.Reporter.Line($"saved in `{values.FileName}` for environment `{values.Environment}`: {what}");
    }

    private IEnumerable<(OptionDefinition Option, TemplateValue Value)> Given()
    {
        foreach (var option in command.Options())
        {
            if (line.Find(option) is { } words)
            {
                yield return (option, ValueOf(option, words));
            }
        }
    }

    private TemplateValue ValueOf(OptionDefinition option, IReadOnlyList<string> words) => option.Kind switch
    {
        OptionKind.Flag => new TemplateValue.Boolean(words[^1] == "true"),
        OptionKind.Words => OverridesOf(words),
        _ when option.IsRepeatable => new TemplateValue.List([.. words.Select(word => ScalarOf(option, word))]),
        _ => ScalarOf(option, words[^1]),
    };

    private static TemplateValue ScalarOf(OptionDefinition option, string word) =>
        option.Kind == OptionKind.Number ? new TemplateValue.Number(word) : new TemplateValue.Text(word);

    /// <summary>A file stays a reference; everything else becomes a table.</summary>
    private TemplateValue OverridesOf(IReadOnlyList<string> words)
    {
        if (words.Any(word => word.Contains(ParameterOverrideScanner.FileLabel, StringComparison.Ordinal)))
        {
            return new TemplateValue.List([.. words.Select(word => new TemplateValue.Text(word))]);
        }

        ParameterOverrides overrides = new(context);
        overrides.Add(words);
        return new TemplateValue.Map(
            [.. overrides.Values.Select(pair => new MapEntry(pair.Key, default, new TemplateValue.Text(pair.Value)))]);
    }

    /// <summary>Null where the value counts already without being written.</summary>
    private string? TableFor(OptionDefinition option, TemplateValue value, ConfigFileValues values)
    {
        var own = command.ConfigurationSection!; // A command without one has no `--save-params`.
        var isOwn = values.Own.Find(option.ConfigurationKey) is not null;
        var global = values.Global.Find(option.ConfigurationKey);
        return isOwn ? own
            : global is not null && ConfigFileYaml.Format(global) == ConfigFileYaml.Format(value) ? null
            : option == CommonOptions.Region ? ConfigFileValues.GlobalSection
            : own;
    }

    private static void Write(string path, ConfigFileText file)
    {
        try
        {
            File.WriteAllText(path, file.Text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot write `{file.Name}`: {error.Message}", inner: error);
        }
    }
}
