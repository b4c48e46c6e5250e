using System.Globalization;
using System.Text;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>
/// The Runtime API 2018-06-01: `next`, `response`, `error`, `init/error`, and `ping`. Success of a POST is 202 with
/// `{"status":"OK"}`, a refusal is `{"errorMessage":…,"errorType":…}`. Source: Lambda developer guide and the
/// service's own runtime interface emulator.
/// </summary>
internal sealed class RuntimeApiEndpoints(RuntimeSession session) : IHttpResponder
{
    private const string Base = "/2018-06-01/";
    private const string InvocationBase = "runtime/invocation/";

    private static readonly HttpAnswer Accepted = new(202) { Body = """{"status":"OK"}"""u8.ToArray() };

    private static readonly HttpAnswer WrongRequestId = Refusal(400, "InvalidRequestID", "Invalid request ID");

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        var path = request.Path.StartsWith(Base, StringComparison.Ordinal) ? request.Path[Base.Length..] : "";
        return (request.Method, path) switch
        {
            _ when IsFromWebPage(request) => new(Refusal(403, "Forbidden", "Requests of web pages are refused")),
            ("GET", InvocationBase + "next") => NextAsync(cancellationToken),
            ("POST", "runtime/init/error") => FailInitializationAsync(request, readBody),
            ("POST", _) when path.StartsWith(InvocationBase, StringComparison.Ordinal) =>
                AnswerInvocationAsync(path[InvocationBase.Length..], request, readBody),
            ("GET", "ping") => new(new HttpAnswer(200) { ContentType = "text/plain", Body = "pong"u8.ToArray() }),
            _ => new(new HttpAnswer(404) { ContentType = "text/plain", Body = "404 page not found\n"u8.ToArray() }),
        };
    }

    /// <summary>Browsers name the page a request comes from; no runtime does.</summary>
    private static bool IsFromWebPage(HttpRequest request) =>
        request.Header("Origin") is not null || request.Header("Sec-Fetch-Site") is not null;

    private async ValueTask<HttpAnswer> NextAsync(CancellationToken cancellationToken)
    {
        if (session.Next() is not { } next)
        {
            return Forbidden(RuntimeState.Ready);
        }

        var invocation = await next.WaitAsync(cancellationToken);
        return new HttpAnswer(200)
        {
            ContentType = invocation.ContentType,
            Body = invocation.Payload,
            Headers =
            [
                new("Lambda-Runtime-Aws-Request-Id", invocation.RequestId),
                new("Lambda-Runtime-Deadline-Ms", Milliseconds(invocation.Deadline)),
                new("Lambda-Runtime-Invoked-Function-Arn", invocation.FunctionArn),
                new("Lambda-Runtime-Trace-Id", invocation.TraceId),
                new("Lambda-Runtime-Client-Context", invocation.ClientContext),
                new("Lambda-Runtime-Cognito-Identity", invocation.CognitoIdentity),
                new("Lambda-Runtime-Aws-Tenant-Id", invocation.TenantId),
            ],
        };
    }

    private ValueTask<HttpAnswer> AnswerInvocationAsync(string path, HttpRequest request, BodyReader readBody)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (requestId, what) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return what switch
        {
            "response" or "error" when !session.IsCurrent(requestId) => new(WrongRequestId),
            "response" => RespondAsync(request, readBody),
            "error" => FailAsync(request, readBody),
            _ => new(new HttpAnswer(404) { ContentType = "text/plain", Body = "404 page not found\n"u8.ToArray() }),
        };
    }

    private async ValueTask<HttpAnswer> RespondAsync(HttpRequest request, BodyReader readBody)
    {
        if (!session.TryBeginAnswer(RuntimeState.InvocationResponse))
        {
            return Forbidden(RuntimeState.InvocationResponse);
        }

        if (request.Header("Lambda-Runtime-Function-Response-Mode") is { } mode and not "streaming")
        {
            var message = $"Invalid response mode `{mode}`";
            session.EndAnswer(InvocationResult.Refused(FunctionErrorType.InvalidResponseMode, message));
            return Refusal(400, "InvalidFunctionResponseMode", "Invalid function response mode");
        }

        var body = await ReadAnswerAsync(readBody);
        session.EndAnswer(ResponseOf(request, body));
        return AnswerTo(body);
    }

    private async ValueTask<HttpAnswer> FailAsync(HttpRequest request, BodyReader readBody)
    {
        if (!session.TryBeginAnswer(RuntimeState.InvocationErrorResponse))
        {
            return Forbidden(RuntimeState.InvocationErrorResponse);
        }

        var body = await ReadAnswerAsync(readBody);
        session.EndAnswer(body.End == BodyEnd.Complete ? ErrorOf(request, body) : ResponseOf(request, body));
        return AnswerTo(body);
    }

    /// <summary>An answer that has begun must end, also when its chunks turn out to be garbage.</summary>
    private static async ValueTask<HttpBody> ReadAnswerAsync(BodyReader readBody)
    {
        try
        {
            return await readBody(PayloadLimits.Response);
        }
        catch (HttpRefusalException)
        {
            return new HttpBody(ReadOnlyMemory<byte>.Empty, BodyEnd.Truncated);
        }
    }

    private async ValueTask<HttpAnswer> FailInitializationAsync(HttpRequest request, BodyReader readBody)
    {
        var body = await ReadAnswerAsync(readBody);
        return session.TryFailInitialization(ErrorOf(request, body)) ? Accepted : Forbidden(RuntimeState.InitError);
    }

    private static InvocationResult ResponseOf(HttpRequest request, HttpBody body) => body.End switch
    {
        BodyEnd.TooLarge => InvocationResult.TooLarge,
        BodyEnd.Truncated =>
            InvocationResult.Refused(FunctionErrorType.TruncatedResponse, "Response body was truncated"),
        _ => StreamErrorOf(body) ?? new(InvocationStatus.Success, body.Bytes)
        {
            ContentType = request.Header("Content-Type") ?? "application/json",
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

    private static InvocationResult ErrorOf(HttpRequest request, HttpBody body)
    {
        var errorType = FunctionErrorType.Recorded(request.Header("Lambda-Runtime-Function-Error-Type"));
        var bytes = body.Bytes.IsEmpty
            ? ErrorObject.MessageFirst(errorType, "Unknown application error occurred")
            : body.Bytes;
        return new InvocationResult(InvocationStatus.Error, bytes) { ErrorType = errorType };
    }

    private static HttpAnswer AnswerTo(HttpBody body) => body.End switch
    {
        BodyEnd.TooLarge => Refusal(
            413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({PayloadLimits.Response} bytes)."),
        BodyEnd.Truncated =>
            Refusal(400, "TruncatedHTTPRequest", "HTTP request detected as truncated") with { Closes = true },
        _ => Accepted,
    };

    private HttpAnswer Forbidden(RuntimeState wanted) => Refusal(
        403,
        "InvalidStateTransition",
        $"State transition from {session.State} to {wanted} failed for runtime. Error: State transition is not allowed");

    private static HttpAnswer Refusal(int status, string errorType, string message) =>
        new(status) { Body = ErrorObject.MessageFirst(errorType, message) };

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
