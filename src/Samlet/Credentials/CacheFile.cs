using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samlet.Credentials;

/// <summary>The files in which AWS's tools keep what they got. A file that cannot be used counts as absent.</summary>
internal static class CacheFile
{
    [SuppressMessage(
        "Security", "CA5350", Justification = "AWS's tools name their files so; nothing is protected by it")]
    public static string NameFor(string key) =>
        $"{Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)))}.json";

    public static JsonDocument? TryRead(string path)
    {
        try
        {
            return JsonObject.TryParse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
