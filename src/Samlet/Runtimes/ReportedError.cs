using System.Buffers;
using System.Text.Json;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>
/// An error that a runtime posts: the body goes to the caller as it is, the type and the cause of headers into the
/// platform's records. A body of the content type for causes has all of it in one object, of which the caller gets
/// the usual three members. Source: the service's own runtime interface emulator.
/// </summary>
internal static class ReportedError
{
    private const string CauseContentType = "application/vnd.aws.lambda.error.cause+json";

    private static readonly JsonWriterOptions Relaxed = new() { SkipValidation = true };

    public static async ValueTask<InvocationResult> ReadAsync(HttpRequest request, BodyReader readBody, long limit)
    {
        try
        {
            return Of(request, (await readBody(limit)).Bytes);
        }
        catch (HttpRefusalException)
        {
            return Of(request, default);
        }
    }

    public static InvocationResult Of(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        var errorType = FunctionErrorType.Recorded(request.Header("Lambda-Runtime-Function-Error-Type"));
        if (request.Header("Content-Type") is { } type && type.StartsWith(CauseContentType, StringComparison.Ordinal))
        {
            return OfCause(errorType, body);
        }

        var payload = body.IsEmpty ? ErrorObject.MessageFirst(errorType, "Unknown application error occurred") : body;
        return new InvocationResult(InvocationStatus.Error, payload)
        {
            ErrorType = errorType,
            ContentType = Payload.FindFault(payload.Span) is null ? "application/json" : "application/octet-stream",
            Cause = XRayCause.Read(request.Header("Lambda-Runtime-Function-XRay-Error-Cause")),
        };
    }

    private static InvocationResult OfCause(string errorType, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new InvocationResult(InvocationStatus.Error, UsualMembersOf(root))
            {
                ErrorType = errorType,
                Cause = root.TryGetProperty("errorCause", out var cause) ? XRayCause.Read(cause) : null,
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new InvocationResult(InvocationStatus.Error, "\"Invalid error body\""u8.ToArray())
            {
                ErrorType = errorType,
                ContentType = "application/octet-stream",
            };
        }
    }

    private static byte[] UsualMembersOf(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            writer.WriteStartObject();
            foreach (var name in (ReadOnlySpan<string>)["errorMessage", "errorType", "stackTrace"])
            {
                if (root.TryGetProperty(name, out var value))
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
