using System.Globalization;

namespace Samlet.Credentials;

/// <summary>
/// Credentials of roles, from the Security Token Service (docs.aws.amazon.com/STS/latest/APIReference).
/// </summary>
internal sealed class RoleCredentials(AwsEndpoints endpoints, string region, TimeProvider time)
{
    public async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.Role role, AwsCredentials source, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("Action", "AssumeRole"),
            new("Version", "2011-06-15"),
            new("RoleArn", role.Arn),
            new("RoleSessionName", role.SessionName ?? NewSessionName()),
        ];
        if (role.ExternalId is not null)
        {
            form.Add(new("ExternalId", role.ExternalId));
        }

        if (role.DurationSeconds is { } seconds)
        {
            form.Add(new("DurationSeconds", seconds.ToString(CultureInfo.InvariantCulture)));
        }

        using var request = RequestOf(form);
        var body = await request.Content!.ReadAsStringAsync(cancellationToken); // Every request has its form.
        RequestSignature.Add(request, body, new SigningScope(time.GetUtcNow(), region, "sts"), source);
        return await AskAsync(request, role.Arn, role.ProfileName, cancellationToken);
    }

    public async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.WebIdentity identity, CancellationToken cancellationToken)
    {
        using var request = RequestOf(
        [
            new("Action", "AssumeRoleWithWebIdentity"),
            new("Version", "2011-06-15"),
            new("RoleArn", identity.RoleArn),
            new("RoleSessionName", identity.SessionName ?? NewSessionName()),
            new("WebIdentityToken", await ReadTokenAsync(identity, cancellationToken)),
        ]);
        return await AskAsync(request, identity.RoleArn, identity.ProfileName, cancellationToken);
    }

    private HttpRequestMessage RequestOf(List<KeyValuePair<string, string>> form) =>
        new(HttpMethod.Post, endpoints.AddressOf(AwsService.SecurityToken, region))
        {
            Content = new FormUrlEncodedContent(form),
        };

    private async Task<AwsCredentials> AskAsync(
        HttpRequestMessage request, string arn, string profile, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new AwsClient(endpoints);
            return Read(await client.SendAsync(request, cancellationToken));
        }
        catch (AwsException error)
        {
            throw new UserErrorException(
                $"profile `{profile}` cannot assume `{arn}`: {error.Message}",
                $"`aws sts get-caller-identity --profile {profile}` shows whether AWS accepts the profile",
                error);
        }
    }

    private static AwsCredentials Read(string xml) =>
        XmlText.Find(xml, "AccessKeyId") is { } id
        && XmlText.Find(xml, "SecretAccessKey") is { } secret
        && XmlText.Find(xml, "SessionToken") is { } token
            ? new AwsCredentials(id, secret, token)
            {
                Expiration = JsonObject.ParseTime(XmlText.Find(xml, "Expiration")),
            }
            : throw new AwsException(code: null, "the answer holds no credentials", inner: null);

    private static async Task<string> ReadTokenAsync(
        CredentialMethod.WebIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(identity.TokenFile, cancellationToken)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot read `{identity.TokenFile}`, the `web_identity_token_file` of profile `{identity.ProfileName}`",
                "whoever issues the token writes that file",
                error);
        }
    }

    private string NewSessionName() =>
        string.Create(CultureInfo.InvariantCulture, $"samlet-{time.GetUtcNow().ToUnixTimeMilliseconds()}");
}
