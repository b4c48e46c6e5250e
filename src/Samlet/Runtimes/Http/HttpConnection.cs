using System.Net.Sockets;
using System.Text;

namespace Samlet.Runtimes.Http;

/// <summary>Answers the requests of one connection in turn until either side ends it.</summary>
internal sealed class HttpConnection(Socket socket, IHttpResponder responder) : IDisposable
{
    /// <summary>Up to this size head and body leave in one segment.</summary>
    private const int SmallBody = 32 * 1024;

    private readonly HttpReader _reader = new(socket);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Of the request read last; null before the first.</summary>
    public string? LastPath { get; private set; }

    public async Task RunAsync()
    {
        using var owned = this;
        try
        {
            while (await AnswerNextAsync(_closing.Token))
            {
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away or the server ends; both are ordinary ends of a connection.
        }
        finally
        {
            await _closing.CancelAsync();
        }
    }

    /// <summary>Ends the connection, also while an answer is being waited for.</summary>
    public void Close()
    {
        _closing.Cancel();
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async ValueTask<bool> AnswerNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _reader.ReadRequestAsync(cancellationToken) is not { } request)
            {
                return false;
            }

            LastPath = request.Path;
            var answer = await AnswerAsync(request, cancellationToken);
            await SendAsync(answer, cancellationToken);
            return request.KeepsAlive && !answer.Closes;
        }
        catch (HttpRefusalException error)
        {
            await SendAsync(Refusal(error), cancellationToken);
            await EndAsync(cancellationToken);
            return false;
        }
    }

    private async ValueTask<HttpAnswer> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (string.Equals(request.Header("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase))
        {
            _ = await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        var isRead = request.ContentLength == 0;
        var answer = await (isRead && responder.NoticesLostClients
            ? AnswerWhileConnectedAsync(request, Read, cancellationToken)
            : responder.AnswerAsync(request, Read, cancellationToken));
        return isRead ? answer : answer with { Closes = (await Read(0, null)).End == BodyEnd.Truncated };

        ValueTask<HttpBody> Read(long limit, BodyReceiver? receiver)
        {
            isRead = true;
            return _reader.ReadBodyAsync(request, new BodyIntake(limit, receiver), cancellationToken);
        }
    }

    private async ValueTask<HttpAnswer> AnswerWhileConnectedAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = responder.AnswerAsync(request, readBody, cancellationToken).AsTask();
        var ended = HasEndedAsync(answered.Token);
        if (await Task.WhenAny(answer, ended) == ended && await ended)
        {
            await _closing.CancelAsync();
        }

        await answered.CancelAsync();
        _ = await ended;
        return await answer;
    }

    /// <summary>
    /// Reading no bytes completes when there are some, which belong to the next request, or when the client has closed.
    /// </summary>
    private async Task<bool> HasEndedAsync(CancellationToken cancellationToken)
    {
        try
        {
            _ = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
            return socket.Available == 0;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>
    /// A connection that is closed while the client still sends is reset, and the client then does not see the answer.
    /// </summary>
    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        await _reader.DropRestAsync(cancellationToken);
    }

    private async ValueTask SendAsync(HttpAnswer answer, CancellationToken cancellationToken)
    {
        var head = answer.Head();
        if (answer.Body.Length <= SmallBody)
        {
            await SendAllAsync((byte[])[.. head, .. answer.Body.Span], cancellationToken);
        }
        else
        {
            await SendAllAsync(head, cancellationToken);
            await SendAllAsync(answer.Body, cancellationToken);
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    private static HttpAnswer Refusal(HttpRefusalException error) => new(error.Status)
    {
        ContentType = "text/plain",
        Body = Encoding.UTF8.GetBytes(error.Message),
        Closes = true,
    };
}

/// <summary>
/// Reads the body of the request at hand, up to a number of bytes: keeps it, or hands it to a receiver while it comes.
/// </summary>
internal delegate ValueTask<HttpBody> BodyReader(long limit, BodyReceiver? receiver = null);

/// <summary>Decides on requests. A body it does not ask for is read and dropped behind it.</summary>
internal interface IHttpResponder
{
    /// <summary>Whether answering is to be given up when the client closes the connection meanwhile.</summary>
    bool NoticesLostClients => false;

    /// <param name="request">Its head.</param>
    /// <param name="readBody">Reads its body.</param>
    /// <param name="cancellationToken">Ends with the connection, and not before.</param>
    ValueTask<HttpAnswer> AnswerAsync(HttpRequest request, BodyReader readBody, CancellationToken cancellationToken);
}
