namespace Samlet.Sandboxes;

/// <summary>How a process ended: by an exit status or by a signal (0 when none).</summary>
internal readonly record struct SandboxExit(int Status, int Signal)
{
    /// <summary>
    /// What the kernel or a tool said when the sandbox itself could not be made; the program has not run then.
    /// </summary>
    public string? Refusal { get; init; }

    /// <summary>Why the program could not be started in it, in the system's words: `permission denied`.</summary>
    public string? LaunchFault { get; init; }

    /// <summary>
    /// In the words of the Go runtime, which Lambda's own messages use: `exit status 3`, `signal: killed`.
    /// </summary>
    public override string ToString() => Signal == 0 ? $"exit status {Status}" : $"signal: {SignalName(Signal)}";

    private static string SignalName(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 when !OperatingSystem.IsMacOS() => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 when OperatingSystem.IsMacOS() => "bus error",
        10 => "user defined signal 1",
        11 => "segmentation fault",
        12 when !OperatingSystem.IsMacOS() => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => $"signal {signal}",
    };
}
