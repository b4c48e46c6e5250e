using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Samlet.Credentials;
using Samlet.Tests.Support;

namespace Samlet.Tests.Credentials;

/// <summary>A home folder and a shell that know nothing of the machine the tests run on.</summary>
internal sealed class FakeHome : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _shell = [];

    public string Path => _folder.Path;

    /// <summary>Of sessions that are given no other.</summary>
    public HastyTime Time { get; } = new();

    public HostEnvironment Host => new(_shell, Path);

    public FakeHome Config(string text) => Write(".aws/config", text);

    public FakeHome Credentials(string text) => Write(".aws/credentials", text);

    public FakeHome Write(string name, string text)
    {
        _folder.Write(name, text);
        return this;
    }

    public string WriteProgram(string name, string text) => _folder.WriteProgram(name, text);

    public FakeHome Shell(string name, string value)
    {
        _shell[name] = value;
        return this;
    }

    public AwsSession Open(string? profile = null, string? region = null, TimeProvider? time = null) =>
        AwsSession.Open(Host, profile, region, time ?? Time);

    public async Task<SessionCredentials> GetAsync(string? profile = null) =>
        await Open(profile).GetCredentialsAsync(TestContext.Current.CancellationToken);

    /// <summary>The name, without `.json`, under which AWS's tools keep what belongs to a key.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "AWS's tools name their files so")]
    public static string CacheName(string key) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(key)));

    public void Dispose() => _folder.Dispose();
}
