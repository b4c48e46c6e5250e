namespace Samlet.Runtimes.Extensions;

/// <summary>Why an environment is shut down, in the service's words.</summary>
internal enum ShutdownReason
{
    Spindown,
    Timeout,
    Failure,
}

/// <summary>What an extension gets from `GET event/next`.</summary>
internal abstract record ExtensionEvent(DateTimeOffset Deadline)
{
    public const string InvokeName = "INVOKE";
    public const string ShutdownName = "SHUTDOWN";

    public sealed record Invoke(Invocation Invocation) : ExtensionEvent(Invocation.Deadline);

    public sealed record Shutdown(ShutdownReason Reason, DateTimeOffset Deadline) : ExtensionEvent(Deadline);
}
