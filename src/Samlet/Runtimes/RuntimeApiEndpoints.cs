using System.Globalization;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>
/// The Runtime API 2018-06-01: `next`, `response`, `error`, `init/error`, `restore/next`, `restore/error` and `ping`.
/// Success of a POST is 202 with `{"status":"OK"}`, a refusal is `{"errorMessage":…,"errorType":…}`. Source: Lambda
/// developer guide and the service's own runtime interface emulator.
/// </summary>
internal sealed class RuntimeApiEndpoints(RuntimeSession session) : IHttpResponder
{
    public const string Base = "/2018-06-01/";

    /// <summary>
    /// Sent with `next` by a worker of our own that is a process with one connection for its whole life.
    /// </summary>
    private const string KeptConnectionHeader = "Samlet-Kept-Connection";

    /// <summary>Sent with `next` by our own client in a room.</summary>
    private const string CompiledHeader = "Samlet-Compiled";

    private const string InvocationBase = "runtime/invocation/";

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        var path = request.Path[Base.Length..];
        return (request.Method, path) switch
        {
            ("GET", InvocationBase + "next") => NextAsync(request, cancellationToken),
            ("POST", "runtime/init/error") => FailAsync(request, readBody, session.FailInitialization),
            ("GET", "runtime/restore/next") when session.HasRestore => NextRestoreAsync(cancellationToken),
            ("POST", "runtime/restore/error") when session.HasRestore =>
                FailAsync(request, readBody, session.FailRestore),
            ("POST", _) when path.StartsWith(InvocationBase, StringComparison.Ordinal) =>
                AnswerInvocationAsync(path[InvocationBase.Length..], request, readBody),
            ("GET", "ping") => new(new HttpAnswer(200) { ContentType = "text/plain", Body = "pong"u8.ToArray() }),
            _ => new(ApiAnswer.NotFound),
        };
    }

    private async ValueTask<HttpAnswer> NextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Header(CompiledHeader) is { } compiled)
        {
            session.NoteCompiled(compiled);
        }

        var next = session.Next(cancellationToken);
        if (next.Value is not { } coming)
        {
            return ApiAnswer.To(next.Refusal);
        }

        var exchange = await coming.WaitAsync(cancellationToken);
        if (request.Header(KeptConnectionHeader) is not null)
        {
            exchange.BindTo(cancellationToken);
        }

        return EventOf(exchange.Invocation);
    }

    private static HttpAnswer EventOf(Invocation invocation) => new(200)
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

    private async ValueTask<HttpAnswer> NextRestoreAsync(CancellationToken cancellationToken)
    {
        var next = session.NextRestore();
        if (next.Value is not { } restored)
        {
            return ApiAnswer.To(next.Refusal);
        }

        await restored.WaitAsync(cancellationToken);
        return new HttpAnswer(200);
    }

    private ValueTask<HttpAnswer> AnswerInvocationAsync(string path, HttpRequest request, BodyReader readBody)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (requestId, what) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return what switch
        {
            "response" => AnswerAsync(requestId, RuntimeState.InvocationResponse, request, readBody),
            "error" => AnswerAsync(requestId, RuntimeState.InvocationErrorResponse, request, readBody),
            _ => new(ApiAnswer.NotFound),
        };
    }

    private async ValueTask<HttpAnswer> AnswerAsync(
        string requestId, RuntimeState kind, HttpRequest request, BodyReader readBody)
    {
        var begun = session.BeginAnswer(requestId, kind);
        if (begun.Value is not { } exchange)
        {
            return ApiAnswer.To(begun.Refusal);
        }

        var answer = new RuntimeAnswer(request, exchange);
        var (result, refusal) = kind == RuntimeState.InvocationResponse
            ? await answer.ReadResponseAsync(readBody)
            : await answer.ReadErrorAsync(readBody, session.ErrorLimit);
        session.EndAnswer(exchange, result);
        return ApiAnswer.To(refusal);
    }

    private async ValueTask<HttpAnswer> FailAsync(
        HttpRequest request, BodyReader readBody, Func<InvocationResult, ApiRefusal?> fail) =>
        ApiAnswer.To(fail(await ReportedError.ReadAsync(request, readBody, session.ErrorLimit)));

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
