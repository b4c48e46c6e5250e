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
