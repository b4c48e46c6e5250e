using System.Globalization;
using System.Text;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// The lines that Lambda itself writes into a function's log in the text format. Source: recorded log streams and the
/// developer guide's chapter on logs.
/// </summary>
internal static class PlatformEventText
{
    /// <summary>Null for an event that has no line.</summary>
    public static string? LineOf(PlatformEvent platformEvent) => platformEvent switch
    {
        PlatformEvent.InitStart { Phase: not "invoke" } start => StartOf("INIT_START", start.Function),
        PlatformEvent.InitReport report => InitReportOf(report),
        PlatformEvent.RestoreStart restore => StartOf("RESTORE_START", restore.Function),
        PlatformEvent.RestoreReport restore =>
            $"RESTORE_REPORT Restore Duration: {Milliseconds(restore.Duration)} ms{StatusOf(restore.End)}",
        PlatformEvent.Start start => $"START RequestId: {start.Invocation.RequestId} Version: {start.Version}",
        PlatformEvent.TimedOut timeout => TimedOutOf(timeout),
        PlatformEvent.Fault fault => $"RequestId: {fault.RequestId} {fault.Text}\n{fault.ErrorType}",
        PlatformEvent.InvocationEnd end => $"END RequestId: {end.RequestId}",
        PlatformEvent.Report report => ReportOf(report),
        PlatformEvent.StartScript script => script.Line,
        PlatformEvent.Image image => $"IMAGE\t{image.Settings}",
        PlatformEvent.Extension extension => ExtensionOf(extension),
        PlatformEvent.Subscription subscription => SubscriptionOf(subscription),
        _ => null,
    };

    private static string? StartOf(string word, FunctionIdentity function) => function.RuntimeVersion is { } version
        ? $"{word} Runtime Version: {version}\tRuntime Version ARN: {function.RuntimeVersionArn}"
        : null;

    /// <summary>
    /// On demand only a failure is reported; elsewhere the initialization is not part of an invocation.
    /// </summary>
    private static string? InitReportOf(PlatformEvent.InitReport report)
    {
        var line = $"INIT_REPORT Init Duration: {Milliseconds(report.Duration)} ms";
        return report.End.Status != PhaseStatus.Success ? $"{line}\tPhase: {report.Phase}{StatusOf(report.End)}"
            : report.Function.InitializationType == "on-demand" ? null
            : line;
    }

    private static string StatusOf(PhaseEnd end) => end.Status switch
    {
        PhaseStatus.Success => "",
        PhaseStatus.Timeout => "\tStatus: timeout",
        _ => "\tStatus: error" + (end.ErrorType is { } errorType ? $"\tError Type: {errorType}" : ""),
    };

    private static string TimedOutOf(PlatformEvent.TimedOut timeout) => string.Create(
        CultureInfo.InvariantCulture,
        $"{timeout.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff}Z {timeout.RequestId} Task timed out after {timeout.Timeout.TotalSeconds:F2} seconds\n");

    /// <summary>
    /// Fields end with a tab each, the last one too, but for the status of what the platform saw fail; an error that
    /// the function reports is one of these only when it comes of its initialization. Source: recorded log streams.
    /// </summary>
    private static string ReportOf(PlatformEvent.Report report)
    {
        var figures = report.Figures;
        var line = new StringBuilder(256);
        Append(line, $"REPORT RequestId: {report.Invocation.RequestId}\t");
        Append(line, "Duration", figures.Duration);
        if (!figures.HasDurationOnly)
        {
            AppendBill(line, figures);
        }

        if (figures.End.Status is PhaseStatus.Timeout or PhaseStatus.Failure || !figures.HasBegun)
        {
            _ = line.Append(StatusOf(figures.End).AsSpan(1));
        }

        return line + TraceOf(report.Invocation.TraceId);
    }

    private static void AppendBill(StringBuilder line, InvocationReport figures)
    {
        Append(line, $"Billed Duration: {figures.BilledMilliseconds} ms\t");
        Append(line, $"Memory Size: {figures.MemorySizeMegabytes} MB\tMax Memory Used: {figures.PeakMegabytes} MB\t");
        Append(line, "Init Duration", figures.InitDuration);
        Append(line, "Restore Duration", figures.RestoreDuration);
        if (figures.BilledRestoreMilliseconds is { } restore)
        {
            Append(line, $"Billed Restore Duration: {restore} ms\t");
        }
    }

    /// <summary>A second line for an invocation whose trace is kept.</summary>
    private static string TraceOf(string? header)
    {
        var trace = XRayTrace.Parse(header);
        return trace is { IsSampled: true, Root: { } root }
            ? $"\nXRAY TraceId: {root}\tSegmentId: {trace.Parent}\tSampled: true\t"
            : "";
    }

    private static string ExtensionOf(PlatformEvent.Extension extension) =>
        $"EXTENSION\tName: {extension.Name}\tState: {extension.State}\tEvents: [{string.Join(", ", extension.Events)}]"
        + (extension.ErrorType is { } errorType ? $"\tError Type: {errorType}" : "");

    private static string SubscriptionOf(PlatformEvent.Subscription subscription)
    {
        var types = subscription.Types.Select(static type => char.ToUpperInvariant(type[0]) + type[1..]);
        var api = subscription.IsLogsApi ? "LOGS" : "TELEMETRY";
        return $"{api}\tName: {subscription.Name}\tState: Subscribed\tTypes: [{string.Join(", ", types)}]";
    }

    private static void Append(StringBuilder line, string field, TimeSpan? duration)
    {
        if (duration is { } value)
        {
            Append(line, $"{field}: {Milliseconds(value)} ms\t");
        }
    }

    private static void Append(StringBuilder line, FormattableString text) =>
        line.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Milliseconds(TimeSpan duration) =>
        duration.TotalMilliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
