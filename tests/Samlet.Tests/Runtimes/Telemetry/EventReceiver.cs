using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Channels;
using Samlet.Runtimes.Http;

namespace Samlet.Tests.Runtimes.Telemetry;

/// <summary>The server of an extension: takes batches over a real socket and answers as it is told.</summary>
internal sealed class EventReceiver : IHttpResponder, IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<string> _batches = Channel.CreateUnbounded<string>();
    private readonly Task _accepting;

    public EventReceiver()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Decides on a request by its number from 1; a task, so that an answer may come late.</summary>
    public Func<int, Task<int>> Answer { get; set; } = _ => Task.FromResult(200);

    public int Requests { get; private set; }

    public HttpRequest? LastRequest { get; private set; }

    public async Task<JsonElement[]> NextBatchAsync()
    {
        var batch = await _batches.Reader.ReadAsync(TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(batch).RootElement.EnumerateArray()];
    }

    public async ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        var body = await readBody(64 * 1024 * 1024);
        LastRequest = request;
        Requests++;
        var status = await Answer(Requests);
        if (status == 200)
        {
            await _batches.Writer.WriteAsync(System.Text.Encoding.UTF8.GetString(body.Bytes.Span), cancellationToken);
        }

        return new HttpAnswer(status);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_ending.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new HttpConnection(socket, this);
        await connection.RunAsync();
    }
}
