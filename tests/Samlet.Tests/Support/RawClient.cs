using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Samlet.Tests.Support;

/// <summary>A client that sends exactly the bytes it is given and reads one HTTP answer at a time.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private byte[] _rest = [];

    public static async Task<RawClient> ConnectAsync(string address)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPEndPoint.Parse(address), TestContext.Current.CancellationToken);
        client._socket.NoDelay = true;
        return client;
    }

    public static async Task<RawAnswer> ExchangeAsync(string address, string request)
    {
        using var client = await ConnectAsync(address);
        await client.SendAsync(request);
        return await client.ReadAsync();
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; status 0 when the connection ended instead.</summary>
    public async Task<RawAnswer> ReadAsync()
    {
        int end;
        while ((end = _rest.AsSpan().IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
            {
                return new RawAnswer(0, new Dictionary<string, string>(), []);
            }
        }

        var lines = Encoding.UTF8.GetString(_rest, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(static line => line.Split(": ", 2))
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        _rest = _rest[(end + 4)..];
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        while (_rest.Length < length && await FillAsync())
        {
        }

        var body = _rest[..length];
        _rest = _rest[length..];
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, body);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync()
    {
        var block = new byte[64 * 1024];
        var count = await _socket.ReceiveAsync(block, TestContext.Current.CancellationToken);
        _rest = [.. _rest, .. block.AsSpan(0, count)];
        return count > 0;
    }
}

internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
