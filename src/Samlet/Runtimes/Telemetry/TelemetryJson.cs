using System.Buffers;
using System.Text;
using System.Text.Json;
using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// Entries as the events of a subscription, `{"time":…,"type":…,"record":…}`. The Telemetry API knows more of the
/// platform than the Logs API, which in turn has `platform.end` and `platform.fault`, the latter as a string.
/// </summary>
/// <param name="api">Which of the two.</param>
/// <param name="schemaVersion">As subscribed.</param>
/// <param name="isJson">Whether the function logs JSON, whose records then may be objects.</param>
internal sealed class TelemetryJson(TelemetryApi api, string schemaVersion, bool isJson)
{
    private readonly bool _hasObjects = isJson && api.HasObjects(schemaVersion);

    /// <summary>Null for what this subscription's API does not have.</summary>
    public byte[]? EventOf(TelemetryEntry entry) => entry switch
    {
        TelemetryEntry.Output output => OutputOf(output),
        TelemetryEntry.Platform { Event: var platformEvent } => api.IsLogs
            ? LogsEventOf(platformEvent)
            : PlatformEventJson.TypeOf(platformEvent) is null
                ? null
                : Write(json => PlatformEventJson.Write(json, platformEvent)),
        _ => null,
    };

    private byte[] OutputOf(TelemetryEntry.Output output) => Write(json =>
    {
        WriteHead(json, output.Time, output.Type);
        if (_hasObjects && JsonRecord.TryRead(output.Text, out _))
        {
            json.WritePropertyName("record");
            json.WriteRawValue(output.Text, skipInputValidation: true);
        }
        else
        {
            json.WriteString("record", Encoding.UTF8.GetString(output.Text)); // Also of bytes that are no text.
        }

        json.WriteEndObject();
    });

    private byte[]? LogsEventOf(PlatformEvent platformEvent) => platformEvent switch
    {
        PlatformEvent.Start start => Logs(start, "platform.start", json => WriteId(json, start.Invocation.RequestId)),
        PlatformEvent.InvocationEnd end => Logs(end, "platform.end", json => WriteId(json, end.RequestId)),
        PlatformEvent.RuntimeDone done when schemaVersion != api.SchemaVersions[0] => Logs(
            done,
            "platform.runtimeDone",
            json =>
            {
                WriteId(json, done.Invocation.RequestId);
                json.WriteString("status", done.End.Word);
            }),
        PlatformEvent.Report report => Logs(
            report,
            "platform.report",
            json =>
            {
                WriteId(json, report.Invocation.RequestId);
                PlatformEventJson.WriteMetrics(json, report.Figures);
            }),
        PlatformEvent.Fault fault => Text(fault, $"RequestId: {fault.RequestId} {fault.Text}"),
        PlatformEvent.TimedOut timeout => Text(
            timeout, PlatformEventText.LineOf(timeout)!.TrimEnd('\n')), // Each has a line.
        PlatformEvent.Extension or PlatformEvent.LogsDropped or PlatformEvent.Subscription { IsLogsApi: true } =>
            Write(json => PlatformEventJson.Write(json, platformEvent)),
        _ => null,
    };

    private static byte[] Logs(PlatformEvent platformEvent, string type, Action<Utf8JsonWriter> writeRecord) =>
        Write(json =>
        {
            WriteHead(json, platformEvent.Time, type);
            json.WriteStartObject("record");
            writeRecord(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static byte[] Text(PlatformEvent platformEvent, string text) => Write(json =>
    {
        WriteHead(json, platformEvent.Time, "platform.fault");
        json.WriteString("record", text);
        json.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter json, string requestId) => json.WriteString("requestId", requestId);

    private static void WriteHead(Utf8JsonWriter json, DateTimeOffset time, string type)
    {
        json.WriteStartObject();
        json.WriteString("time", PlatformEventJson.TextOf(time));
        json.WriteString("type", type);
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, PlatformEventJson.WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
