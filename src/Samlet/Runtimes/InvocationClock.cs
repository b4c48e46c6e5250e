namespace Samlet.Runtimes;

/// <summary>An invocation's time, counted from the moment its event is handed over.</summary>
internal sealed class InvocationClock(TimeProvider time, TimeSpan timeout)
{
    private readonly long _start = time.GetTimestamp();

    public DateTimeOffset Deadline { get; } = time.GetUtcNow() + timeout;

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public TimeSpan Remaining => timeout > Elapsed ? timeout - Elapsed : TimeSpan.Zero;
}
