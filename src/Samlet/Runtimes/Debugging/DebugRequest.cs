namespace Samlet.Runtimes.Debugging;

/// <summary>How a function is to be debugged: the port a debugger attaches to, on the loopback address.</summary>
internal sealed record DebugRequest(int Port)
{
    public const string Host = "127.0.0.1";

    /// <summary>More arguments for the interpreter or the debugger.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where to look for the debugger first.</summary>
    public string? DebuggerFolder { get; init; }

    public string Address => $"{Host}:{Port}";
}
