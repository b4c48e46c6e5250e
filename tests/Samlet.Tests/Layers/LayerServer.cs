using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Samlet.Tests.Layers;

internal sealed record ServedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsForContent => Target.StartsWith("/content/", StringComparison.Ordinal);

    public int RangeStart => Headers.GetValueOrDefault("Range") is { } range
        ? int.Parse(range["bytes=".Length..].Split('-')[0], CultureInfo.InvariantCulture)
        : 0;
}

/// <summary>A layer version as Lambda has it. What is said of the content need not be true.</summary>
internal sealed record ServedLayer(byte[] Content)
{
    public string Sha256 { get; init; } = Convert.ToBase64String(SHA256.HashData(Content));

    public long Size { get; init; } = Content.Length;

    public IReadOnlyList<string> Architectures { get; init; } = [];
}

/// <summary>
/// Lambda's GetLayerVersion and the S3 behind it, on loopback. Signatures are made again and compared; the address of
/// the content carries its own and must come without any header of the caller's credentials.
/// </summary>
internal sealed class LayerServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _serving;

    public LayerServer(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        var scheme = certificate is null ? "http" : "https";
        Address = $"{scheme}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>The secrets by access key.</summary>
    public Dictionary<string, string> Secrets { get; } = new() { ["AKIALAYERS"] = "layersecret" };

    public ConcurrentDictionary<string, ServedLayer> Layers { get; } = new();

    public ConcurrentQueue<ServedRequest> Requests { get; } = [];

    public IEnumerable<ServedRequest> ContentRequests => Requests.Where(request => request.IsForContent);

    /// <summary>Status, code and message instead of every answer about a layer.</summary>
    public (int Status, string Code, string Message)? Refusal { get; set; }

    /// <summary>Answers as S3 does when the address has run out.</summary>
    public bool RefusesContent { get; set; }

    /// <summary>That many times, first about the layer and then for its content, nothing but 429 is answered.</summary>
    public int BusyAnswers { get; set; }

    public int RetryAfterSeconds { get; set; }

    /// <summary>How far beside the asked one the part that is sent begins.</summary>
    public int RangeShift { get; set; }

    /// <summary>
    /// Called for content, with how much of it is asked for; returns how many bytes are sent before the line is cut.
    /// </summary>
    public Func<int, Task<int>> BeforeContent { get; set; } = Task.FromResult;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        await Task.Yield();
        using (client)
        {
            try
            {
                await using var stream = await OpenAsync(client);
                using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
                var request = await ReadAsync(reader);
                Requests.Enqueue(request);
                await (IsBusy(request) ? SendAsync(stream, Refuse(429, "TooManyRequestsException", "Rate exceeded"))
                    : request.IsForContent ? SendContentAsync(stream, request) : SendAsync(stream, Describe(request)));
            }
            catch (Exception error) when (
                error is IOException or SocketException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, does not trust the certificate, or the test is over.
            }
        }
    }

    private bool IsBusy(ServedRequest request) =>
        Requests.Count(one => one.IsForContent == request.IsForContent) <= (BusyAnswers + 1) / 2 && BusyAnswers > 0;

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return secure;
    }

    private static async Task<ServedRequest> ReadAsync(StreamReader reader)
    {
        var line = (await reader.ReadLineAsync() ?? throw new IOException("no request")).Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        return new ServedRequest(line[0], line[1], headers);
    }

    /// <summary>As the service words it (docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html).</summary>
    private (int Status, string Body, string? Code) Describe(ServedRequest request)
    {
        if (Refusal is var (status, code, message))
        {
            return Refuse(status, code, message);
        }

        if (SignatureCheck.ScopeOf(request.Headers) is not var (key, region, service))
        {
            return Refuse(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }

        if (!Secrets.TryGetValue(key, out var secret))
        {
            return Refuse(403, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (!SignatureCheck.IsValid(request.Method, request.Target, request.Headers, secret))
        {
            return Refuse(403, "InvalidSignatureException", "The request signature we calculated does not match.");
        }

        var arn = ArnIn(request.Target);
        return service == "lambda" && arn.Split(':') is ["arn", _, "lambda", var own, ..] && own == region
            && Layers.TryGetValue(arn, out var layer)
                ? (200, Write(arn, layer), null)
                : Refuse(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    private static string ArnIn(string target) => target.Split('/') is
        ["", "2018-10-31", "layers", var layer, "versions", var version]
            ? $"{Uri.UnescapeDataString(layer)}:{version}"
            : "";

    private string Write(string arn, ServedLayer layer) => JsonSerializer.Serialize(new
    {
        Content = new
        {
            Location = $"{Address}/content/{Uri.EscapeDataString(arn)}?X-Amz-Signature=abc%2F1&X-Amz-Expires=600",
            CodeSha256 = layer.Sha256,
            CodeSize = layer.Size,
        },
        LayerVersionArn = arn,
        CompatibleArchitectures = layer.Architectures,
    });

    private static (int Status, string Body, string? Code) Refuse(int status, string code, string message) =>
        (status, JsonSerializer.Serialize(new { Message = message }), code);

    private async Task SendAsync(Stream stream, (int Status, string Body, string? Code) answer)
    {
        var retry = answer.Status == 429 ? $"Retry-After: {RetryAfterSeconds}\r\n" : "";
        var type = answer.Code is null ? "" : $"x-amzn-ErrorType: {answer.Code}\r\n{retry}";
        var head = $"HTTP/1.1 {answer.Status} S\r\n{type}Content-Type: application/json\r\nConnection: close\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + answer.Body));
    }

    private async Task SendContentAsync(Stream stream, ServedRequest request)
    {
        var arn = Uri.UnescapeDataString(request.Target["/content/".Length..].Split('?')[0]);
        if (RefusesContent || request.Headers.ContainsKey("Authorization") || !request.Target.EndsWith(
            "?X-Amz-Signature=abc%2F1&X-Amz-Expires=600", StringComparison.Ordinal))
        {
            await SendAsync(stream, (403, "<Error><Code>SignatureDoesNotMatch</Code></Error>", null));
            return;
        }

        var start = request.RangeStart > 0 ? request.RangeStart + RangeShift : 0;
        var rest = Layers[arn].Content[start..];
        var sent = await BeforeContent(rest.Length).WaitAsync(_stop.Token);
        var range = request.RangeStart > 0
            ? $"Content-Range: bytes {start}-{Layers[arn].Content.Length - 1}/{Layers[arn].Content.Length}\r\n"
            : "";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {(range.Length > 0 ? 206 : 200)} S\r\n{range}Content-Length: {rest.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(rest.AsMemory(0, Math.Min(sent, rest.Length)));
    }
}
