namespace Samlet.Cli;

/// <summary>The three standard streams as bytes, and which of them a person looks at.</summary>
internal sealed record Terminal(Stream Input, Stream Output, Stream Error)
{
    public bool IsInputTerminal { get; init; }

    public bool IsOutputTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>The streams of this process. None is buffered: what is written is out.</summary>
    public static Terminal OfProcess() =>
        new(Console.OpenStandardInput(), Console.OpenStandardOutput(), Console.OpenStandardError())
        {
            IsInputTerminal = !Console.IsInputRedirected,
            IsOutputTerminal = !Console.IsOutputRedirected,
            IsErrorTerminal = !Console.IsErrorRedirected,
        };
}
