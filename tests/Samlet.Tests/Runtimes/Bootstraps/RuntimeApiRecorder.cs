using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Samlet.Runtimes.Http;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>A POST of a runtime client, as it came.</summary>
internal sealed record RecordedPost(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>
/// A Runtime API that hands out the given events, one after another with the request ids `id-0`, `id-1`, and keeps what
/// it is told. It decides nothing, so what a bootstrap sends can be seen.
/// </summary>
internal sealed class RuntimeApiRecorder : IAsyncDisposable, IHttpResponder
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<RecordedPost> _posts = new();
    private readonly Queue<byte[]> _events;
    private readonly Task _serving;
    private int _handed;

    public RuntimeApiRecorder(IEnumerable<byte[]> events)
    {
        _events = new Queue<byte[]>(events);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!; // Started, so it has one.

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyDictionary<string, string> EventHeaders { get; init; } = new Dictionary<string, string>();

    public int AnswerStatus { get; init; } = 202;

    public IReadOnlyList<RecordedPost> Posts => [.. _posts];

    /// <summary>Completes when the client asks for an event after the last.</summary>
    public Task Drained => _drained.Task;

    public async ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        if (request.Path.EndsWith("/invocation/next", StringComparison.Ordinal))
        {
            return await NextAsync(cancellationToken);
        }

        var body = request.Method == "POST" ? (await readBody(long.MaxValue)).Bytes.ToArray() : [];
        _posts.Enqueue(new RecordedPost(request.Path["/2018-06-01/runtime/".Length..], request.Headers, body));
        return new HttpAnswer(request.Method == "POST" ? AnswerStatus : 200) { Body = """{"status":"OK"}"""u8.ToArray() };
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _serving;
        _ending.Dispose();
    }

    private async Task<HttpAnswer> NextAsync(CancellationToken cancellationToken)
    {
        if (!_events.TryDequeue(out var payload))
        {
            _drained.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var deadline = DateTimeOffset.UtcNow.AddSeconds(3).ToUnixTimeMilliseconds();
        return new HttpAnswer(200)
        {
            ContentType = ContentType,
            Body = payload,
            Headers =
            [
                new("Lambda-Runtime-Aws-Request-Id", $"id-{_handed++}"),
                new("Lambda-Runtime-Deadline-Ms", deadline.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:f"),
                .. EventHeaders.Select(static header => KeyValuePair.Create(header.Key, (string?)header.Value)),
            ],
        };
    }

    private async Task ServeAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(RunAsync(await _listener.AcceptSocketAsync(_ending.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections); // The test is over.
        }
    }

    private async Task RunAsync(Socket socket)
    {
        using var connection = new HttpConnection(socket, this);
        await connection.RunAsync(_ending.Token);
    }
}
