namespace Samlet.Runtimes.Logs;

/// <summary>How a phase ended. `Error` is what the function reported, `Failure` what the platform saw fail.</summary>
internal enum PhaseStatus
{
    Success,
    Error,
    Failure,
    Timeout,
}

internal readonly record struct PhaseEnd(PhaseStatus Status, string? ErrorType = null)
{
    public static PhaseEnd Of(InvocationResult result) => new(
        result.Status switch
        {
            InvocationStatus.Success => PhaseStatus.Success,
            InvocationStatus.Error => PhaseStatus.Error,
            InvocationStatus.Timeout => PhaseStatus.Timeout,
            _ => PhaseStatus.Failure,
        },
        result.Status == InvocationStatus.Timeout ? null : result.ErrorType);

    public static PhaseEnd Of(InitializationEnd initialization) => initialization switch
    {
        { IsTimeout: true } => new(PhaseStatus.Timeout),
        { Failure: { } failure } => Of(failure),
        _ => new(PhaseStatus.Success),
    };

    /// <summary>As telemetry has it.</summary>
    public string Word => Status switch
    {
        PhaseStatus.Success => "success",
        PhaseStatus.Error => "error",
        PhaseStatus.Failure => "failure",
        _ => "timeout",
    };
}

/// <summary>Part of an invocation's time, for telemetry: `responseLatency`, `runtimeOverhead` and the like.</summary>
internal readonly record struct Span(string Name, DateTimeOffset Start, TimeSpan Duration);
