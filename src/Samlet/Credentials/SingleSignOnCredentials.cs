using System.Net.Http.Headers;
using System.Text.Json;

namespace Samlet.Credentials;

/// <summary>
/// Credentials of a role in IAM Identity Center (docs.aws.amazon.com/singlesignon/latest/PortalAPIReference), for the
/// token that `aws sso login` got. A token that has run out is renewed where the file allows it, for this run only.
/// </summary>
internal sealed class SingleSignOnCredentials(AwsEndpoints endpoints, HostEnvironment host, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    public async Task<AwsCredentials> FetchAsync(
        CredentialMethod.SingleSignOn signOn, CancellationToken cancellationToken)
    {
        var token = new SsoTokenStore(host.HomeFolder).Find(signOn.Session ?? signOn.StartUrl)
            ?? throw SignedOut(signOn, "is not signed on", inner: null);
        var accessToken = IsOver(token.Expiration)
            ? await RenewAsync(token, signOn, cancellationToken)
            : token.AccessToken;
        return await AskAsync(signOn, accessToken, cancellationToken);
    }

    private async Task<AwsCredentials> AskAsync(
        CredentialMethod.SingleSignOn signOn, string accessToken, CancellationToken cancellationToken)
    {
        var (account, role) = (Uri.EscapeDataString(signOn.AccountId), Uri.EscapeDataString(signOn.RoleName));
        var path = $"/federation/credentials?account_id={account}&role_name={role}";
        using var request = new HttpRequestMessage(HttpMethod.Get, Address(AwsService.SingleSignOn, signOn, path));
        request.Headers.TryAddWithoutValidation("x-amz-sso_bearer_token", accessToken);
        try
        {
            using var client = new AwsClient(endpoints);
            return ReadCredentials(await client.SendAsync(request, cancellationToken));
        }
        catch (AwsException error) when (error.Code == "UnauthorizedException")
        {
            throw SignedOut(signOn, "has a sign-on that AWS no longer accepts", error);
        }
        catch (AwsException error)
        {
            var profile = signOn.ProfileName;
            throw new UserErrorException(
                $"profile `{profile}` may not be `{signOn.RoleName}` of {signOn.AccountId}: {error.Message}",
                $"`aws sts get-caller-identity --profile {profile}` shows whether AWS accepts the profile",
                error);
        }
    }

    private static AwsCredentials ReadCredentials(string json)
    {
        using var document = JsonObject.TryParse(json);
        return document is not null
            && JsonObject.Object(document.RootElement, "roleCredentials") is { } entry
            && JsonObject.Text(entry, "accessKeyId") is { } id
            && JsonObject.Text(entry, "secretAccessKey") is { } secret
            ? new AwsCredentials(id, secret, JsonObject.Text(entry, "sessionToken") ?? "")
            {
                Expiration = ReadExpiration(entry),
            }
            : throw new AwsException(code: null, "the answer holds no credentials", inner: null);
    }

    private static DateTimeOffset? ReadExpiration(JsonElement entry) =>
        entry.TryGetProperty("expiration", out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    private async Task<string> RenewAsync(
        SsoToken token, CredentialMethod.SingleSignOn signOn, CancellationToken cancellationToken)
    {
        if (!token.IsRenewable || IsOver(token.RegistrationExpiration))
        {
            throw SignedOut(signOn, "has a sign-on that has run out", inner: null);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Address(AwsService.SignOnTokens, signOn, "/token"))
        {
            Content = new ByteArrayContent(RenewalOf(token))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
        };
        try
        {
            using var client = new AwsClient(endpoints);
            using var answer = JsonObject.TryParse(await client.SendAsync(request, cancellationToken));
            return (answer is null ? null : JsonObject.Text(answer.RootElement, "accessToken"))
                ?? throw new AwsException(code: null, "the answer holds no token", inner: null);
        }
        catch (AwsException error)
        {
            throw SignedOut(
                signOn, $"has a sign-on that has run out and cannot be renewed: {error.Message}", error);
        }
    }

    private static byte[] RenewalOf(SsoToken token)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("grantType", "refresh_token");
            json.WriteString("refreshToken", token.RefreshToken);
            json.WriteString("clientId", token.ClientId);
            json.WriteString("clientSecret", token.ClientSecret);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private Uri Address(AwsService service, CredentialMethod.SingleSignOn signOn, string pathAndQuery) =>
        new($"{endpoints.AddressOf(service, signOn.Region).AbsoluteUri.TrimEnd('/')}{pathAndQuery}");

    private bool IsOver(DateTimeOffset? end) => end is null || end - Margin <= time.GetUtcNow();

    private static UserErrorException SignedOut(CredentialMethod.SingleSignOn signOn, string fault, Exception? inner)
    {
        var what = signOn.Session is { } session ? $"--sso-session {session}" : $"--profile {signOn.ProfileName}";
        return new UserErrorException($"profile `{signOn.ProfileName}` {fault}", $"run `aws sso login {what}`", inner);
    }
}
