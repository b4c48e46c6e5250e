using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samlet.E2ETests.Support;

/// <summary>A debugger that speaks the Debug Adapter Protocol, as debugpy and Ruby's `debug` do.</summary>
internal sealed class DebugAdapterClient : IDisposable
{
    private readonly TcpClient _client = new();
    private int _sent;

    public static async Task<DebugAdapterClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var client = new DebugAdapterClient();
        await client._client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return client;
    }

    public async Task SendAsync(string command, JsonObject arguments, CancellationToken cancellationToken)
    {
        var message = new JsonObject
        {
            ["seq"] = ++_sent,
            ["type"] = "request",
            ["command"] = command,
            ["arguments"] = arguments,
        };
        var body = Encoding.UTF8.GetBytes(message.ToJsonString());
        var head = Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n");
        await _client.GetStream().WriteAsync((byte[])[.. head, .. body], cancellationToken);
    }

    /// <summary>The body of the next event of this kind.</summary>
    public Task<JsonElement> UntilEventAsync(string kind, CancellationToken cancellationToken) =>
        UntilAsync("event", kind, cancellationToken);

    /// <summary>The body of the next answer to a command.</summary>
    public Task<JsonElement> UntilAnswerAsync(string command, CancellationToken cancellationToken) =>
        UntilAsync("command", command, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> UntilAsync(string key, string value, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await ReadAsync(cancellationToken);
            if (message.TryGetProperty(key, out var found) && found.GetString() == value)
            {
                return message.TryGetProperty("body", out var body) ? body : message;
            }
        }
    }

    private async Task<JsonElement> ReadAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture);
            }
        }

        var body = new byte[length];
        await _client.GetStream().ReadExactlyAsync(body, cancellationToken);
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        do
        {
            await _client.GetStream().ReadExactlyAsync(one, cancellationToken);
            line.Add(one[0]);
        }
        while (one[0] != (byte)'\n');

        return Encoding.ASCII.GetString([.. line]).TrimEnd();
    }
}
