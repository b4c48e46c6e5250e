namespace Samlet.Cli;

/// <summary>One command: what it is called, what it takes and what it does with the values.</summary>
internal sealed record CommandDefinition(string Name, string Summary)
{
    private static readonly OptionDefinition Help = new(
        "--help", OptionKind.Flag, OptionGroup.General, "This page")
    {
        Aliases = ["-h"],
    };

    public required Func<OptionValues, CancellationToken, Task<ExitCode>> RunAsync { get; init; }

    /// <summary>Built only for the command that is called: start-up time is the product.</summary>
    public Func<IReadOnlyList<OptionDefinition>> Options { get; init; } = () => [];

    public ArgumentDefinition? Argument { get; init; }

    /// <summary>What the help page says first, where the summary is not enough.</summary>
    public string? Description { get; init; }

    public IReadOnlyList<CommandExample> Examples { get; init; } = [];

    /// <summary>What each exit code says, where there are more than success and usage.</summary>
    public (string Code, string Meaning)[] ExitCodes { get; init; } = [];

    /// <summary>True for the commands of `sam local`, which are also reached as `samlet local NAME`.</summary>
    public bool IsLocal { get; init; }

    /// <summary>The table of the configuration file that holds values for this command; null where none does.</summary>
    public string? ConfigurationSection { get; init; }

    public bool IsHidden { get; init; }

    public IReadOnlyList<OptionDefinition> AllOptions =>
        ConfigurationSection is null ? [.. Options(), Help] : [.. Options(), .. ConfigFileOptions.All, Help];

    public static bool AsksForHelp(CommandLine line) => line.Find(Help) is not null;
}

internal sealed record ArgumentDefinition(string Name, string Description)
{
    public bool IsRequired { get; init; }

    public bool IsRepeatable { get; init; }

    /// <summary>How the help page shows those behind the first.</summary>
    public string? Following { get; init; }

    /// <summary>True when it names a function of the template.</summary>
    public bool IsFunction { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];
}

internal sealed record CommandExample(string Purpose, string CommandLine);
