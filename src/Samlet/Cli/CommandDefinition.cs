namespace Samlet.Cli;

/// <summary>One command: what it is called, what it takes and what it does with the values.</summary>
internal sealed record CommandDefinition(string Name, string Summary)
{
    /// <summary>Built only for the command that is called: start-up time is the product.</summary>
    public required Func<IReadOnlyList<OptionDefinition>> Options { get; init; }

    public required Func<OptionValues, CancellationToken, Task<ExitCode>> RunAsync { get; init; }

    public ArgumentDefinition? Argument { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<CommandExample> Examples { get; init; } = [];

    /// <summary>True for the commands of `sam local`, which are also reached as `samlet local NAME`.</summary>
    public bool IsLocal { get; init; }
}

internal sealed record ArgumentDefinition(string Name, string Description)
{
    public bool IsRequired { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];
}

internal sealed record CommandExample(string Purpose, string CommandLine);
