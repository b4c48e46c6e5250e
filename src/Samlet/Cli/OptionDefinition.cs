using System.CommandLine;

namespace Samlet.Cli;

internal enum OptionKind
{
    /// <summary>Takes one word; the last of several counts unless the option is repeatable.</summary>
    Text,
    Number,
    Choice,
    File,
    Folder,

    /// <summary>On when it is there.</summary>
    Flag,

    /// <summary>Takes every word up to the next option.</summary>
    Words,
}

/// <summary>Under which heading the help page shows an option, in this order.</summary>
internal enum OptionGroup
{
    Input,
    Template,
    Environment,
    Runtime,
    Output,
    Debugging,
    Configuration,
    Container,
    Unsupported,
    General,
}

/// <summary>
/// One option, declared once: the command line, its environment variable, the configuration file, the help page and
/// the completion scripts are all made from this.
/// </summary>
internal sealed record OptionDefinition(string Name, OptionKind Kind, OptionGroup Group, string Description)
{
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The name that turns a flag off, where there is one (`--no-mount-symlinks`).</summary>
    public string? Negative { get; init; }

    public string? EnvironmentVariable { get; init; }

    /// <summary>What stands for the value in the help page (`FILE`).</summary>
    public string ValueName { get; init; } = "TEXT";

    /// <summary>The words that can be given; asked for when they are needed, because some lists are long.</summary>
    public Func<IReadOnlyList<string>> Choices { get; init; } = () => [];

    /// <summary>As the help page says it; null where the description does.</summary>
    public string? Default { get; init; }

    public bool IsRepeatable { get; init; }

    public bool IsHidden { get; init; }

    public bool IsFlag => Kind == OptionKind.Flag;

    public string ConfigurationKey => KeyOf(Name);

    /// <summary>The same for every long name.</summary>
    public IEnumerable<string> ConfigurationKeys =>
        [ConfigurationKey, .. Aliases.Where(alias => alias.StartsWith("--", StringComparison.Ordinal)).Select(KeyOf)];

    public IEnumerable<string> Names => Negative is null ? [Name, .. Aliases] : [Name, .. Aliases, Negative];

    public bool IsNamed(string word)
    {
        if (word == Name || word == Negative)
        {
            return true;
        }

        foreach (var alias in Aliases)
        {
            if (word == alias)
            {
                return true;
            }
        }

        return false;
    }

    private static string KeyOf(string name) => name[2..].Replace('-', '_');

    /// <summary>Values stay words: what the environment and the configuration file give is read the same way.</summary>
    public Option ToSymbol()
    {
        Option symbol = IsFlag
            ? new Option<bool>(Name) { Arity = ArgumentArity.Zero }
            : new Option<string[]>(Name)
            {
                Arity = ArgumentArity.ZeroOrMore,
                AllowMultipleArgumentsPerToken = Kind == OptionKind.Words,
            };
        foreach (var name in Names.Skip(1))
        {
            symbol.Aliases.Add(name);
        }

        return symbol;
    }
}

internal static class OptionDefinitionList
{
    /// <summary>The option that the word is a name of, or null.</summary>
    public static OptionDefinition? Find(this IReadOnlyList<OptionDefinition> options, string name)
    {
        foreach (var option in options)
        {
            if (option.IsNamed(name))
            {
                return option;
            }
        }

        return null;
    }
}
