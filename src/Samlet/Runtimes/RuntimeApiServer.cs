using System.Net;
using System.Net.Sockets;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>
/// The Runtime API of one execution environment on a free port of the loopback address. A new session begins when
/// the runtime is started anew; the address stays.
/// </summary>
internal sealed class RuntimeApiServer : IAsyncDisposable, IHttpResponder
{
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(1);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<(HttpConnection Connection, Task End)> _connections = [];
    private Task? _accepting;
    private Socket? _traceDaemon;
    private volatile ApiSession _session = new(new SingleRuntimeSession());

    public RuntimeApiServer()
        : this(IPAddress.Loopback, "127.0.0.1")
    {
    }

    /// <param name="listen">The address to listen on.</param>
    /// <param name="host">What a runtime calls it.</param>
    /// <exception cref="UserErrorException">No port is to be had.</exception>
    public RuntimeApiServer(IPAddress listen, string host)
    {
        try
        {
            _listener.Bind(new IPEndPoint(listen, 0));
            _listener.Listen();
        }
        catch (SocketException error)
        {
            _listener.Dispose();
            throw new UserErrorException(
                $"cannot listen on {(IPAddress.IsLoopback(listen) ? "the loopback address" : $"`{listen}`")}: {error.Message}",
                "the function reaches Samlet through a port; are all ports taken or loopback sockets forbidden?",
                error);
        }

        Address = $"{host}:{((IPEndPoint)_listener.LocalEndPoint!).Port}"; // Bound above, so it has one.
    }

    /// <summary>`127.0.0.1:PORT`, the value of AWS_LAMBDA_RUNTIME_API.</summary>
    public string Address { get; }

    public RuntimeSession Session => _session.Runtime;

    /// <summary>A connection for a process to inherit: established, blocking, and the caller's to close.</summary>
    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(_listener.LocalEndPoint!); // Bound since construction.
        return socket;
    }

    /// <summary>
    /// Opens what stands for the X-Ray daemon, which takes datagrams and never answers: nothing is recorded here, but a
    /// function's SDK that finds nobody would log errors.
    /// </summary>
    /// <returns>Its address and port.</returns>
    public string OpenTraceDaemon()
    {
        _traceDaemon = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _traceDaemon.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return _traceDaemon.LocalEndPoint!.ToString()!; // Bound above, so it has one.
    }

    public void Begin(ApiSession session) => _session = session;

    /// <summary>Where several workers wait, one that has gone must not be handed an invocation.</summary>
    public bool NoticesLostClients => Session is ManagedRuntimeSession;

    /// <summary>
    /// Begins to answer. Clients can connect before, so that the process is started first and the threads that this
    /// needs are made while it gets ready.
    /// </summary>
    public void Serve() => _accepting ??= Task.Run(AcceptAsync);

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken) =>
        _session.AnswerAsync(request, readBody, cancellationToken);

    /// <summary>
    /// Waits until everything that an ended runtime had sent is dealt with: connections are accepted in their order,
    /// so one of our own, answered, stands behind all of its. Those whose other end is gone are at their end then.
    /// A process that escaped with a connection of the runtime's is not waited for longer than a moment; extensions,
    /// which go on, are not at all.
    /// </summary>
    public async Task FinishConnectionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PingAsync(cancellationToken);
            var open = Open().Where(static one => !IsOfExtension(one.Connection)).Select(static one => one.End);
            await Task.WhenAll(open).WaitAsync(LongestFinish, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is left of the runtime's connections is closed with the session.
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The server has been disposed meanwhile, which ends all connections.
        }
    }

    /// <summary>Ends what is left of the connections of processes that have ended.</summary>
    public async Task CloseConnectionsAsync()
    {
        var open = Open();
        foreach (var (connection, _) in open)
        {
            connection.Close();
        }

        await Task.WhenAll(open.Select(static one => one.End));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        _traceDaemon?.Dispose();
        await (_accepting ?? Task.CompletedTask);
        await CloseConnectionsAsync();
        _ending.Dispose();
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        using var last = Connect();
        _ = await last.SendAsync("GET /2018-06-01/ping HTTP/1.0\r\n\r\n"u8.ToArray(), cancellationToken);
        _ = await last.ReceiveAsync(new byte[256], cancellationToken);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Serve(await _listener.AcceptAsync(_ending.Token));
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The server ends.
        }
    }

    private void Serve(Socket socket)
    {
        socket.NoDelay = true;
        var connection = new HttpConnection(socket, this);
        lock (_connections)
        {
            _ = _connections.RemoveAll(static one => one.End.IsCompleted);
            _connections.Add((connection, connection.RunAsync()));
        }
    }

    private (HttpConnection Connection, Task End)[] Open()
    {
        lock (_connections)
        {
            return [.. _connections];
        }
    }

    private static bool IsOfExtension(HttpConnection connection) =>
        connection.LastPath is { } path && !path.StartsWith(RuntimeApiEndpoints.Base, StringComparison.Ordinal);
}
