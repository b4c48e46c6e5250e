using Samlet.Runtimes.Http;

namespace Samlet.Runtimes.Telemetry;

/// <summary>The name of the registered extension that a request comes from, or why it is refused.</summary>
internal delegate Answerable<string> ExtensionFinder(HttpRequest request);

/// <summary>
/// `PUT /2022-07-01/telemetry` and `PUT /2020-08-15/logs`: an extension subscribes to the log of its environment while
/// that initializes, and is answered with the JSON string `"OK"`. Source: Lambda developer guide, Telemetry API.
/// </summary>
internal sealed class TelemetryEndpoints(PlatformLog log, ExtensionFinder findExtension) : IHttpResponder
{
    private static readonly HttpAnswer Subscribed = new(200) { Body = "\"OK\""u8.ToArray() };

    /// <summary>Functions that serve many invocations at once have the newest schema only, and no Logs API.</summary>
    public bool IsManaged { get; init; }

    public static bool Has(string path) => path == TelemetryApi.Telemetry.Path || path == TelemetryApi.Logs.Path;

    public async ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        var api = request.Path == TelemetryApi.Logs.Path ? TelemetryApi.Logs : TelemetryApi.Telemetry;
        if (request.Method != "PUT" || (api.IsLogs && IsManaged))
        {
            return ApiAnswer.NotFound;
        }

        var caller = findExtension(request);
        return caller.Value is { } extension
            ? Subscribe(extension, api, await readBody(PayloadLimits.Report))
            : ApiAnswer.To(caller.Refusal);
    }

    private HttpAnswer Subscribe(string extension, TelemetryApi api, HttpBody body)
    {
        var versions = IsManaged ? api.SchemaVersions.TakeLast(1) : api.SchemaVersions;
        var subscription = body.End == BodyEnd.Complete
            ? new SubscriptionReader(api).Read(body.Bytes, [.. versions])
            : new(new ApiRefusal(400, api.ValidationError, "the body is not complete"));
        var refusal = subscription.Value is { } wanted ? log.Subscribe(extension, wanted) : subscription.Refusal;
        return refusal is null ? Subscribed : ApiAnswer.To(refusal);
    }
}
