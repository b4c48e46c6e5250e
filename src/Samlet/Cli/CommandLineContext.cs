namespace Samlet.Cli;

/// <summary>What a command sees of the process it runs in; tests hand in their own.</summary>
internal sealed record CommandLineContext(Terminal Terminal)
{
    public required Func<string, string?> ReadVariable { get; init; }

    /// <summary>Absolute; relative paths on the command line start here.</summary>
    public required string WorkingFolder { get; init; }

    public Reporter Reporter { get; } = new(Terminal.Error);

    public static CommandLineContext OfProcess(Terminal terminal) => new(terminal)
    {
        ReadVariable = System.Environment.GetEnvironmentVariable,
        WorkingFolder = System.Environment.CurrentDirectory,
    };

    public void Print(string text) => Terminal.Output.Write(System.Text.Encoding.UTF8.GetBytes(text));
}
