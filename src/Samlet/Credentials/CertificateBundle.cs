using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samlet.Credentials;

/// <summary>
/// The file of AWS_CA_BUNDLE, which takes the place of the system's authorities
/// (docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html): networks that look into TLS have their own.
/// </summary>
internal static class CertificateBundle
{
    [SuppressMessage(
        "Security", "CA5399", Justification = "no AWS SDK asks whether a certificate has been revoked")]
    public static SocketsHttpHandler Trusting(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot read certificates from `{file}`: {error.Message}",
                "AWS_CA_BUNDLE, or `ca_bundle` of the profile, names a file in PEM format",
                error);
        }

        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}
