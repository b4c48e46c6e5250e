using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>Debian's docker-registry on a free port: open, with a password, or with a token service.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    public const string UserName = "tester";
    public const string Password = "secret";

    // bcrypt of the password.
    private const string PasswordFile = "tester:$2y$05$lN5okOJI6Hc5x8PX64uYZ.iKZh3gEDw5.P5GpGkyrYgsRkyA960Ta\n";

    private readonly TempFolder _folder = new();
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private TokenService? _tokens;

    private DockerRegistry(string authentication)
    {
        Host = $"127.0.0.1:{RegistryStub.FreePort()}";
        var file = _folder.Write("config.yml", $$"""
            version: 0.1
            log: { accesslog: { disabled: true }, level: error }
            storage: { filesystem: { rootdirectory: {{_folder.CreateFolder("storage")}} } }
            http: { addr: "{{Host}}" }
            {{authentication}}
            """);
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Host { get; }

    public static Task<DockerRegistry> OpenAsync() => StartAsync("");

    public static async Task<DockerRegistry> WithPasswordAsync()
    {
        var file = Path.GetTempFileName();
        await System.IO.File.WriteAllTextAsync(file, PasswordFile);
        var registry = await StartAsync($"auth: {{ htpasswd: {{ realm: test, path: {file} }} }}");
        registry._http.DefaultRequestHeaders.Authorization =
            new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")));
        return registry;
    }

    public static async Task<DockerRegistry> WithTokensAsync(TokenService tokens)
    {
        var registry = await StartAsync(
            $"auth: {{ token: {{ realm: \"{tokens.Address}\", service: test, issuer: samlet, rootcertbundle: {tokens.CertificateFile} }} }}");
        registry._tokens = tokens;
        return registry;
    }

    public async Task<string> PushAsync(string repository, string tag, TestImage image)
    {
        _http.DefaultRequestHeaders.Authorization = _tokens is null
            ? _http.DefaultRequestHeaders.Authorization
            : new AuthenticationHeaderValue("Bearer", _tokens.Issue(repository, "pull", "push"));
        foreach (var blob in (IEnumerable<byte[]>)[.. image.Layers, image.Config])
        {
            var begun = await SendAsync(HttpMethod.Post, $"http://{Host}/v2/{repository}/blobs/uploads/", null, null);
            var place = begun.Headers.Location!.ToString();
            _ = await SendAsync(HttpMethod.Put, $"{place}&digest={TestImage.DigestOf(blob)}", blob, "application/octet-stream");
        }

        _ = await SendAsync(HttpMethod.Put, $"http://{Host}/v2/{repository}/manifests/{tag}", image.ManifestBytes(), TestImage.OciManifest);
        return $"{Host}/{repository}:{tag}";
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private static async Task<DockerRegistry> StartAsync(string authentication)
    {
        Machine.Require(Machine.FindOnPath("docker-registry") is not null, "docker-registry");
        var registry = new DockerRegistry(authentication);
        while (!registry._process.HasExited && !await registry.AnswersAsync())
        {
            await Task.Yield();
        }

        return registry;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var _ = await _http.GetAsync(new Uri($"http://{Host}/v2/"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, byte[]? body, string? type)
    {
        using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(body ?? []) };
        request.Content.Headers.ContentType = type is null ? null : new(type);
        var response = await _http.SendAsync(request);
        return response.IsSuccessStatusCode
            ? response
            : throw new InvalidOperationException($"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}

/// <summary>Gives tokens to everybody for what is public, and to whom it knows for the rest.</summary>
internal sealed class TokenService : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;
    private readonly TempFolder _folder = new();
    private readonly RegistryStub _server = new();

    public TokenService()
    {
        var request = new CertificateRequest("CN=samlet", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        CertificateFile = _folder.Write("root.pem", _certificate.ExportCertificatePem());
        _server.Intervene = Answer;
    }

    public string Address => $"http://{_server.Host}/token";

    public string CertificateFile { get; }

    public string IdentityToken { get; } = "identity-token";

    public System.Collections.Concurrent.ConcurrentQueue<string?> Authorizations => _server.Authorizations;

    public string Issue(string repository, params string[] actions)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = new JsonObject
        {
            ["typ"] = "JWT",
            ["alg"] = "RS256",
            ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)),
        };
        var claims = new JsonObject
        {
            ["iss"] = "samlet",
            ["sub"] = "",
            ["aud"] = "test",
            ["exp"] = now + 300,
            ["nbf"] = now - 60,
            ["iat"] = now,
            ["jti"] = Guid.NewGuid().ToString(),
            ["access"] = new JsonArray(new JsonObject
            {
                ["type"] = "repository",
                ["name"] = repository,
                ["actions"] = new JsonArray([.. actions.Select(action => (JsonNode)action)]),
            }),
        };
        var text = $"{Encode(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private bool Answer(HttpListenerContext context)
    {
        var fields = context.Request.HttpMethod == "POST"
            ? System.Web.HttpUtility.ParseQueryString(new StreamReader(context.Request.InputStream).ReadToEnd())
            : context.Request.QueryString;
        var repository = fields["scope"]!.Split(':')[1];
        var isKnown = context.Request.Headers["Authorization"] == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{DockerRegistry.UserName}:{DockerRegistry.Password}"))
            || fields["refresh_token"] == IdentityToken;
        if (context.Request.Headers["Authorization"] is not null && !isKnown)
        {
            context.Response.StatusCode = 401;
            return true;
        }

        var name = context.Request.HttpMethod == "POST" ? "access_token" : "token";
        var token = isKnown || repository.StartsWith("public/", StringComparison.Ordinal) ? Issue(repository, "pull") : Issue("none");
        context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(new JsonObject { [name] = token }.ToJsonString()));
        return true;
    }

    private static string Encode(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
