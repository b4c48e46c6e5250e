namespace Samlet.Credentials;

/// <summary>
/// Endpoint addresses that the developer configured, by the SDKs' common rules
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
/// </summary>
internal sealed class AwsEndpoints(HostEnvironment host, SharedConfig config, Profile profile)
{
    /// <summary>`service` in the spelling of the config file, as `sso_oidc`. Null: the address that AWS has for it.</summary>
    public string? Find(string service) =>
        IsIgnored()
            ? null
            : host.FindText($"AWS_ENDPOINT_URL_{service.ToUpperInvariant()}")
                ?? host.FindText("AWS_ENDPOINT_URL")
                ?? OfServices(service)
                ?? profile.Find("endpoint_url");

    private bool IsIgnored() =>
        bool.TryParse(host.Find("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile.Find("ignore_configured_endpoint_urls"), out var ignored)
        && ignored;

    private string? OfServices(string service) =>
        profile.Find("services") is { } name
            ? config.FindServices(name)?.GetValueOrDefault($"{service}.endpoint_url")
            : null;
}
