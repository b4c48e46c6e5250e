using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// What the JSON format reads in a record that is a JSON object: `level` and `timestamp` (RFC 3339) of its top level. A
/// missing or unknown level counts as INFO; so does a missing or malformed timestamp, and a timestamp is put there.
/// Source: developer guide, using structured JSON log format.
/// </summary>
internal readonly ref struct JsonRecord
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly Range? _malformedTimestamp;
    private readonly bool _isEmpty;

    private JsonRecord(ReadOnlySpan<byte> text)
    {
        _text = text;
        var reader = new Utf8JsonReader(text);
        _ = reader.Read();
        string? level = null;
        _isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _isEmpty = false;
            var isLevel = reader.ValueTextEquals("level"u8);
            var isTimestamp = reader.ValueTextEquals("timestamp"u8);
            _ = reader.Read();
            var start = (int)reader.TokenStartIndex;
            level = isLevel ? TextOf(reader) : level;
            HasTimestamp = isTimestamp ? IsTime(TextOf(reader)) : HasTimestamp;
            reader.Skip();
            _malformedTimestamp = isTimestamp && !HasTimestamp
                ? start..(int)reader.BytesConsumed
                : _malformedTimestamp;
        }

        Level = HasTimestamp ? LogLevels.TryParse(level) ?? LogLevel.Info : LogLevel.Info;
    }

    public LogLevel Level { get; }

    public bool HasTimestamp { get; }

    /// <summary>False for what is not one JSON object.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out JsonRecord record)
    {
        record = default;
        if (text.TrimStart(" \t"u8) is not [(byte)'{', ..])
        {
            return false;
        }

        try
        {
            var check = new Utf8JsonReader(text);
            while (check.Read())
            {
            }

            record = new JsonRecord(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The record with this time as its timestamp.</summary>
    public byte[] WithTimestamp(DateTimeOffset time)
    {
        var buffer = new ArrayBufferWriter<byte>(_text.Length + 64);
        var stamp = Encoding.ASCII.GetBytes($"\"{PlatformEventJson.TextOf(time)}\"");
        if (_malformedTimestamp is { } malformed)
        {
            buffer.Write(_text[..malformed.Start.Value]);
            buffer.Write(stamp);
            buffer.Write(_text[malformed.End.Value..]);
        }
        else
        {
            buffer.Write("{\"timestamp\":"u8);
            buffer.Write(stamp);
            buffer.Write(_isEmpty ? ""u8 : ","u8);
            buffer.Write(_text[(_text.IndexOf((byte)'{') + 1)..]);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string? TextOf(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static bool IsTime(string? text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', ..]
        && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
