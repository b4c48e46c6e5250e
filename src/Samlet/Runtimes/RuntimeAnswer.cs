using System.Text;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>
/// Reads what a runtime posts as its answer to an invocation. An answer that has begun always ends, also when its
/// chunks turn out to be garbage or the connection breaks.
/// </summary>
internal sealed class RuntimeAnswer(HttpRequest request, InvocationExchange exchange)
{
    private const string ModeHeader = "Lambda-Runtime-Function-Response-Mode";

    private readonly string? _contentType = request.Header("Content-Type");

    private bool IsStreamed => request.Header(ModeHeader) is not null;

    private bool IsHandedOn => exchange.IsStreaming && IsStreamed;

    private long Limit => IsHandedOn ? PayloadLimits.Stream : PayloadLimits.Response;

    public async ValueTask<(InvocationResult Result, ApiRefusal? Refusal)> ReadResponseAsync(BodyReader readBody)
    {
        if (request.Header(ModeHeader) is { } mode and not "streaming")
        {
            return (
                InvocationResult.Refused(FunctionErrorType.InvalidResponseMode, $"Invalid response mode `{mode}`"),
                ApiRefusal.ResponseMode);
        }

        var body = await ReadAsync(readBody, Limit, IsHandedOn ? HandOnAsync : null);
        var result = ResponseOf(body, Limit);
        if (exchange.IsStreaming && result.Status == InvocationStatus.Success)
        {
            await HandOnAsync(body.Bytes); // All of it, or nothing: then a stream without a byte still begins.
            result = result with { Payload = default };
        }

        return (result, RefusalOf(body, Limit));
    }

    public async ValueTask<(InvocationResult Result, ApiRefusal? Refusal)> ReadErrorAsync(
        BodyReader readBody, long limit)
    {
        var body = await ReadAsync(readBody, limit, null);
        var result = body.End == BodyEnd.Complete ? ReportedError.Of(request, body.Bytes) : ResponseOf(body, limit);
        return (result, RefusalOf(body, limit));
    }

    private static async ValueTask<HttpBody> ReadAsync(BodyReader readBody, long limit, BodyReceiver? receiver)
    {
        try
        {
            return await readBody(limit, receiver);
        }
        catch (HttpRefusalException)
        {
            return new HttpBody(ReadOnlyMemory<byte>.Empty, BodyEnd.Truncated);
        }
    }

    private ValueTask HandOnAsync(ReadOnlyMemory<byte> part) =>
        exchange.SendAsync(_contentType ?? "application/octet-stream", part);

    private InvocationResult ResponseOf(HttpBody body, long limit) => body.End switch
    {
        BodyEnd.TooLarge => InvocationResult.TooLarge(limit),
        BodyEnd.Truncated =>
            InvocationResult.Refused(FunctionErrorType.TruncatedResponse, "Response body was truncated"),
        _ => StreamErrorOf(body) ?? new(InvocationStatus.Success, body.Bytes)
        {
            ContentType = _contentType ?? (IsStreamed ? "application/octet-stream" : "application/json"),
        },
    };

    /// <summary>A stream that failed midway says so in two trailers, the second in base64.</summary>
    private static InvocationResult? StreamErrorOf(HttpBody body)
    {
        if (!body.Trailers.TryGetValue("Lambda-Runtime-Function-Error-Type", out var errorType)
            || errorType.Length == 0)
        {
            return null;
        }

        var text = body.Trailers.GetValueOrDefault("Lambda-Runtime-Function-Error-Body", "");
        var bytes = new byte[text.Length];
        return new(
            InvocationStatus.Error,
            Convert.TryFromBase64String(text, bytes, out var count)
                ? bytes.AsMemory(0, count)
                : Encoding.UTF8.GetBytes(text))
        {
            ErrorType = FunctionErrorType.Recorded(errorType),
        };
    }

    private static ApiRefusal? RefusalOf(HttpBody body, long limit) => body.End switch
    {
        BodyEnd.TooLarge => ApiRefusal.TooLarge(limit),
        BodyEnd.Truncated => ApiRefusal.Truncated,
        _ => null,
    };
}
