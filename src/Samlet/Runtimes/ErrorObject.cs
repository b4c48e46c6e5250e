using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samlet.Runtimes;

/// <summary>
/// The platform's own error objects. The Runtime API puts the message first, a failed invocation the type.
/// </summary>
internal static class ErrorObject
{
    /// <summary>Texts as they are, without escapes that JSON does not ask for.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] MessageFirst(string errorType, string message) =>
        Write(("errorMessage", message), ("errorType", errorType));

    public static byte[] TypeFirst(string errorType, string message) =>
        Write(("errorType", errorType), ("errorMessage", message));

    /// <summary>Type and message, each null where it is no text; both where the bytes are no JSON object.</summary>
    public static (string? Type, string? Message) Read(ReadOnlyMemory<byte> errorObject)
    {
        try
        {
            using var document = JsonDocument.Parse(errorObject);
            return (Text(document.RootElement, "errorType"), Text(document.RootElement, "errorMessage"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static byte[] Write((string Name, string Value) first, (string Name, string Value) second)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString(first.Name, first.Value);
            writer.WriteString(second.Name, second.Value);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
