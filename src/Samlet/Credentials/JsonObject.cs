using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Samlet.Credentials;

/// <summary>JSON of other programs: what has another shape than expected counts as absent.</summary>
internal static class JsonObject
{
    /// <summary>The document, when it is an object; the caller disposes of it.</summary>
    public static JsonDocument? TryParse([StringSyntax(StringSyntaxAttribute.Json)] string text)
    {
        try
        {
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Object(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static long? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>The texts of a list; none where there is no list.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, string name)
    {
        List<string> texts = [];
        if (element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.String)
                {
                    texts.Add(item.GetString()!); // A string is never null.
                }
            }
        }

        return texts;
    }

    /// <summary>A time in ISO 8601; older versions of the AWS CLI end it with `UTC`.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name)
    {
        var text = Text(element, name);
        if (text is not null && text.EndsWith("UTC", StringComparison.Ordinal))
        {
            text = $"{text.AsSpan(..^3)}Z";
        }

        return ParseTime(text);
    }

    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
