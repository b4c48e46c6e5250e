using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// Platform events as `{"time":…,"type":"platform.start","record":{…}}`: the records of the Telemetry API 2022-07-01
/// and the lines of a log in the JSON format, which are the same. What is unknown is left out.
/// </summary>
internal static class PlatformEventJson
{
    public static JsonWriterOptions WriterOptions { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Null for what has no such record.</summary>
    public static string? TypeOf(PlatformEvent platformEvent) => platformEvent switch
    {
        PlatformEvent.InitStart => "platform.initStart",
        PlatformEvent.InitRuntimeDone => "platform.initRuntimeDone",
        PlatformEvent.InitReport => "platform.initReport",
        PlatformEvent.RestoreStart => "platform.restoreStart",
        PlatformEvent.RestoreRuntimeDone => "platform.restoreRuntimeDone",
        PlatformEvent.RestoreReport => "platform.restoreReport",
        PlatformEvent.Start => "platform.start",
        PlatformEvent.RuntimeDone => "platform.runtimeDone",
        PlatformEvent.Report => "platform.report",
        PlatformEvent.Extension => "platform.extension",
        PlatformEvent.Subscription { IsLogsApi: true } => "platform.logsSubscription",
        PlatformEvent.Subscription => "platform.telemetrySubscription",
        PlatformEvent.LogsDropped => "platform.logsDropped",
        _ => null,
    };

    public static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes the event whole; it must have a type.</summary>
    public static void Write(Utf8JsonWriter json, PlatformEvent platformEvent)
    {
        json.WriteStartObject();
        json.WriteString("time", TextOf(platformEvent.Time));
        json.WriteString("type", TypeOf(platformEvent));
        json.WriteStartObject("record");
        WriteRecord(json, platformEvent);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, PlatformEvent platformEvent)
    {
        switch (platformEvent)
        {
            case PlatformEvent.InitStart start:
                WriteInitStart(json, start);
                break;
            case PlatformEvent.InitRuntimeDone done:
                WriteInit(json, done.Function, done.Phase, done.End);
                break;
            case PlatformEvent.InitReport report:
                WriteInit(json, report.Function, report.Phase, report.End);
                WriteDuration(json, report.Duration);
                break;
            case PlatformEvent.RestoreStart restore:
                WriteFunction(json, restore.Function);
                break;
            case PlatformEvent.RestoreRuntimeDone done:
                WriteEnd(json, done.End);
                break;
            case PlatformEvent.RestoreReport report:
                WriteEnd(json, report.End);
                WriteDuration(json, report.Duration);
                break;
            default:
                WriteInvocationRecord(json, platformEvent);
                break;
        }
    }

    private static void WriteInvocationRecord(Utf8JsonWriter json, PlatformEvent platformEvent)
    {
        switch (platformEvent)
        {
            case PlatformEvent.Start start:
                json.WriteString("requestId", start.Invocation.RequestId);
                json.WriteString("version", start.Version);
                WriteOrigin(json, start.Invocation);
                break;
            case PlatformEvent.RuntimeDone done:
                WriteRuntimeDone(json, done);
                break;
            case PlatformEvent.Report report:
                WriteReport(json, report);
                break;
            case PlatformEvent.Extension extension:
                WriteNamed(json, extension.Name, extension.State, "events", extension.Events);
                WriteOptional(json, "errorType", extension.ErrorType);
                break;
            case PlatformEvent.Subscription subscription:
                WriteNamed(json, subscription.Name, "Subscribed", "types", subscription.Types);
                break;
            case PlatformEvent.LogsDropped dropped:
                WriteDropped(json, dropped);
                break;
        }
    }

    private static void WriteInitStart(Utf8JsonWriter json, PlatformEvent.InitStart start)
    {
        json.WriteString("initializationType", start.Function.InitializationType);
        json.WriteString("phase", start.Phase);
        WriteFunction(json, start.Function);
    }

    private static void WriteFunction(Utf8JsonWriter json, FunctionIdentity function)
    {
        if (function.RuntimeVersion is { } version)
        {
            json.WriteString("runtimeVersion", version);
            json.WriteString("runtimeVersionArn", function.RuntimeVersionArn);
        }

        json.WriteString("functionName", function.Name);
        json.WriteString("functionVersion", function.Version);
    }

    private static void WriteInit(Utf8JsonWriter json, FunctionIdentity function, string phase, PhaseEnd end)
    {
        json.WriteString("initializationType", function.InitializationType);
        json.WriteString("phase", phase);
        WriteEnd(json, end);
    }

    private static void WriteRuntimeDone(Utf8JsonWriter json, PlatformEvent.RuntimeDone done)
    {
        json.WriteString("requestId", done.Invocation.RequestId);
        WriteEnd(json, done.End);
        json.WriteStartObject("metrics");
        json.WriteNumber("durationMs", Milliseconds(done.Duration));
        if (done.ProducedBytes is { } bytes)
        {
            json.WriteNumber("producedBytes", bytes);
        }

        json.WriteEndObject();
        WriteSpans(json, done.Spans);
        WriteOrigin(json, done.Invocation);
    }

    private static void WriteReport(Utf8JsonWriter json, PlatformEvent.Report report)
    {
        json.WriteString("requestId", report.Invocation.RequestId);
        WriteMetrics(json, report.Figures);
        WriteEnd(json, report.Figures.End);
        WriteSpans(json, report.Figures.Spans);
        WriteOrigin(json, report.Invocation);
    }

    public static void WriteMetrics(Utf8JsonWriter json, InvocationReport figures)
    {
        json.WriteStartObject("metrics");
        json.WriteNumber("durationMs", Milliseconds(figures.Duration));
        if (!figures.HasDurationOnly)
        {
            WriteBill(json, figures);
        }

        json.WriteEndObject();
    }

    private static void WriteBill(Utf8JsonWriter json, InvocationReport figures)
    {
        json.WriteNumber("billedDurationMs", figures.BilledMilliseconds);
        json.WriteNumber("memorySizeMB", figures.MemorySizeMegabytes);
        json.WriteNumber("maxMemoryUsedMB", figures.PeakMegabytes);
        WriteOptional(json, "initDurationMs", figures.InitDuration);
        WriteOptional(json, "restoreDurationMs", figures.RestoreDuration);
        if (figures.BilledRestoreMilliseconds is { } restore)
        {
            json.WriteNumber("billedRestoreDurationMs", restore);
        }
    }

    public static void WriteDropped(Utf8JsonWriter json, PlatformEvent.LogsDropped dropped)
    {
        json.WriteNumber("droppedBytes", dropped.Bytes);
        json.WriteNumber("droppedRecords", dropped.Records);
        json.WriteString(
            "reason",
            "Some logs were dropped because the downstream consumer is slower than the logs production rate");
    }

    public static void WriteNamed(
        Utf8JsonWriter json, string name, string state, string listName, IReadOnlyList<string> list)
    {
        json.WriteString("name", name);
        json.WriteString("state", state);
        json.WriteStartArray(listName);
        foreach (var entry in list)
        {
            json.WriteStringValue(entry);
        }

        json.WriteEndArray();
    }

    private static void WriteEnd(Utf8JsonWriter json, PhaseEnd end)
    {
        json.WriteString("status", end.Word);
        WriteOptional(json, "errorType", end.ErrorType);
    }

    private static void WriteDuration(Utf8JsonWriter json, TimeSpan duration)
    {
        json.WriteStartObject("metrics");
        json.WriteNumber("durationMs", Milliseconds(duration));
        json.WriteEndObject();
    }

    private static void WriteSpans(Utf8JsonWriter json, IReadOnlyList<Span> spans)
    {
        if (spans.Count == 0)
        {
            return;
        }

        json.WriteStartArray("spans");
        foreach (var span in spans)
        {
            json.WriteStartObject();
            json.WriteString("name", span.Name);
            json.WriteString("start", TextOf(span.Start));
            json.WriteNumber("durationMs", Milliseconds(span.Duration));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOrigin(Utf8JsonWriter json, Invocation invocation)
    {
        if (invocation.TraceId is { } header)
        {
            json.WriteStartObject("tracing");
            WriteOptional(json, "spanId", XRayTrace.Parse(header).Parent);
            json.WriteString("type", "X-Amzn-Trace-Id");
            json.WriteString("value", header);
            json.WriteEndObject();
        }

        WriteOptional(json, "tenantId", invocation.TenantId);
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, TimeSpan? duration)
    {
        if (duration is { } value)
        {
            json.WriteNumber(name, Milliseconds(value));
        }
    }

    /// <summary>To a microsecond, which is what the clock tells apart.</summary>
    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);
}
