using System.Runtime.InteropServices;

namespace Samlet.Sandboxes;

/// <summary>Takes what a process wrote, in the order it was read; the bytes are only valid during the call.</summary>
internal delegate void OutputReceiver(ReadOnlySpan<byte> bytes);

/// <summary>
/// What to start, as plain data: a program, its arguments without the program's own name, exactly the environment it
/// gets, and its working folder. Output of both streams goes to one receiver, as Lambda's log stream takes it.
/// </summary>
internal sealed record SandboxSpec
{
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    public required string WorkingFolder { get; init; }

    /// <summary>
    /// Why the program cannot be started, in the system's words; null when it can, or when nobody looked.
    /// </summary>
    public string? ProgramFault { get; init; }

    /// <summary>What the process sees of this computer; null: all of it, as Samlet does.</summary>
    public SandboxRoom? Room { get; init; }

    /// <summary>
    /// A descriptor that the process has as number 3. It stays the caller's, to close once the process is started.
    /// Not on Windows.
    /// </summary>
    public SafeHandle? Descriptor { get; init; }

    /// <summary>What the process and its children may have; null for no limits of their own.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>What the processes of its execution environment may have together; null for no limit.</summary>
    public SandboxQuota? Quota { get; init; }

    public required OutputReceiver Output { get; init; }

    /// <summary>One more descriptor number that leads to the output. Not on Windows.</summary>
    public int? OutputCopy { get; init; }

    /// <summary>
    /// `NAME=value` of the environment that no other sandbox has: it marks what must not outlive Samlet.
    /// </summary>
    public required string Mark { get; init; }

    /// <summary>The container to run it in; null for a process of this computer.</summary>
    public SandboxContainer? Container { get; init; }

    /// <summary>
    /// A line for the shell that undoes what killing the process does not, when Samlet is killed before it can.
    /// </summary>
    public string? CleanUp { get; init; }
}
