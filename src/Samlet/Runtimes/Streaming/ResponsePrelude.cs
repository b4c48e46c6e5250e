using System.Text.Json;

namespace Samlet.Runtimes.Streaming;

/// <summary>
/// Status and headers in front of a streamed HTTP response:
/// `{"statusCode":201,"headers":{"x":"y"},"multiValueHeaders":{"x":["y","z"]},"cookies":["a=b"]}`, all optional.
/// </summary>
internal sealed record ResponsePrelude
{
    public int StatusCode { get; init; } = 200;

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<string> Cookies { get; init; } = [];

    /// <summary>Null when the text is not such an object.</summary>
    public static ResponsePrelude? TryParse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new ResponsePrelude
            {
                StatusCode = root.TryGetProperty("statusCode", out var status) ? status.GetInt32() : 200,
                Headers = [.. Single(root), .. Multiple(root)],
                Cookies = root.TryGetProperty("cookies", out var cookies) ? Texts(cookies) : [],
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Single(JsonElement root)
    {
        if (root.TryGetProperty("headers", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                yield return new(header.Name, Text(header.Value));
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Multiple(JsonElement root)
    {
        if (root.TryGetProperty("multiValueHeaders", out var headers))
        {
            foreach (var header in headers.EnumerateObject())
            {
                foreach (var value in Texts(header.Value))
                {
                    yield return new(header.Name, value);
                }
            }
        }
    }

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(Text)];

    /// <summary>Numbers and booleans are common among header values.</summary>
    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
