using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace Samlet.Credentials;

/// <summary>Clients of the services that hand out credentials. Each carries everything it needs, so that the SDK looks nothing up.</summary>
internal sealed class AwsClients(AwsEndpoints endpoints, string region)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    public string Region => region;

    public AmazonSecurityTokenServiceClient Sts(AwsCredentials? credentials) =>
        new(Signer(credentials), Configured(new AmazonSecurityTokenServiceConfig(), "sts", region));

    public AmazonSSOClient Sso(string ssoRegion) =>
        new(new AnonymousAWSCredentials(), Configured(new AmazonSSOConfig(), "sso", ssoRegion));

    public AmazonSSOOIDCClient SsoOidc(string ssoRegion) =>
        new(new AnonymousAWSCredentials(), Configured(new AmazonSSOOIDCConfig(), "sso_oidc", ssoRegion));

    private static AWSCredentials Signer(AwsCredentials? credentials) => credentials switch
    {
        null => new AnonymousAWSCredentials(),
        { SessionToken: "" } => new BasicAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey),
        _ => new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken),
    };

    private T Configured<T>(T settings, string service, string serviceRegion)
        where T : ClientConfig
    {
        settings.IgnoreConfiguredEndpointUrls = true; // They are read by Samlet, from the shell it was handed.
        settings.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        settings.Timeout = _patience;
        settings.MaxErrorRetry = 1;
        settings.DisableLogging = true;
        if (endpoints.Find(service) is { } address)
        {
            settings.ServiceURL = address;
            settings.AuthenticationRegion = serviceRegion;
        }
        else
        {
            settings.RegionEndpoint = RegionEndpoint.GetBySystemName(serviceRegion);
        }

        return settings;
    }
}
