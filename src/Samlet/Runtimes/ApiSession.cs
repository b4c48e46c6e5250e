using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Http;
using Samlet.Runtimes.Telemetry;

namespace Samlet.Runtimes;

/// <summary>
/// What one start of a function's processes finds behind its API address: a dispatcher by the version in front of each
/// path. A path of an API that this environment does not offer is 404.
/// </summary>
internal sealed class ApiSession(RuntimeSession runtime) : IHttpResponder
{
    private static readonly HttpAnswer WebPage =
        ApiAnswer.To(new(403, "Forbidden", "Requests of web pages are refused"));

    private readonly RuntimeApiEndpoints _runtimeEndpoints = new(runtime);

    public RuntimeSession Runtime => runtime;

    /// <summary>Null where there is no Extensions API.</summary>
    public ExtensionEndpoints? Extensions { get; init; }

    /// <summary>Null where there is no Extensions API either.</summary>
    public TelemetryEndpoints? Telemetry { get; init; }

    /// <summary>Null where credentials are variables.</summary>
    public CredentialsEndpoint? Credentials { get; init; }

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken) =>
        IsFromWebPage(request) ? new(WebPage)
        : EndpointsFor(request.Path)?.AnswerAsync(request, readBody, cancellationToken) ?? new(ApiAnswer.NotFound);

    private IHttpResponder? EndpointsFor(string path) =>
        path.StartsWith(RuntimeApiEndpoints.Base, StringComparison.Ordinal) ? _runtimeEndpoints
        : path.StartsWith(ExtensionEndpoints.Base, StringComparison.Ordinal) ? Extensions
        : TelemetryEndpoints.Has(path) ? Telemetry
        : path == CredentialsEndpoint.Path ? Credentials
        : null;

    /// <summary>Browsers name the page a request comes from; no runtime does.</summary>
    private static bool IsFromWebPage(HttpRequest request) =>
        request.Header("Origin") is not null || request.Header("Sec-Fetch-Site") is not null;
}
