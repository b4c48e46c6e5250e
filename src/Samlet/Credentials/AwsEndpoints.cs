namespace Samlet.Credentials;

/// <summary>
/// Addresses of services: those that the developer configured, by the SDKs' common rules
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), else AWS's own.
/// </summary>
internal sealed class AwsEndpoints(
    HostEnvironment host, SharedConfig config, Profile profile, TimeProvider time)
{
    /// <summary>A service that is busy is not waited for any longer.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>AWS's name and the name in settings are different for two of the services used.</summary>
    public Uri AddressOf(AwsService service, string region)
    {
        var address = Find(service.SettingsName) ?? $"https://{HostOf(service, region)}";
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new UserErrorException(
                $"`{address}`, the configured endpoint of `{service.SettingsName}`, is not an address", "write it as in `http://localhost:4566`");
    }

    /// <summary>
    /// A client that trusts whom the developer configured, by AWS_CA_BUNDLE or `ca_bundle`, else whom the system does,
    /// and asks a busy service again.
    /// </summary>
    public HttpClient NewClient(TimeSpan patience)
    {
        var certificates = host.FindPath("AWS_CA_BUNDLE") ?? profile.Find("ca_bundle");
        var handler = certificates is null ? new SocketsHttpHandler() : CertificateBundle.Trusting(certificates);
        return new HttpClient(new RetryingHandler(handler, LongestWait, time)) { Timeout = patience };
    }

    /// <summary>Of the identity services those of GovCloud are FIPS's anyway, and have no name of their own.</summary>
    private string HostOf(AwsService service, string region)
    {
        var isGovernment = region.StartsWith("us-gov-", StringComparison.Ordinal);
        var isFips = IsOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
            && !(isGovernment && service.IsOfIdentity);
        var name = isFips ? $"{service.HostName}-fips" : service.HostName;
        return IsOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
            ? $"{name}.{region}.{DualStackDomainOf(region)}"
            : $"{name}.{region}.{DomainOf(region)}";
    }

    private string? Find(string service) =>
        IsOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
            ? null
            : host.FindText($"AWS_ENDPOINT_URL_{service.ToUpperInvariant()}")
                ?? host.FindText("AWS_ENDPOINT_URL")
                ?? OfServices(service)
                ?? profile.Find("endpoint_url");

    private bool IsOn(string variable, string setting) =>
        bool.TryParse(host.FindText(variable) ?? profile.Find(setting), out var isOn) && isOn;

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

    /// <summary>For addresses of both versions of the Internet Protocol; from the same file.</summary>
    private static string DualStackDomainOf(string region) => DomainOf(region) switch
    {
        "amazonaws.com" => "api.aws",
        "amazonaws.com.cn" => "api.amazonwebservices.com.cn",
        "amazonaws.eu" => "api.amazonwebservices.eu",
        "c2s.ic.gov" => "api.aws.ic.gov",
        "sc2s.sgov.gov" => "api.aws.scloud",
        "csp.hci.ic.gov" => "api.aws.hci.ic.gov",
        _ => "api.cloud-aws.adc-e.uk",
    };
}

/// <summary>A service of AWS: the first part of its host name, and its name in settings.</summary>
internal sealed record AwsService(string HostName, string SettingsName)
{
    public static readonly AwsService SecurityToken = new("sts", "sts") { IsOfIdentity = true };

    public static readonly AwsService SingleSignOn = new("portal.sso", "sso") { IsOfIdentity = true };

    public static readonly AwsService SignOnTokens = new("oidc", "sso_oidc") { IsOfIdentity = true };

    public static readonly AwsService Lambda = new("lambda", "lambda");

    public bool IsOfIdentity { get; private init; }
}
