using System.Globalization;
using System.Text;

namespace Samlet.Runtimes;

/// <summary>The figures of one invocation, as the REPORT line gives them.</summary>
internal sealed record InvocationReport
{
    public required string RequestId { get; init; }

    /// <summary>From handing the event over until the runtime asked for the next, ended or ran out of time.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Only for the first invocation after a cold start.</summary>
    public TimeSpan? InitDuration { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>`timeout` or `error`; null when all went well or the function reported its error itself.</summary>
    public string? Status { get; init; }

    public string? ErrorType { get; init; }

    /// <summary>Since August 2025 the initialization is billed too.</summary>
    private double BilledMilliseconds =>
        Math.Ceiling(Duration.TotalMilliseconds + (InitDuration?.TotalMilliseconds ?? 0));

    private long PeakMegabytes => (PeakMemoryBytes + (1024 * 1024) - 1) / (1024 * 1024);

    /// <summary>Fields end with a tab each, the last one too: parsers of the service's logs rely on it.</summary>
    public override string ToString()
    {
        var line = new StringBuilder(256);
        _ = line.Append(
            CultureInfo.InvariantCulture,
            $"REPORT RequestId: {RequestId}\tDuration: {Duration.TotalMilliseconds:F2} ms\t");
        _ = line.Append(
            CultureInfo.InvariantCulture,
            $"Billed Duration: {BilledMilliseconds:F0} ms\tMemory Size: {MemorySizeMegabytes} MB\t");
        _ = line.Append(CultureInfo.InvariantCulture, $"Max Memory Used: {PeakMegabytes} MB\t");
        if (InitDuration is { } init)
        {
            _ = line.Append(CultureInfo.InvariantCulture, $"Init Duration: {init.TotalMilliseconds:F2} ms\t");
        }

        _ = Status is null ? line : line.Append(CultureInfo.InvariantCulture, $"Status: {Status}\t");
        _ = ErrorType is null ? line : line.Append(CultureInfo.InvariantCulture, $"Error Type: {ErrorType}\t");
        return line.ToString();
    }
}
