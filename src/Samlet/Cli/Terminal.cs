namespace Samlet.Cli;

/// <summary>The three standard streams as bytes, and which of them a person looks at.</summary>
internal sealed record Terminal(Stream Input, Stream Output, Stream Error)
{
    public bool IsInputTerminal { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>
    /// Whether standard error takes colours. NO_COLOR (no-color.org) and a terminal that can show none say no;
    /// Windows' own console shows them only when it is asked to, so there they are left out.
    /// </summary>
    public bool HasColors { get; init; }

    /// <summary>The streams of this process. None is buffered: what is written is out.</summary>
    public static Terminal OfProcess() =>
        new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.OpenStandardError())
        {
            IsInputTerminal = !Console.IsInputRedirected,
            IsOutputTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
            HasColors = !Console.IsErrorRedirected && !OperatingSystem.IsWindows() && WantsColors(),
        };

    private static bool WantsColors() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
}
