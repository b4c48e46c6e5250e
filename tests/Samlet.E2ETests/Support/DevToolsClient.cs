using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samlet.E2ETests.Support;

/// <summary>A debugger of Node.js: the DevTools protocol over a web socket.</summary>
internal sealed class DevToolsClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private int _sent;

    public static async Task<DevToolsClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var targets = await http.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/json/list", cancellationToken);
        var client = new DevToolsClient();
        await client._socket.ConnectAsync(
            new Uri(targets[0].GetProperty("webSocketDebuggerUrl").GetString()!), cancellationToken); // Always there.
        return client;
    }

    /// <summary>Sends a command and gives its result; events that arrive before are dropped.</summary>
    public async Task<JsonElement> CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        var message = new JsonObject { ["id"] = ++_sent, ["method"] = method, ["params"] = parameters ?? [] };
        var bytes = Encoding.UTF8.GetBytes(message.ToJsonString());
        await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        while (true)
        {
            var answer = await ReadAsync(cancellationToken);
            if (answer.TryGetProperty("id", out var id) && id.GetInt32() == _sent)
            {
                return answer.GetProperty("result");
            }
        }
    }

    public async Task<JsonElement> UntilAsync(string happening, CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await ReadAsync(cancellationToken);
            if (message.TryGetProperty("method", out var method) && method.GetString() == happening)
            {
                return message.GetProperty("params");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<JsonElement> ReadAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellationToken);
            await message.WriteAsync(buffer.AsMemory(0, part.Count), cancellationToken);
        }
        while (!part.EndOfMessage);

        return JsonDocument.Parse(message.ToArray()).RootElement;
    }
}
