using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// The server of an extension that takes events. Over HTTP a batch is a JSON array in one request, answered with 2xx;
/// over TCP an event is a line, and nothing is answered.
/// </summary>
internal sealed class TelemetryReceiver(TelemetryDestination destination) : IDisposable
{
    private Socket? _connection;

    /// <summary>False when the batch has to be sent again.</summary>
    public async Task<bool> TrySendAsync(IReadOnlyList<byte[]> events, CancellationToken cancellationToken)
    {
        try
        {
            return destination is TelemetryDestination.Http http
                ? await PostAsync(http, events, cancellationToken)
                : await WriteLinesAsync(events, cancellationToken);
        }
        catch (SocketException)
        {
            Dispose();
            return false;
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private async Task<bool> PostAsync(
        TelemetryDestination.Http http, IReadOnlyList<byte[]> events, CancellationToken cancellationToken)
    {
        using var connection = await ConnectAsync(cancellationToken);
        var body = Join(events, "["u8, ","u8, "]"u8);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{http.Method} {http.Path} HTTP/1.1\r\nHost: sandbox.localdomain:{http.Port}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await SendAllAsync(connection, (byte[])[.. Encoding.ASCII.GetBytes(head), .. body], cancellationToken);
        return await ReadStatusAsync(connection, cancellationToken) is >= 200 and < 300;
    }

    private async Task<bool> WriteLinesAsync(IReadOnlyList<byte[]> events, CancellationToken cancellationToken)
    {
        _connection ??= await ConnectAsync(cancellationToken);
        await SendAllAsync(_connection, Join(events, [], "\n"u8, "\n"u8), cancellationToken);
        return true;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, destination.Port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task SendAllAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    /// <summary>`HTTP/1.1 200 OK`: the number, or 0 for what is no HTTP.</summary>
    private static async Task<int> ReadStatusAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        var length = 0;
        while (length < 12)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
            {
                return 0;
            }

            length += count;
        }

        var line = Encoding.ASCII.GetString(buffer, 0, 12);
        return line.StartsWith("HTTP/1.", StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(9), CultureInfo.InvariantCulture, out var status)
                ? status
                : 0;
    }

    private static byte[] Join(
        IReadOnlyList<byte[]> events, ReadOnlySpan<byte> start, ReadOnlySpan<byte> between, ReadOnlySpan<byte> end)
    {
        var joined = new ArrayBufferWriter<byte>();
        joined.Write(start);
        for (var i = 0; i < events.Count; i++)
        {
            joined.Write(i == 0 ? [] : between);
            joined.Write(events[i]);
        }

        joined.Write(end);
        return joined.WrittenSpan.ToArray();
    }
}
