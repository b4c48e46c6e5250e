using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Samlet.E2ETests.Support;

/// <summary>A certificate authority that nobody trusts unasked, and a certificate of it for `localhost`.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _serverKey = RSA.Create(2048);
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _server;

    public TestAuthority()
    {
        var request = RequestOf("CN=test authority", _key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(Start, End);

        var server = RequestOf("CN=localhost", _serverKey);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        _server = server.Create(_authority, Start, End, [1, 2, 3, 4]);
        using var own = _server.CopyWithPrivateKey(_serverKey);
        Certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    public string Pem => _authority.ExportCertificatePem();

    private static CertificateRequest RequestOf(string name, RSA key) =>
        new(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose()
    {
        Certificate.Dispose();
        _server.Dispose();
        _authority.Dispose();
        _serverKey.Dispose();
        _key.Dispose();
    }
}
