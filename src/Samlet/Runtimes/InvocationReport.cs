using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>The figures of one invocation, as its REPORT gives them.</summary>
internal sealed record InvocationReport
{
    /// <summary>From handing the event over until the runtime asked for the next, ended or ran out of time.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Only for the first invocation after a cold start.</summary>
    public TimeSpan? InitDuration { get; init; }

    /// <summary>Only for the first invocation after a snapshot was restored.</summary>
    public TimeSpan? RestoreDuration { get; init; }

    public TimeSpan? BilledRestoreDuration { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    public required long PeakMemoryBytes { get; init; }

    public PhaseEnd End { get; init; }

    /// <summary>False when the initialization failed once more, so that no event was handed over.</summary>
    public bool HasBegun { get; init; } = true;

    /// <summary>
    /// Of managed instances, which are not billed by the invocation and whose memory several invocations share.
    /// </summary>
    public bool HasDurationOnly { get; init; }

    /// <summary>
    /// `extensionOverhead`: what extensions did after the runtime was done; of managed instances the response's.
    /// </summary>
    public IReadOnlyList<Span> Spans { get; init; } = [];

    /// <summary>Whole milliseconds, rounded up. Since August 2025 the initialization is billed too.</summary>
    public long BilledMilliseconds => Whole(Duration + (InitDuration ?? TimeSpan.Zero));

    public long? BilledRestoreMilliseconds => BilledRestoreDuration is { } duration ? Whole(duration) : null;

    public long PeakMegabytes => (PeakMemoryBytes + (1024 * 1024) - 1) / (1024 * 1024);

    private static long Whole(TimeSpan duration) => (long)Math.Ceiling(duration.TotalMilliseconds);
}
