using System.Net.Sockets;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// The Unix socket that each worker of managed instances connects to and writes its output into, so that lines of
/// workers at work at the same time do not run into each other. _LAMBDA_TELEMETRY_LOG_FD_PROVIDER_SOCKET names it.
/// Source: the service's own emulator and runtime interface clients.
/// </summary>
internal sealed class WorkerLog : IDisposable
{
    public const string Variable = "_LAMBDA_TELEMETRY_LOG_FD_PROVIDER_SOCKET";

    /// <summary>Where its folder is in a room.</summary>
    public const string FolderInRoom = "/run/samlet";

    private const string FileName = "log";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("samlet-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<(Socket Connection, ProcessOutput Output)> _workers = [];
    private readonly Lock _gate = new();
    private readonly byte[] _block = new byte[16 * 1024];
    private Func<ProcessOutput>? _newOutput;
    private bool _isEnding;

    /// <summary>Listens, so that workers can connect, at a path that others than Samlet's user may be given.</summary>
    public WorkerLog()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(Folder, All | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            File.SetUnixFileMode(Path, All | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        }
    }

    public string Folder => _folder.FullName;

    public string Path => PathIn(Folder);

    /// <summary>The socket's path where its folder is seen under another name.</summary>
    public static string PathIn(string folder) => folder + "/" + FileName;

    /// <param name="newOutput">Makes what takes the output of one worker.</param>
    public void Open(Func<ProcessOutput> newOutput)
    {
        _newOutput = newOutput;
        new Thread(Accept, 128 * 1024) { IsBackground = true, Name = "worker log" }.Start();
    }

    /// <summary>Hands on what has been written so far, also by those who have just connected.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            AcceptWaiting();
            _ = _workers.RemoveAll(worker => !TryRead(worker.Connection, worker.Output));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isEnding)
            {
                return;
            }

            _isEnding = true;
            _workers.ForEach(static worker => worker.Connection.Dispose());
            _workers.Clear();
        }

        WakeUp();
        _folder.Delete(recursive: true);
    }

    /// <summary>Who waits for a connection does not see that the socket is closed, but a connection.</summary>
    private void WakeUp()
    {
        using var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        connection.Connect(new UnixDomainSocketEndPoint(Path));
        if (_newOutput is null)
        {
            _listener.Dispose();
        }
    }

    private void Accept()
    {
        while (_listener.Poll(-1, SelectMode.SelectRead))
        {
            lock (_gate)
            {
                if (_isEnding)
                {
                    _listener.Dispose();
                    return;
                }

                AcceptWaiting();
            }
        }
    }

    private void AcceptWaiting()
    {
        while (!_isEnding && _newOutput is { } newOutput && _listener.Poll(0, SelectMode.SelectRead))
        {
            var connection = _listener.Accept();
            _workers.Add((connection, newOutput()));
            _ = WatchAsync(connection);
        }
    }

    /// <summary>Receiving no bytes completes when there are some, or none will come any more.</summary>
    private async Task WatchAsync(Socket connection)
    {
        try
        {
            while (connection.Connected)
            {
                _ = await connection.ReceiveAsync(Memory<byte>.Empty);
                Drain();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The worker has ended, or Samlet does.
        }
    }

    /// <summary>False when the worker has ended.</summary>
    private bool TryRead(Socket connection, ProcessOutput output)
    {
        while (connection.Poll(0, SelectMode.SelectRead))
        {
            var count = Receive(connection);
            if (count == 0)
            {
                output.End();
                connection.Dispose();
                return false;
            }

            output.Receive(_block.AsSpan(0, count));
        }

        return true;
    }

    /// <summary>A connection that was reset has ended just as one that was closed.</summary>
    private int Receive(Socket connection)
    {
        try
        {
            return connection.Receive(_block);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
