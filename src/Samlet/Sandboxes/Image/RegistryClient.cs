using System.Net;
using System.Net.Http.Headers;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Reads from one repository of a registry: anonymously, with a name and password, or with a token that the registry's
/// token service gives. TLS everywhere but on this computer. Source: OCI distribution specification;
/// distribution.github.io/distribution/spec/auth/token.
/// </summary>
internal sealed class RegistryClient(ImageReference image, RegistryLogins logins, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    // A proxy or a certificate of the developer's own is taken from the environment by the framework. Redirections,
    // to the storage behind a registry, never carry the authorization.
    private readonly HttpClient _http = new(new RetryingHandler(new SocketsHttpHandler(), LongestWait, time))
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private AuthenticationHeaderValue? _authorization;

    public string Host => image.Registry == ImageReference.DockerHub ? "registry-1.docker.io" : image.Registry;

    public void Dispose() => _http.Dispose();

    public async Task<byte[]> ReadManifestAsync(string selector, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => Manifest(selector), cancellationToken);
        return await ReadAsync(response, ImageManifest.LongestBytes, cancellationToken);
    }

    /// <summary>The content from a position on, where the registry can do that: the status tells.</summary>
    public Task<HttpResponseMessage> OpenBlobAsync(
        ContentDigest digest, long position, CancellationToken cancellationToken) =>
        SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, Address($"blobs/{digest}"));
                request.Headers.Range = position > 0 ? new RangeHeaderValue(position, null) : null;
                return request;
            },
            cancellationToken);

    private HttpRequestMessage Manifest(string selector)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Address($"manifests/{selector}"));
        request.Headers.TryAddWithoutValidation(
            "Accept",
            string.Join(
                ", ",
                ImageManifest.OciIndex,
                ImageManifest.DockerList,
                ImageManifest.OciManifest,
                ImageManifest.DockerManifest));
        return request;
    }

    private Uri Address(string path) =>
        new($"{(IsLoopback(Host) ? "http" : "https")}://{Host}/v2/{image.Repository}/{path}");

    private static bool IsLoopback(string host) => new Uri($"http://{host}/").IsLoopback;

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        var response = await SendOnceAsync(Authorized(request()), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            using (response)
            {
                await AuthorizeAsync(response, cancellationToken);
            }

            response = await SendOnceAsync(Authorized(request()), cancellationToken);
        }

        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent
            or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            return response;
        }

        using (response)
        {
            throw RegistryFault.Of(
                response, await ReadAsync(response, ImageManifest.LongestBytes, cancellationToken), image.ToString());
        }
    }

    private HttpRequestMessage Authorized(HttpRequestMessage request)
    {
        request.Headers.Authorization = _authorization;
        return request;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerPatience);
        request.Headers.TryAddWithoutValidation("User-Agent", "samlet");
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw RegistryFault.Unreachable(request.RequestUri!.Host, image.ToString(), error); // Set above.
        }
    }

    private async Task AuthorizeAsync(HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        var challenges = refusal.Headers.WwwAuthenticate
            .Select(header => AuthChallenge.Read(header.Scheme, header.Parameter))
            .ToList();
        var login = await logins.FindAsync(image, cancellationToken);
        if (challenges.Find(challenge => challenge.IsBearer) is { } bearer)
        {
            _authorization = new("Bearer", await GetTokenAsync(bearer, login, cancellationToken));
        }
        else if (login is { IsIdentityToken: false } && challenges.Exists(challenge => challenge.IsBasic))
        {
            _authorization = new("Basic", login.ToBasic());
        }
        else
        {
            throw new UserErrorException(
                $"the registry of `{image}` asks for a login", RegistryFault.LoginHint(image.ToString()));
        }
    }

    /// <summary>
    /// A login that the token service refuses, as one that has run out, does not stop the pull of a public image.
    /// </summary>
    private async Task<string> GetTokenAsync(
        AuthChallenge challenge, RegistryLogin? login, CancellationToken cancellationToken)
    {
        using var response = await SendOnceAsync(TokenRequest(challenge, login), cancellationToken);
        if (!response.IsSuccessStatusCode && login is not null)
        {
            return await GetTokenAsync(challenge, login: null, cancellationToken);
        }

        var body = await ReadAsync(response, ImageManifest.LongestBytes, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw RegistryFault.Of(response, body, image.ToString());
        }

        using var document = ImageJson.TryParse(body);
        var token = document is null
            ? null
            : ImageJson.Text(document.RootElement, "token") ?? ImageJson.Text(document.RootElement, "access_token");
        return token ?? throw new UserErrorException($"the token service of `{image.Registry}` gives no token");
    }

    private HttpRequestMessage TokenRequest(AuthChallenge challenge, RegistryLogin? login)
    {
        var realm = RequireSafe(challenge.Find("realm") ?? "");
        var service = challenge.Find("service") ?? "";
        var scope = challenge.Find("scope") ?? $"repository:{image.Repository}:pull";
        if (login is { IsIdentityToken: true })
        {
            return new HttpRequestMessage(HttpMethod.Post, realm)
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "refresh_token"), new("service", service), new("scope", scope),
                    new("client_id", "samlet"), new("refresh_token", login.Secret),
                ]),
            };
        }

        var query = $"service={Uri.EscapeDataString(service)}&scope={Uri.EscapeDataString(scope)}";
        var separator = realm.Query.Length > 0 ? '&' : '?';
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{realm}{separator}{query}"));
        request.Headers.Authorization = login is null ? null : new("Basic", login.ToBasic());
        return request;
    }

    /// <summary>The login goes to the address that the registry names, so it must be one that TLS protects.</summary>
    private Uri RequireSafe(string realm) =>
        Uri.TryCreate(realm, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw new UserErrorException(
                $"the registry `{image.Registry}` names `{realm}` for logins, which is not a safe address");

    private async Task<byte[]> ReadAsync(
        HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerPatience);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            return await BoundedRead.ToEndAsync(stream, limit, patience.Token)
                ?? throw new UserErrorException(
                    $"the registry of `{image}` sends more than {limit} bytes for a document");
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw RegistryFault.Unreachable(Host, image.ToString(), error);
        }
    }
}
