namespace Samlet.Runtimes;

/// <summary>
/// How a try to initialize a runtime ended: with a failure to tell, out of time, or well (both empty).
/// </summary>
internal sealed record InitializationEnd(TimeSpan Duration)
{
    /// <summary>What an invocation that waits for it gets, should no further try succeed.</summary>
    public InvocationResult? Failure { get; init; }

    public bool IsTimeout { get; init; }

    /// <summary>How long a snapshot's restoration took; null when there was none.</summary>
    public TimeSpan? RestoreDuration { get; init; }

    public bool IsReady => Failure is null && !IsTimeout;
}
