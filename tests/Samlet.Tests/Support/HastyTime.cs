using System.Collections.Concurrent;

namespace Samlet.Tests.Support;

/// <summary>A clock on which everything that is waited for has come, and which remembers the waits.</summary>
internal sealed class HastyTime : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public DateTimeOffset Now { get; init; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
