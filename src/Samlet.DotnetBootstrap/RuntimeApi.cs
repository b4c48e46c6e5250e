using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>The Runtime API, 2018-06-01: one event after the other, and what became of each.</summary>
internal sealed class RuntimeApi
{
    private const string Prefix = "/2018-06-01/runtime/";
    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";
    private const string CauseHeader = "Lambda-Runtime-Function-XRay-Error-Cause";
    private const string ErrorContent = "application/vnd.aws.lambda.error+json";
    private const string StreamContent = "application/vnd.awslambda.http-integration-response";
    private const int LongestCause = 1 << 20;
    private const int Accepted = 202;

    private readonly string _endpoint;
    private readonly HttpConnection _connection;

    public RuntimeApi(string endpoint)
    {
        _endpoint = endpoint;
        _connection = HttpConnection.Open(endpoint);
    }

    /// <summary>A further connection, for what is to go on at the same time.</summary>
    public RuntimeApi Another() => new(_endpoint);

    public Invocation Next()
    {
        var reply = _connection.Exchange(Head("GET", "invocation/next"), default);
        return reply.Status == 200
            ? new Invocation(reply)
            : throw new RuntimeApiException($"the Runtime API answered {reply.Status} instead of an event");
    }

    /// <summary>Waits until the snapshot is restored, which may be at once.</summary>
    public void RestoreNext() => _connection.Exchange(Head("GET", "restore/next"), default);

    /// <summary>Whatever the answer is: what the caller gets of it is the platform's business.</summary>
    public void PostResponse(string requestId, ReadOnlySpan<byte> body) =>
        _connection.Exchange(
            Head("POST", $"invocation/{requestId}/response", "Content-Type: application/json\r\n", body.Length), body);

    public void PostError(string requestId, Exception error)
    {
        var cause = XRayCause.Of(error);
        var causeHeader = cause.Length < LongestCause ? Header(CauseHeader, cause) : "";
        Post($"invocation/{requestId}/error", Header(ErrorTypeHeader, error.GetType().Name) + causeHeader, error);
    }

    public void PostInitError(Exception error, string? errorType) =>
        Post("init/error", errorType is null ? "" : Header(ErrorTypeHeader, errorType), error);

    public void PostRestoreError(Exception error, string errorType) =>
        Post("restore/error", Header(ErrorTypeHeader, errorType), error);

    /// <summary>A response that comes in pieces; this connection is its own until it ends.</summary>
    public ResponseStream BeginResponse(string requestId, byte[] prelude)
    {
        _connection.Send(
            HeadLines("POST", $"invocation/{requestId}/response")
            + $"Content-Type: {StreamContent}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + $"Trailer: {ResponseStream.ErrorTypeTrailer}, {ResponseStream.ErrorBodyTrailer}\r\n\r\n",
            default);
        return new ResponseStream(_connection, prelude);
    }

    private void Post(string path, string headers, Exception error)
    {
        var body = Encoding.UTF8.GetBytes(ErrorObject.Of(error));
        var reply = _connection.Exchange(
            Head("POST", path, headers + $"Content-Type: {ErrorContent}\r\n", body.Length), body);
        if (reply.Status != Accepted)
        {
            throw new RuntimeApiException($"the Runtime API answered {reply.Status} to an error");
        }
    }

    private string Head(string method, string path) => HeadLines(method, path) + "\r\n";

    private string Head(string method, string path, string headers, int length) =>
        $"{HeadLines(method, path)}{headers}Content-Length: {length}\r\n\r\n";

    private string HeadLines(string method, string path) =>
        $"{method} {Prefix}{path} HTTP/1.1\r\nHost: {_endpoint}\r\nUser-Agent: aws-lambda-dotnet/{Environment.Version}-2.1.2.0\r\n";

    /// <summary>Line ends would start another header.</summary>
    private static string Header(string name, string value) =>
        $"{name}: {value.Replace('\r', ' ').Replace('\n', ' ')}\r\n";
}
