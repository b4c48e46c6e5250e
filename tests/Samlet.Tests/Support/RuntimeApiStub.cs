using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Samlet.Runtimes.Http;

namespace Samlet.Tests.Support;

/// <summary>
/// The Runtime API as a bootstrap sees it: hands out its events in their order and keeps everything that is posted.
/// It listens on a free port and takes any number of connections; a bootstrap that is done waits for the next event.
/// </summary>
internal sealed class RuntimeApiStub : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<StubEvent> _events = Channel.CreateUnbounded<StubEvent>();
    private readonly ConcurrentQueue<RuntimePost> _posts = [];
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;
    private readonly SemaphoreSlim _posted = new(0);
    private int _count;

    public RuntimeApiStub()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port; // Bound above, so it has one.
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Completes when an event is asked for and none is left.</summary>
    public Task Idle => _idle.Task;

    public IReadOnlyList<RuntimePost> Posts => [.. _posts];

    /// <summary>Answers are sent in chunks instead of with a length.</summary>
    public bool SendsChunks { get; init; }

    /// <summary>What a post is answered with.</summary>
    public int PostStatus { get; init; } = 202;

    /// <summary>
    /// One more event. Its request ID is `request-N` and it has a deadline in a minute, an ARN and a trace ID; given
    /// headers replace those, and a null takes one away.
    /// </summary>
    public void Add(string payload, IReadOnlyDictionary<string, string?>? headers = null)
    {
        _count++;
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = "application/json",
            ["Lambda-Runtime-Aws-Request-Id"] = $"request-{_count}",
            ["Lambda-Runtime-Deadline-Ms"] =
                DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:us-east-1:123456789012:function:ratings",
            ["Lambda-Runtime-Trace-Id"] = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        _ = _events.Writer.TryWrite(new StubEvent(payload, all));
    }

    /// <summary>Completes when as many requests were posted.</summary>
    public async Task PostedAsync(int count, CancellationToken cancellationToken)
    {
        for (var posted = 0; posted < count; posted++)
        {
            await _posted.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ending.Dispose();
        _posted.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptAsync(_ending.Token)));
            }
        }
        catch (Exception error)
            when (_ending.IsCancellationRequested && error is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var reader = new HttpReader(socket);
            while (await reader.ReadRequestAsync(_ending.Token) is { } request)
            {
                var body = await reader.ReadBodyAsync(request, new BodyIntake(long.MaxValue, null), _ending.Token);
                await stream.WriteAsync(await AnswerAsync(request, body), _ending.Token);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
        {
            // The bootstrap was killed, or the test is over.
        }
    }

    private async Task<byte[]> AnswerAsync(HttpRequest request, HttpBody body)
    {
        var path = request.Path.Replace("/2018-06-01/runtime", "", StringComparison.Ordinal);
        if (path == "/invocation/next")
        {
            return await NextAsync();
        }

        _posts.Enqueue(new RuntimePost(path, request.Headers, body.Bytes.ToArray(), body.Trailers));
        _ = _posted.Release();
        return Message($"HTTP/1.1 {PostStatus} Answered\r\n", "{\"status\":\"OK\"}\n");
    }

    private async Task<byte[]> NextAsync()
    {
        if (!_events.Reader.TryRead(out var next))
        {
            _ = _idle.TrySetResult();
            next = await _events.Reader.ReadAsync(_ending.Token);
        }

        var headers = next.Headers.Where(header => header.Value is not null)
            .Select(header => $"{header.Key}: {header.Value}\r\n");
        return Message($"HTTP/1.1 200 OK\r\n{string.Concat(headers)}", next.Payload);
    }

    private byte[] Message(string head, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        if (!SendsChunks)
        {
            return [.. Encoding.UTF8.GetBytes($"{head}Content-Length: {body.Length}\r\n\r\n"), .. body];
        }

        var chunks = body.Chunk(10_000).SelectMany(static chunk =>
            (byte[])[.. Encoding.UTF8.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]);
        return [.. Encoding.UTF8.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n"), .. chunks, .. "0\r\n\r\n"u8];
    }

    private sealed record StubEvent(string Payload, IReadOnlyDictionary<string, string?> Headers);
}

/// <summary>A request that a bootstrap made; the path is what follows `/2018-06-01/runtime`.</summary>
internal sealed record RuntimePost(
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    IReadOnlyDictionary<string, string> Trailers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
