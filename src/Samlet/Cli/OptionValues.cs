using System.Globalization;

namespace Samlet.Cli;

/// <summary>
/// The values of one command line, typed and checked. Precedence: command line, environment variable, configuration
/// file, default. An empty text on the command line stands for "not given" and hides what comes below it.
/// </summary>
internal sealed class OptionValues(CommandDefinition command, CommandLine line, CommandLineContext context)
{
    private readonly ConfigFileValues _file = ConfigFileValues.Load(command, line, context);

    public IReadOnlyList<string> Arguments => line.Arguments;

    public bool IsGiven(OptionDefinition option) => Find(option) is not null;

    public string? Text(OptionDefinition option) => Last(option)?.Text;

    public IReadOnlyList<string> Texts(OptionDefinition option) => Find(option)?.Words ?? [];

    public bool Flag(OptionDefinition option) => Toggle(option) ?? false;

    public bool? Toggle(OptionDefinition option) =>
        Last(option) is not var (text, source) ? null
        : Boolean(text) ?? throw UsageFault.NotBoolean(source, text);

    public string? Choice(OptionDefinition option)
    {
        if (Last(option) is not var (text, source))
        {
            return null;
        }

        return option.Choices().FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw UsageFault.NotAChoice(source, text, option.Choices());
    }

    /// <summary>Overrides are the one value that is a table in the configuration file.</summary>
    public IReadOnlyDictionary<string, string> Overrides(OptionDefinition option)
    {
        ParameterOverrides overrides = new(context);
        if (line.Find(option) is { } words)
        {
            overrides.Add(words);
        }
        else if (_file.Find(option) is { } value)
        {
            overrides.Add(value);
        }

        return overrides.Values;
    }

    public IReadOnlyList<int> Numbers(OptionDefinition option) =>
        Find(option) is not var (words, source) ? [] : [.. words.Select(word => Number(word, source))];

    /// <summary>The path, as given, of a file that is there.</summary>
    public string? ExistingFile(OptionDefinition option)
    {
        if (Last(option) is not var (text, source))
        {
            return null;
        }

        return File.Exists(Path.Combine(context.WorkingFolder, text))
            ? text
            : throw UsageFault.MissingFile(source, text);
    }

    /// <summary>Who gave the value: the option, the environment variable, or the key and its place.</summary>
    public string SourceOf(OptionDefinition option) => Find(option)?.Source ?? $"`{option.Name}`";

    /// <summary>Call it when every value has been read, so that none that is refused is saved.</summary>
    public void SaveIfAsked()
    {
        if (Flag(ConfigFileOptions.Save))
        {
            new ConfigFileSave(command, line, context).Save(_file);
        }
    }

    private (string Text, string Source)? Last(OptionDefinition option) =>
        Find(option) is ([.., { Length: > 0 } last], var source) ? (last, source) : null;

    private (IReadOnlyList<string> Words, string Source)? Find(OptionDefinition option)
    {
        if (line.Find(option) is { } given)
        {
            return (given, $"`{option.Name}`");
        }

        return option.EnvironmentVariable is { } name && context.ReadVariable(name) is { Length: > 0 } value
            ? (option.Kind == OptionKind.Number ? SplitAtSpaces(value) : [value], $"`{name}`")
            : _file.FindWords(option);
    }

    // The ports of SAM_DEBUG_PORT; a path may hold blanks.
    private static string[] SplitAtSpaces(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string word, string source) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw UsageFault.NotANumber(source, word);

    private static bool? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "1" or "true" or "t" or "yes" or "y" or "on" => true,
        "0" or "false" or "f" or "no" or "n" or "off" => false,
        _ => null,
    };
}
