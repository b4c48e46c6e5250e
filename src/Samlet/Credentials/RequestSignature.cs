using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Samlet.Credentials;

/// <summary>
/// Signature version 4 (docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html) for a request without a
/// query: path, host, time and token are signed, and the body by its hash.
/// </summary>
internal static class RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static void Add(HttpRequestMessage request, string body, SigningScope scope, AwsCredentials credentials)
    {
        var time = scope.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Host = request.RequestUri!.Authority; // Every request of Samlet has an address.
        request.Headers.Add("X-Amz-Date", time);
        var (names, headers) = ("host;x-amz-date", $"host:{request.Headers.Host}\nx-amz-date:{time}\n");
        if (credentials.SessionToken.Length > 0)
        {
            request.Headers.Add("X-Amz-Security-Token", credentials.SessionToken);
            (names, headers) = (
                $"{names};x-amz-security-token", $"{headers}x-amz-security-token:{credentials.SessionToken}\n");
        }

        var canonical = $"{request.Method}\n{CanonicalPath(request.RequestUri)}\n\n{headers}\n{names}\n{Hash(body)}";
        var signature = Convert.ToHexStringLower(
            Sign(scope.KeyFor(credentials), $"{Algorithm}\n{time}\n{scope.Text}\n{Hash(canonical)}"));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={credentials.AccessKeyId}/{scope.Text}, SignedHeaders={names}, Signature={signature}");
    }

    public static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>Escaped once more than it is sent, as every service but S3 wants it.</summary>
    private static string CanonicalPath(Uri address) =>
        Uri.EscapeDataString(address.AbsolutePath).Replace("%2F", "/", StringComparison.Ordinal);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>Where and when a signature counts.</summary>
internal sealed record SigningScope(DateTimeOffset Time, string Region, string Service)
{
    private string Day => Time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    public string Text => $"{Day}/{Region}/{Service}/aws4_request";

    public byte[] KeyFor(AwsCredentials credentials)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{credentials.SecretAccessKey}");
        foreach (var part in (ReadOnlySpan<string>)[Day, Region, Service, "aws4_request"])
        {
            key = RequestSignature.Sign(key, part);
        }

        return key;
    }
}
