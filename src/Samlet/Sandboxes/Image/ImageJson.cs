using System.Text.Json;

namespace Samlet.Sandboxes.Image;

/// <summary>The JSON of images and registries: what has another shape than expected counts as absent.</summary>
internal static class ImageJson
{
    /// <summary>The document; null when it is not a JSON object or list.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The texts of a list; null where there is no list.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(item => item.ToString())]
            : null;

    public static ContentDescriptor? Descriptor(JsonElement? element) =>
        element is { } value
        && ContentDigest.TryParse(Text(value, "digest"), out var digest)
        && Find(value, "size") is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt64(out var size)
        && size >= 0
            ? new ContentDescriptor(Text(value, "mediaType") ?? "", digest, size)
            : null;
}
