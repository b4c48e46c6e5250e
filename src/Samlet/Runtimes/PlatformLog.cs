using System.Globalization;

namespace Samlet.Runtimes;

/// <summary>
/// The lines that Lambda itself writes into a function's log, in the text format. Source: recorded log streams and
/// the developer guide's chapter on logs.
/// </summary>
internal sealed class PlatformLog(LogStream stream)
{
    /// <summary>
    /// Versions of the service's runtimes are not versions of what runs here, so the number and the ARN name none.
    /// </summary>
    private const string NoVersionHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <param name="runtime">Language and version as the service writes them: `nodejs:22`.</param>
    /// <param name="region">Part of the runtime's ARN.</param>
    public void InitStart(string runtime, string region) => stream.WriteLine(
        $"INIT_START Runtime Version: {runtime}.v0\tRuntime Version ARN: arn:aws:lambda:{region}::runtime:{NoVersionHash}");

    public void StartFailed(StartFailure failure)
    {
        if (failure.LogLine is { } line)
        {
            stream.WriteLine(line);
        }
    }

    /// <param name="duration">From the start of the runtime to its failure.</param>
    /// <param name="phase">`init`, or `invoke` when it was tried again within an invocation.</param>
    /// <param name="status">`timeout` or `error`.</param>
    /// <param name="errorType">Null for a timeout.</param>
    public void InitReport(TimeSpan duration, string phase, string status, string? errorType) => stream.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"INIT_REPORT Init Duration: {duration.TotalMilliseconds:F2} ms\tPhase: {phase}\tStatus: {status}")
        + (errorType is null ? "" : $"\tError Type: {errorType}"));

    public void Start(string requestId, string version) =>
        stream.WriteLine($"START RequestId: {requestId} Version: {version}");

    public void TimedOut(DateTimeOffset time, string requestId, TimeSpan timeout) => stream.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff}Z {requestId} Task timed out after {timeout.TotalSeconds:F2} seconds\n"));

    public void Fault(string requestId, string fault, string errorType) =>
        stream.WriteLine($"RequestId: {requestId} {fault}\n{errorType}");

    public void End(string requestId) => stream.WriteLine($"END RequestId: {requestId}");

    public void Report(InvocationReport report) => stream.WriteLine(report.ToString());
}
