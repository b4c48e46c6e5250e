using System.Buffers;
using System.Text.Json;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes.Extensions;

/// <summary>What `register` tells an extension of the function.</summary>
internal sealed record ExtensionGreeting(string FunctionName, string Handler, string AccountId)
{
    public string FunctionVersion { get; init; } = "$LATEST";
}

/// <summary>
/// The Extensions API 2020-01-01: `register`, `event/next`, `init/error`, `exit/error`. Refusals are 403 with
/// `{"errorMessage":…,"errorType":…}`. Source: Lambda developer guide, Extensions API, and the service's own emulator.
/// </summary>
internal sealed class ExtensionEndpoints(ExtensionSet extensions, ExtensionGreeting greeting) : IHttpResponder
{
    public const string Base = "/2020-01-01/extension/";

    private const string IdentifierHeader = "Lambda-Extension-Identifier";

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken) =>
        (request.Method, request.Path[Base.Length..]) switch
        {
            ("POST", "register") => RegisterAsync(request, readBody),
            ("GET", "event/next") => NextAsync(request, cancellationToken),
            ("POST", "init/error") => new(Fail(request, ExtensionState.InitError, FunctionErrorType.ExtensionInit)),
            ("POST", "exit/error") => new(Fail(request, ExtensionState.ExitError, FunctionErrorType.ExtensionExit)),
            _ => new(ApiAnswer.NotFound),
        };

    /// <summary>The extension that a request comes from, by its header; or why it is refused.</summary>
    public static Answerable<Extension> FindCaller(ExtensionSet extensions, HttpRequest request)
    {
        if (request.Header(IdentifierHeader) is not { } text)
        {
            return new(ExtensionRefusal.MissingIdentifier);
        }

        if (!Guid.TryParseExact(text, "D", out var identifier))
        {
            return new(ExtensionRefusal.InvalidIdentifier);
        }

        return extensions.Find(identifier) is { } extension
            ? new(extension)
            : new(ExtensionRefusal.UnknownIdentifier(identifier));
    }

    private async ValueTask<HttpAnswer> RegisterAsync(HttpRequest request, BodyReader readBody)
    {
        if (request.Header("Lambda-Extension-Name") is not { } name)
        {
            return ApiAnswer.To(ExtensionRefusal.EmptyName);
        }

        var body = await readBody(PayloadLimits.Report);
        var registration = body.End == BodyEnd.Complete
            ? ExtensionRegistration.Parse(body.Bytes)
            : new(ExtensionRefusal.InvalidFormat("the body is not complete"));
        if (registration.Value is not { } wanted)
        {
            return ApiAnswer.To(registration.Refusal);
        }

        var registered = extensions.Register(name, wanted.Events);
        return registered.Value is { } extension
            ? Greet(extension, WantsAccount(request))
            : ApiAnswer.To(registered.Refusal);
    }

    private async ValueTask<HttpAnswer> NextAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = FindCaller(extensions, request);
        if (caller.Value is not { } extension)
        {
            return ApiAnswer.To(caller.Refusal);
        }

        var next = extension.Next();
        return next.Value is { } coming
            ? EventAnswer(await coming.WaitAsync(cancellationToken))
            : ApiAnswer.To(next.Refusal);
    }

    private HttpAnswer Fail(HttpRequest request, ExtensionState state, string errorType)
    {
        var caller = FindCaller(extensions, request);
        if (caller.Value is not { } extension)
        {
            return ApiAnswer.To(caller.Refusal);
        }

        if (request.Header("Lambda-Extension-Function-Error-Type") is not { } reported)
        {
            return ApiAnswer.To(ExtensionRefusal.MissingErrorType);
        }

        if (extension.Fail(state, reported) is { } refusal)
        {
            return ApiAnswer.To(refusal);
        }

        extensions.Fail(errorType, reported);
        return ApiAnswer.Accepted;
    }

    private static bool WantsAccount(HttpRequest request) =>
        (request.Header("Lambda-Extension-Accept-Feature") ?? "").Split(',', StringSplitOptions.TrimEntries)
            .Contains("accountId");

    private HttpAnswer Greet(Extension extension, bool withAccount) => new(200)
    {
        Headers = [new(IdentifierHeader, extension.Identifier.ToString())],
        Body = Json(writer =>
        {
            writer.WriteString("functionName", greeting.FunctionName);
            writer.WriteString("functionVersion", greeting.FunctionVersion);
            writer.WriteString("handler", greeting.Handler);
            if (withAccount)
            {
                writer.WriteString("accountId", greeting.AccountId);
            }
        }),
    };

    private static HttpAnswer EventAnswer(ExtensionEvent next) => new(200)
    {
        Headers = [new("Lambda-Extension-Event-Identifier", Guid.NewGuid().ToString())],
        Body = Json(writer => WriteEvent(writer, next)),
    };

    private static void WriteEvent(Utf8JsonWriter writer, ExtensionEvent next)
    {
        writer.WriteString(
            "eventType", next is ExtensionEvent.Invoke ? ExtensionEvent.InvokeName : ExtensionEvent.ShutdownName);
        writer.WriteNumber("deadlineMs", next.Deadline.ToUnixTimeMilliseconds());
        if (next is ExtensionEvent.Shutdown(var reason, _))
        {
            writer.WriteString("shutdownReason", reason.ToString().ToUpperInvariant());
        }
        else if (next is ExtensionEvent.Invoke(var invocation))
        {
            writer.WriteString("requestId", invocation.RequestId);
            writer.WriteString("invokedFunctionArn", invocation.FunctionArn);
            writer.WriteStartObject("tracing");
            writer.WriteString("type", "X-Amzn-Trace-Id");
            writer.WriteString("value", invocation.TraceId);
            writer.WriteEndObject();
        }
    }

    private static byte[] Json(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, ErrorObject.Options))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
