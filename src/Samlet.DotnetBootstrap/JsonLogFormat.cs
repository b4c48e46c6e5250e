using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// `{"timestamp","level","requestId","tenantId"?,"traceId","message"}`, the placeholders of the message as members, and
/// `"errorType","errorMessage","stackTrace"` of an exception.
/// </summary>
internal sealed class JsonLogFormat : LogFormat
{
    private readonly JsonSerializerOptions _options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public override string Line(LogEntry entry, Invocation? invocation)
    {
        var placeholders = entry.Placeholders();
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteString("timestamp", Now());
        json.WriteString("level", (entry.Level ?? LogLevel.Information).Name());
        WriteTexts(json, invocation);
        json.WriteString("message", placeholders?.Text() ?? entry.Template);
        foreach (var (placeholder, value) in placeholders?.Values() ?? Array.Empty<(Placeholder, object)>())
        {
            json.WritePropertyName(placeholder.Name);
            WriteArgument(json, placeholder, value);
        }

        WriteError(json, entry.Error);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void WriteTexts(Utf8JsonWriter json, Invocation? invocation)
    {
        WriteText(json, "requestId", invocation?.RequestId);
        WriteText(json, "tenantId", invocation?.TenantId);
        WriteText(json, "traceId", invocation?.TraceId);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteError(Utf8JsonWriter json, Exception? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteString("errorType", error.GetType().FullName);
        json.WriteString("errorMessage", error.Message);
        json.WriteStartArray("stackTrace");
        foreach (var line in error.ToString().Split('\n'))
        {
            json.WriteStringValue(line.Trim());
        }

        json.WriteEndArray();
    }

    private void WriteArgument(Utf8JsonWriter json, Placeholder placeholder, object value)
    {
        if (value is IDictionary members)
        {
            json.WriteStartObject();
            foreach (DictionaryEntry member in members)
            {
                json.WritePropertyName(member.Key.ToString() ?? "");
                WriteValue(json, placeholder, member.Value);
            }

            json.WriteEndObject();
        }
        else if (value is IList items and not IList<byte>)
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                WriteValue(json, placeholder, item);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteValue(json, placeholder, value);
        }
    }

    private void WriteValue(Utf8JsonWriter json, Placeholder placeholder, object? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else if (placeholder.IsJson)
        {
            json.WriteRawValue(JsonSerializer.Serialize(value, _options));
        }
        else if (placeholder.Layout is not null)
        {
            json.WriteStringValue(placeholder.Laid(value));
        }
        else
        {
            WritePlain(json, value);
        }
    }

    private static void WritePlain(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal:
                json.WriteRawValue(JsonSerializer.Serialize(value));
                break;
            case byte[] bytes:
                json.WriteStringValue(Placeholder.Hexadecimal(bytes));
                break;
            case ReadOnlyMemory<byte> bytes:
                json.WriteStringValue(Placeholder.Hexadecimal(bytes.Span));
                break;
            case Memory<byte> bytes:
                json.WriteStringValue(Placeholder.Hexadecimal(bytes.Span));
                break;
            default:
                json.WriteStringValue(
                    Placeholder.Moment(value) ?? Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
