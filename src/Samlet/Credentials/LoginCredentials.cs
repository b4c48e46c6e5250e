using System.Security.Cryptography;
using System.Text;

namespace Samlet.Credentials;

/// <summary>
/// Credentials that `aws login` got, in `.aws/login/cache`. They last a quarter of an hour, and every call of the AWS
/// CLI renews them. Samlet does not: each renewal replaces what the next one needs, and that is the AWS CLI's to write.
/// </summary>
internal sealed class LoginCredentials(HostEnvironment host, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public AwsCredentials Find(CredentialMethod.Login login)
    {
        var credentials = Read(login.Session)
            ?? throw Fault("has no login", $"run `aws login --profile {login.ProfileName}`");
        return credentials.Expiration - Margin > time.GetUtcNow() ? credentials : throw Fault(
            "has a login that has run out",
            $"run `aws sts get-caller-identity --profile {login.ProfileName}`, which renews it, or `aws login`");

        UserErrorException Fault(string fault, string hint) => new($"profile `{login.ProfileName}` {fault}", hint);
    }

    private AwsCredentials? Read(string session)
    {
        var name = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session)))}.json";
        using var document = CacheFile.TryRead(Path.Join(FindFolder(), name));
        return document is not null
            && JsonObject.Object(document.RootElement, "accessToken") is { } entry
            && JsonObject.Text(entry, "accessKeyId") is { } id
            && JsonObject.Text(entry, "secretAccessKey") is { } secret
            && JsonObject.Text(entry, "sessionToken") is { } token
            && JsonObject.Time(entry, "expiresAt") is { } end
            ? new AwsCredentials(id, secret, token) { Expiration = end }
            : null;
    }

    private string FindFolder() =>
        host.FindPath("AWS_LOGIN_CACHE_DIRECTORY") ?? Path.Join(host.HomeFolder, ".aws", "login", "cache");
}
