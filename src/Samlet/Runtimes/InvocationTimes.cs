using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>
/// What an invocation's time was spent on, for telemetry: the time to the first byte of an answer, the answer itself,
/// what the runtime did behind it, and what extensions did behind that.
/// </summary>
internal sealed class InvocationTimes(InvocationExchange? exchange, InvocationClock clock, TimeProvider time)
{
    private TimeSpan? _runtime;

    /// <summary>Whether the runtime was to have the event; it was not when its initialization failed.</summary>
    public bool HasExchange => exchange is not null;

    public bool IsRuntimeDone => _runtime is not null;

    /// <summary>The runtime has asked for the next invocation, or never will.</summary>
    public PlatformEvent.RuntimeDone EndRuntime(Invocation invocation, InvocationResult ending, TimeSpan timeout)
    {
        _runtime = ending.Status == InvocationStatus.Timeout ? timeout : clock.Elapsed;
        return new PlatformEvent.RuntimeDone(invocation, PhaseEnd.Of(ending))
        {
            Time = time.GetUtcNow(),
            Duration = _runtime.Value,
            ProducedBytes = exchange?.AnswerBeganAt is null ? null : exchange.AnswerBytes,
            Spans = exchange is { AnswerEndedAt: { } ended }
                ? [.. ResponseSpans(), New("runtimeOverhead", ended, time.GetTimestamp())]
                : [],
        };
    }

    public IReadOnlyList<Span> ResponseSpans() => exchange is { AnswerBeganAt: { } began, AnswerEndedAt: { } ended }
        ?
        [
            New("responseLatency", exchange.HandedAt, began),
            New("responseDuration", began, ended),
        ]
        : [];

    /// <param name="duration">Of the whole invocation.</param>
    public IReadOnlyList<Span> ExtensionSpans(TimeSpan duration)
    {
        var overhead = duration - (_runtime ?? duration);
        return overhead > TimeSpan.Zero
            ? [new Span("extensionOverhead", time.GetUtcNow() - overhead, overhead)]
            : [];
    }

    private Span New(string name, long start, long end) => new(
        name, time.GetUtcNow() - time.GetElapsedTime(start), time.GetElapsedTime(start, end));
}
