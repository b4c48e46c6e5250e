namespace Samlet.Sandboxes;

/// <summary>
/// A program that cannot be started. The reason is in the system's words in lower case: `permission denied`.
/// </summary>
internal sealed class SandboxLaunchException(string program, string reason)
    : Exception($"cannot start `{program}`: {reason}")
{
    public string Program { get; } = program;

    public string Reason { get; } = reason;
}
