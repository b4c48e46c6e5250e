namespace Samlet.Credentials;

/// <summary>What `aws sso login` leaves in `.aws/sso/cache`. Times are null where the file has none.</summary>
internal sealed record SsoToken(string AccessToken, DateTimeOffset? Expiration)
{
    public string? RefreshToken { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public DateTimeOffset? RegistrationExpiration { get; init; }

    public bool IsRenewable => RefreshToken is not null && ClientId is not null && ClientSecret is not null;
}

/// <summary>
/// Reads the sign-on tokens of the AWS CLI. It never writes them: they belong to the tool that got them.
/// </summary>
internal sealed class SsoTokenStore(string homeFolder)
{
    /// <summary>`name` is the sso-session, or the start address for profiles of the older form.</summary>
    public SsoToken? Find(string name)
    {
        using var document = CacheFile.TryRead(
            Path.Combine(homeFolder, ".aws", "sso", "cache", CacheFile.NameFor(name)));
        return document?.RootElement is { } token && JsonObject.Text(token, "accessToken") is { } accessToken
            ? new SsoToken(accessToken, JsonObject.Time(token, "expiresAt"))
            {
                RefreshToken = JsonObject.Text(token, "refreshToken"),
                ClientId = JsonObject.Text(token, "clientId"),
                ClientSecret = JsonObject.Text(token, "clientSecret"),
                RegistrationExpiration = JsonObject.Time(token, "registrationExpiresAt"),
            }
            : null;
    }
}
