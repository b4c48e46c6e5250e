using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samlet.Credentials;

/// <summary>The JSON files in which AWS's tools keep what they got. A file that cannot be used counts as absent.</summary>
internal static class CacheFile
{
    [SuppressMessage("Security", "CA5350", Justification = "AWS's tools name their files so; nothing is protected by it")]
    public static string NameFor(string key) => $"{Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)))}.json";

    public static JsonDocument? TryRead(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path)) is { RootElement.ValueKind: JsonValueKind.Object } document
                ? document
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A time in ISO 8601; older versions of the AWS CLI end it with `UTC`.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name)
    {
        var text = Text(element, name);
        if (text is not null && text.EndsWith("UTC", StringComparison.Ordinal))
        {
            text = $"{text.AsSpan(..^3)}Z";
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }
}
