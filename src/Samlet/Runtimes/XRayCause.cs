using System.Buffers;
using System.Text.Json;

namespace Samlet.Runtimes;

/// <summary>
/// The cause of an error for the X-Ray segment: `{"exceptions":[{"message","type","stack":[{"path","line","label"}]}],
/// "working_directory","paths":[…],"message"}`. One with none of the four is no cause. More than 64 KiB is cropped: the
/// arrays to 80, 60, 40 and 20 %, then away and the texts cut. Source: the service's own runtime interface emulator.
/// </summary>
internal static class XRayCause
{
    private const int Limit = 64 * 1024;
    private const int LongestText = 512;

    /// <summary>Null when the text is no cause.</summary>
    public static string? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Read(JsonElement cause)
    {
        if (!IsCause(cause))
        {
            return null;
        }

        foreach (var share in (ReadOnlySpan<double>)[1, 0.8, 0.6, 0.4, 0.2])
        {
            var text = Write(cause, share, int.MaxValue);
            if (text.Length <= Limit)
            {
                return System.Text.Encoding.UTF8.GetString(text);
            }
        }

        return System.Text.Encoding.UTF8.GetString(Write(cause, 0, LongestText));
    }

    private static bool IsCause(JsonElement cause) =>
        cause.ValueKind == JsonValueKind.Object
        && (Count(cause, "exceptions") > 0 || Count(cause, "paths") > 0
            || Text(cause, "working_directory") is { Length: > 0 } || Text(cause, "message") is { Length: > 0 });

    private static byte[] Write(JsonElement cause, double share, int longestText)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ErrorObject.Options))
        {
            writer.WriteStartObject();
            WriteArray(writer, cause, "exceptions", share, exception => WriteException(writer, exception, share));
            WriteText(writer, cause, "working_directory", longestText);
            WriteArray(writer, cause, "paths", share, path => path.WriteTo(writer));
            WriteText(writer, cause, "message", longestText);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteException(Utf8JsonWriter writer, JsonElement exception, double share)
    {
        writer.WriteStartObject();
        WriteText(writer, exception, "message", int.MaxValue);
        WriteText(writer, exception, "type", int.MaxValue);
        WriteArray(writer, exception, "stack", share, frame => frame.WriteTo(writer));
        writer.WriteEndObject();
    }

    private static void WriteArray(
        Utf8JsonWriter writer, JsonElement owner, string name, double share, Action<JsonElement> writeItem)
    {
        var count = (int)(Count(owner, name) * share);
        if (count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var item in owner.GetProperty(name).EnumerateArray().Take(count))
        {
            writeItem(item);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonElement owner, string name, int longest)
    {
        if (Text(owner, name) is { } text)
        {
            writer.WriteString(name, text.Length <= longest ? text : text[..longest] + "...");
        }
    }

    private static int Count(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } array ? array.GetArrayLength() : 0;

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : null;
}
