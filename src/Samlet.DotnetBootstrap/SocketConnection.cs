using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Samlet.DotnetBootstrap;

/// <summary>A connection of our own: where none was inherited, and for further ones.</summary>
internal static class SocketConnection
{
    public static Stream Open(string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        var host = endpoint[..Math.Max(colon, 0)];
        var port = int.Parse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        Socket socket;
        if (IPAddress.TryParse(host, out var address))
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(address, port);
        }
        else
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(host, port);
        }

        socket.NoDelay = true;
        return new NetworkStream(socket, ownsSocket: true);
    }
}
