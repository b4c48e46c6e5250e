namespace Samlet.Runtimes.Logs;

/// <summary>
/// What the platform tells about an execution environment, in the order it happens. One event becomes a line of text,
/// a line of JSON and a record of the Telemetry API; not each event has all three. Source: Lambda developer guide,
/// Telemetry API event schema, and recorded log streams.
/// </summary>
internal abstract record PlatformEvent
{
    private PlatformEvent()
    {
    }

    public required DateTimeOffset Time { get; init; }

    /// <param name="Function">What is initialized.</param>
    /// <param name="Phase">`init`, or `invoke` when it is tried again within an invocation.</param>
    public sealed record InitStart(FunctionIdentity Function, string Phase) : PlatformEvent;

    public sealed record InitRuntimeDone(FunctionIdentity Function, string Phase, PhaseEnd End) : PlatformEvent;

    public sealed record InitReport(FunctionIdentity Function, string Phase, PhaseEnd End) : PlatformEvent
    {
        public required TimeSpan Duration { get; init; }
    }

    public sealed record RestoreStart(FunctionIdentity Function) : PlatformEvent;

    public sealed record RestoreRuntimeDone(FunctionIdentity Function, PhaseEnd End) : PlatformEvent;

    public sealed record RestoreReport(FunctionIdentity Function, PhaseEnd End, TimeSpan Duration) : PlatformEvent;

    public sealed record Start(Invocation Invocation, string Version) : PlatformEvent;

    public sealed record RuntimeDone(Invocation Invocation, PhaseEnd End) : PlatformEvent
    {
        public TimeSpan Duration { get; init; }

        public long? ProducedBytes { get; init; }

        public IReadOnlyList<Span> Spans { get; init; } = [];
    }

    public sealed record Report(Invocation Invocation, InvocationReport Figures) : PlatformEvent;

    public sealed record InvocationEnd(string RequestId) : PlatformEvent;

    /// <summary>The invocation ran out of time; the log says so in a line of its own.</summary>
    public sealed record TimedOut(string RequestId, TimeSpan Timeout) : PlatformEvent;

    /// <param name="RequestId">The invocation that failed.</param>
    /// <param name="Text">`Error: Runtime exited with error: exit status 1`.</param>
    /// <param name="ErrorType">`Runtime.ExitError`.</param>
    public sealed record Fault(string RequestId, string Text, string ErrorType) : PlatformEvent;

    /// <summary>What the service's own start script writes.</summary>
    public sealed record StartScript(string Line) : PlatformEvent;

    /// <param name="Settings">`Launch error: …` or `Invalid task config: …` with the image's settings.</param>
    public sealed record Image(string Settings) : PlatformEvent;

    public sealed record Extension(string Name, string State, IReadOnlyList<string> Events) : PlatformEvent
    {
        public string? ErrorType { get; init; }
    }

    /// <param name="Name">The extension's.</param>
    /// <param name="Types">`platform`, `function`, `extension`.</param>
    /// <param name="IsLogsApi">Whether it was the Logs API, the older of the two.</param>
    public sealed record Subscription(string Name, IReadOnlyList<string> Types, bool IsLogsApi) : PlatformEvent;

    public sealed record LogsDropped(long Bytes, long Records) : PlatformEvent;
}
