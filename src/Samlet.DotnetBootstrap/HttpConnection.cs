using System.Globalization;
using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>One kept connection over HTTP/1.1. HttpClient costs 80 ms of a start, this next to nothing.</summary>
internal sealed class HttpConnection
{
    private const int SmallBody = 64 * 1024;

    private readonly string _endpoint;
    private Stream _stream;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    private HttpConnection(string endpoint, Stream stream)
    {
        _endpoint = endpoint;
        _stream = stream;
    }

    public static HttpConnection Open(string endpoint) =>
        new(endpoint, InheritedConnection.Take() ?? SocketConnection.Open(endpoint));

    /// <summary>Once more over a new connection where the server has closed the kept one, as it may.</summary>
    public HttpReply Exchange(string head, ReadOnlySpan<byte> body)
    {
        try
        {
            Send(head, body);
            return Receive();
        }
        catch (IOException) when (_start == _end)
        {
            Reconnect();
            Send(head, body);
            return Receive();
        }
    }

    private void Reconnect()
    {
        _stream.Dispose();
        _start = _end = 0;
        _stream = SocketConnection.Open(_endpoint);
    }

    /// <summary>In one piece where it is small, so that it leaves in one packet.</summary>
    public void Send(string head, ReadOnlySpan<byte> body)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(head.Length) + (body.Length <= SmallBody ? body.Length : 0)];
        var length = Encoding.UTF8.GetBytes(head, 0, head.Length, bytes, 0);
        if (body.Length <= SmallBody)
        {
            body.CopyTo(bytes.AsSpan(length));
            _stream.Write(bytes, 0, length + body.Length);
        }
        else
        {
            _stream.Write(bytes, 0, length);
            SendLarge(body);
        }
    }

    public HttpReply Receive()
    {
        var reply = new HttpReply(Line("\r\n\r\n"u8));
        if (reply.Header("Transfer-Encoding") is not null)
        {
            reply.Body = Chunks();
        }
        else if (reply.Header("Content-Length") is { } length)
        {
            reply.Body = Bytes(int.Parse(length, CultureInfo.InvariantCulture));
        }

        return reply;
    }

    /// <summary>A server may refuse a body before it has read it; its answer is there to be read.</summary>
    private void SendLarge(ReadOnlySpan<byte> body)
    {
        try
        {
            _stream.Write(body);
        }
        catch (IOException)
        {
            return;
        }
    }

    private byte[] Chunks()
    {
        using var body = new MemoryStream();
        while (true)
        {
            var line = Line("\r\n"u8);
            var semicolon = line.IndexOf(';', StringComparison.Ordinal);
            var size = int.Parse(
                semicolon < 0 ? line : line.AsSpan(0, semicolon), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                break;
            }

            body.Write(Bytes(size));
            _ = Line("\r\n"u8);
        }

        while (Line("\r\n"u8).Length > 0)
        {
            // Trailers are of no use here.
        }

        return body.ToArray();
    }

    /// <summary>What comes before the mark, without it.</summary>
    private string Line(ReadOnlySpan<byte> mark)
    {
        var length = 0;
        while (!IsAt(length, mark))
        {
            if (_start + length + mark.Length < _end)
            {
                length++;
            }
            else
            {
                Fill();
            }
        }

        var text = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length + mark.Length;
        return text;
    }

    /// <summary>By hand: the runtime has no code ready for a search in bytes and would compile it first.</summary>
    private bool IsAt(int offset, ReadOnlySpan<byte> mark)
    {
        var at = _start + offset;
        if (at + mark.Length > _end)
        {
            return false;
        }

        for (var index = 0; index < mark.Length; index++)
        {
            if (_buffer[at + index] != mark[index])
            {
                return false;
            }
        }

        return true;
    }

    private byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        var filled = Math.Min(size, _end - _start);
        Buffer.BlockCopy(_buffer, _start, bytes, 0, filled);
        _start += filled;
        while (filled < size)
        {
            filled += Read(bytes, filled);
        }

        return bytes;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        _end += Read(_buffer, _end);
    }

    private int Read(byte[] target, int start)
    {
        var count = _stream.Read(target, start, target.Length - start);
        return count > 0 ? count : throw new EndOfStreamException("the Runtime API closed the connection");
    }
}
