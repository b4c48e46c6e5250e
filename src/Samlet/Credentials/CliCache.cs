using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Samlet.Credentials;

/// <summary>
/// Temporary credentials that the AWS CLI, and SAM CLI in a folder of its own, keep for a role until they expire. Using
/// them saves a call, and lets a role that asks for an MFA code work once the AWS CLI has asked for it.
/// </summary>
internal sealed class CliCache(string homeFolder, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    public AwsCredentials? Find(CredentialMethod.Role role) => FindByKey(KeyOf(role));

    public AwsCredentials? Find(CredentialMethod.SingleSignOn signOn) => FindByKey(KeyOf(signOn));

    // Both keys are the arguments of the call as Python's json module prints them with sorted names: the first with a
    // space behind each `,` and `:`, the second without.
    private static string KeyOf(CredentialMethod.Role role) => Join(
        ", ",
        ": ",
        ("DurationSeconds", role.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
        ("ExternalId", Quoted(role.ExternalId)),
        ("RoleArn", Quoted(role.Arn)),
        ("RoleSessionName", Quoted(role.SessionName)),
        ("SerialNumber", Quoted(role.MfaSerial)));

    private static string KeyOf(CredentialMethod.SingleSignOn signOn) => Join(
        ",",
        ":",
        ("accountId", Quoted(signOn.AccountId)),
        ("roleName", Quoted(signOn.RoleName)),
        ("sessionName", Quoted(signOn.Session)),
        ("startUrl", signOn.Session is null ? Quoted(signOn.StartUrl) : null));

    private static string Join(
        string separator, string colon, params ReadOnlySpan<(string Name, string? Value)> arguments)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in arguments)
        {
            if (value is not null)
            {
                text.Append(text.Length > 1 ? separator : "").Append('"').Append(name).Append('"').Append(colon)
                    .Append(value);
            }
        }

        return text.Append('}').ToString();
    }

    private static string? Quoted(string? value) =>
        value is null ? null : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value)}\"";

    private AwsCredentials? FindByKey(string key)
    {
        var file = CacheFile.NameFor(key);
        return Read(Path.Combine(homeFolder, ".aws", "cli", "cache", file))
            ?? Read(Path.Combine(homeFolder, ".aws", "boto", "cache", file));
    }

    private AwsCredentials? Read(string path)
    {
        using var document = CacheFile.TryRead(path);
        return document is not null
            && JsonObject.Object(document.RootElement, "Credentials") is { } entry
            && JsonObject.Time(entry, "Expiration") is { } end
            && end - Margin > time.GetUtcNow()
            && JsonObject.Text(entry, "AccessKeyId") is { } id
            && JsonObject.Text(entry, "SecretAccessKey") is { } secret
            && JsonObject.Text(entry, "SessionToken") is { } token
            ? new AwsCredentials(id, secret, token) { Expiration = end }
            : null;
    }
}
