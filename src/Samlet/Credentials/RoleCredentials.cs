using System.Globalization;

namespace Samlet.Credentials;

/// <summary>
/// Credentials of roles, from the Security Token Service (docs.aws.amazon.com/STS/latest/APIReference).
/// </summary>
internal sealed class RoleCredentials(AwsEndpoints endpoints, string region, Profile profile, TimeProvider time)
{
    public Task<AwsCredentials> AssumeAsync(
        CredentialMethod.Role role, AwsCredentials source, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("Action", "AssumeRole"),
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

        return AskAsync(role.Arn, form, source, cancellationToken);
    }

    public async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.WebIdentity identity, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("Action", "AssumeRoleWithWebIdentity"),
            new("RoleArn", identity.RoleArn),
            new("RoleSessionName", identity.SessionName ?? NewSessionName()),
            new("WebIdentityToken", await ReadTokenAsync(identity.TokenFile, cancellationToken)),
        ];
        return await AskAsync(identity.RoleArn, form, source: null, cancellationToken);
    }

    private async Task<AwsCredentials> AskAsync(
        string arn,
        List<KeyValuePair<string, string>> form,
        AwsCredentials? source,
        CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(form, source, cancellationToken);
            using var client = new AwsClient();
            return Read(await client.SendAsync(request, cancellationToken));
        }
        catch (AwsException error)
        {
            throw new UserErrorException(
                $"profile `{profile.Name}` cannot assume `{arn}`: {error.Message}",
                $"`aws sts get-caller-identity --profile {profile.Name}` shows whether AWS accepts the profile",
                error);
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(
        List<KeyValuePair<string, string>> form, AwsCredentials? source, CancellationToken cancellationToken)
    {
        form.Add(new("Version", "2011-06-15"));
        var content = new FormUrlEncodedContent(form);
        var request = new HttpRequestMessage(
            HttpMethod.Post, endpoints.AddressOf(AwsService.SecurityToken, region))
        { Content = content };
        if (source is not null)
        {
            var body = await content.ReadAsStringAsync(cancellationToken);
            RequestSignature.Add(request, body, new SigningScope(time.GetUtcNow(), region, "sts"), source);
        }

        return request;
    }

    private static AwsCredentials Read(string xml) =>
        XmlText.Find(xml, "AccessKeyId") is { } id
        && XmlText.Find(xml, "SecretAccessKey") is { } secret
        && XmlText.Find(xml, "SessionToken") is { } token
            ? new AwsCredentials(
                id, secret, token)
            { Expiration = JsonObject.ParseTime(XmlText.Find(xml, "Expiration")) }
            : throw new AwsException(code: null, "the answer holds no credentials", inner: null);

    private async Task<string> ReadTokenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot read `{path}`, the `web_identity_token_file` of profile `{profile.Name}`", "whoever issues the token writes that file", error);
        }
    }

    private string NewSessionName() =>
        string.Create(CultureInfo.InvariantCulture, $"samlet-{time.GetUtcNow().ToUnixTimeMilliseconds()}");
}
