using System.Buffers;
using System.Text.Json;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// The JSON format: platform events as objects on a line, and what the function writes, each filtered by its level.
/// </summary>
internal sealed class JsonLog(LogStream stream, LogSettings settings) : ILogWriter
{
    public bool ShowsBytes => false;

    public void Show(ReadOnlySpan<byte> output) => stream.Write(output);

    public void Write(PlatformEvent platformEvent)
    {
        if (platformEvent is PlatformEvent.StartScript or PlatformEvent.Image)
        {
            var line = PlatformEventText.LineOf(platformEvent)!; // Each has one, and no JSON.
            Write(new LogRecord(LogOrigin.Function, platformEvent.Time, System.Text.Encoding.UTF8.GetBytes(line)));
        }
        else if (PlatformEventJson.TypeOf(platformEvent) is not null
            && SystemLogLevel.Of(platformEvent) >= settings.SystemLevel)
        {
            var buffer = new ArrayBufferWriter<byte>(512);
            using (var json = new Utf8JsonWriter(buffer, PlatformEventJson.WriterOptions))
            {
                PlatformEventJson.Write(json, platformEvent);
            }

            stream.WriteLine(buffer.WrittenSpan, LogStyles.Of(platformEvent));
        }
    }

    /// <summary>Text among the JSON counts as INFO and stays as it is.</summary>
    public void Write(in LogRecord record)
    {
        var isJson = JsonRecord.TryRead(record.Text, out var json);
        var level = record.Level != LogLevel.Undefined ? record.Level : isJson ? json.Level : LogLevel.Info;
        if (level < settings.ApplicationLevel)
        {
            return;
        }

        var style = LogStyles.Of(record.Origin, level);
        if (isJson && !json.HasTimestamp)
        {
            stream.WriteLine(json.WithTimestamp(record.Time), style);
        }
        else
        {
            stream.WriteLine(record.Text, style);
        }
    }
}
