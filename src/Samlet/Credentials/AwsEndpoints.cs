namespace Samlet.Credentials;

/// <summary>
/// Addresses of services: those that the developer configured, by the SDKs' common rules
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), else AWS's own.
/// </summary>
internal sealed class AwsEndpoints(HostEnvironment host, SharedConfig config, Profile profile)
{
    /// <summary>AWS's name and the name in settings are different for two of the services used.</summary>
    public Uri AddressOf(AwsService service, string region)
    {
        var address = Find(service.SettingsName) ?? $"https://{service.HostName}.{region}.{DomainOf(region)}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new UserErrorException(
                $"`{address}`, the configured endpoint of `{service.SettingsName}`, is not an address", "write it as in `http://localhost:4566`");
    }

    /// <summary>
    /// A client that trusts whom the developer configured, by AWS_CA_BUNDLE or `ca_bundle`, else whom the system does.
    /// </summary>
    public HttpClient NewClient(TimeSpan patience)
    {
        var certificates = host.FindPath("AWS_CA_BUNDLE") ?? profile.Find("ca_bundle");
        return certificates is null
            ? new HttpClient { Timeout = patience }
            : new HttpClient(CertificateBundle.Trusting(certificates)) { Timeout = patience };
    }

    private string? Find(string service) =>
        IsIgnored()
            ? null
            : host.FindText($"AWS_ENDPOINT_URL_{service.ToUpperInvariant()}")
                ?? host.FindText("AWS_ENDPOINT_URL")
                ?? OfServices(service)
                ?? profile.Find("endpoint_url");

    private bool IsIgnored() =>
        bool.TryParse(
            host.FindText("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? profile.Find("ignore_configured_endpoint_urls"),
            out var ignored)
        && ignored;

    private string? OfServices(string service) =>
        profile.Find("services") is { } name
            ? config.FindServices(name)?.GetValueOrDefault($"{service}.endpoint_url")
            : null;

    /// <summary>The partitions' domains, as in `partitions.json` of the SDKs.</summary>
    private static string DomainOf(string region) => region.Split('-')[0..2] switch
    {
        ["cn", _] => "amazonaws.com.cn",
        ["eusc", _] => "amazonaws.eu",
        ["us", "iso"] => "c2s.ic.gov",
        ["us", "isob"] => "sc2s.sgov.gov",
        ["us", "isof"] or ["eu", "isoe"] => region[0] == 'u' ? "csp.hci.ic.gov" : "cloud.adc-e.uk",
        _ => "amazonaws.com",
    };
}

/// <summary>A service of AWS: the first part of its host name, and its name in settings.</summary>
internal sealed record AwsService(string HostName, string SettingsName)
{
    public static readonly AwsService SecurityToken = new("sts", "sts");

    public static readonly AwsService SingleSignOn = new("portal.sso", "sso");

    public static readonly AwsService SignOnTokens = new("oidc", "sso_oidc");

    public static readonly AwsService Lambda = new("lambda", "lambda");
}
