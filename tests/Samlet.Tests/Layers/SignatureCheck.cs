using System.Security.Cryptography;
using System.Text;

namespace Samlet.Tests.Layers;

/// <summary>
/// What a service of AWS does with a signature: makes it again from what arrived and the secret it knows. Written from
/// the documentation of signature version 4, with nothing of the product.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>The key, region and service of the credential scope; null when the request is not signed.</summary>
    public static (string Key, string Region, string Service)? ScopeOf(IReadOnlyDictionary<string, string> headers) =>
        headers.GetValueOrDefault("Authorization") is { } authorization
        && Part(authorization, "Credential=").Split('/') is [var key, _, var region, var service, "aws4_request"]
            ? (key, region, service)
            : null;

    public static bool IsValid(
        string method, string target, IReadOnlyDictionary<string, string> headers, string secret)
    {
        var authorization = headers["Authorization"];
        var scope = Part(authorization, "Credential=").Split('/', 2)[1];
        var signed = Part(authorization, "SignedHeaders=").Split(';');
        var (path, query) = target.Split('?') is [var before, var after] ? (before, after) : (target, "");
        var canonical = string.Join(
            '\n',
            [
                method,
                string.Join('/', path.Split('/').Select(Uri.EscapeDataString)),
                string.Join('&', query.Split('&').Order(StringComparer.Ordinal)),
                .. signed.Select(name => $"{name}:{headers[name].Trim()}"),
                "",
                string.Join(';', signed),
                Hash(""),
            ]);
        var text = $"AWS4-HMAC-SHA256\n{headers["X-Amz-Date"]}\n{scope}\n{Hash(canonical)}";
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/'))
        {
            key = Sign(key, part);
        }

        return signed.Contains("host")
            && authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)
            && Part(authorization, "Signature=") == Convert.ToHexStringLower(Sign(key, text));
    }

    private static string Part(string authorization, string name) =>
        authorization[(authorization.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split(',')[0];

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
