namespace Samlet.Runtimes;

/// <summary>
/// Why a runtime cannot even be started, known beforehand: what the service's own start script would write into the
/// log, and how the invocation fails.
/// </summary>
internal sealed record StartFailure(string ErrorType, string Reason)
{
    public string? LogLine { get; init; }

    /// <summary>What the log says of an image behind `IMAGE`.</summary>
    public string? ImageLine { get; init; }
}
