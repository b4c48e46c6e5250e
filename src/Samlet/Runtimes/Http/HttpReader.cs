using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Samlet.Runtimes.Http;

/// <summary>
/// Reads requests from a connection, one after another; what a client sent ahead stays for the next one. Nothing
/// times out: a runtime may be stopped for hours between two bytes.
/// </summary>
internal sealed class HttpReader(Socket socket)
{
    /// <summary>
    /// Lambda takes 1 MiB of request line and headers, and a little more, as the server does that it is made with; the
    /// cause of an error alone may be nearly that long. Source: Lambda quotas; Go's net/http.
    /// </summary>
    public const int LongestHead = (1024 * 1024) + 4096;

    /// <summary>So that large bodies are not read in small parts.</summary>
    private const int BodyRoom = 64 * 1024;

    /// <summary>How much of a body that is too large is read and dropped before the connection ends.</summary>
    private const long LongestDropped = 1024L * 1024 * 1024;

    private const int Tcp = 6;
    private const int QuickAcknowledgement = 12;
    private static readonly byte[] On = [1, 0, 0, 0];

    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>Null when the client closed the connection between two requests.</summary>
    /// <exception cref="HttpRefusalException">What came is no request, or a part of one.</exception>
    public async ValueTask<HttpRequest?> ReadRequestAsync(CancellationToken cancellationToken)
    {
        var length = await FindHeadAsync(cancellationToken);
        if (length == 0)
        {
            return null;
        }

        var request = HttpHeadParser.Parse(_buffer.AsSpan(_start, length));
        _start += length;
        return request;
    }

    /// <param name="request">The request whose body comes next.</param>
    /// <param name="intake">Keeps the body or hands it on; what is over its limit is read and dropped.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ValueTask<HttpBody> ReadBodyAsync(
        HttpRequest request, BodyIntake intake, CancellationToken cancellationToken) =>
        request.ContentLength is { } length
            ? ReadSizedAsync(length, intake, cancellationToken)
            : ReadChunkedAsync(intake, cancellationToken);

    /// <summary>Reads what the client still sends, until it ends.</summary>
    public async ValueTask DropRestAsync(CancellationToken cancellationToken)
    {
        for (var dropped = 0L; dropped < LongestDropped; dropped += _end)
        {
            (_start, _end) = (0, 0);
            if (!await FillAsync(cancellationToken))
            {
                return;
            }
        }
    }

    private async ValueTask<int> FindHeadAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        while (true)
        {
            SkipEmptyLines();
            var length = EndOfHead(_buffer.AsSpan(_start, _end - _start), Math.Max(0, seen - 3));
            seen = _end - _start;
            if (length > 0 && length <= LongestHead)
            {
                return length;
            }

            if (seen > LongestHead)
            {
                throw new HttpRefusalException(431, "request line and headers are too long");
            }

            if (!await FillAsync(cancellationToken))
            {
                return seen == 0 ? 0 : throw new HttpRefusalException(400, "the connection ended within a request");
            }
        }
    }

    /// <summary>RFC 9112 2.2: empty lines in front of a request line are to be ignored.</summary>
    private void SkipEmptyLines()
    {
        while (_start < _end && _buffer[_start] is (byte)'\r' or (byte)'\n')
        {
            _start++;
        }
    }

    private static int EndOfHead(ReadOnlySpan<byte> text, int from)
    {
        while (text[from..].IndexOf((byte)'\n') is >= 0 and var offset)
        {
            from += offset + 1;
            var rest = text[from..];
            if (rest is [(byte)'\n', ..])
            {
                return from + 1;
            }

            if (rest is [(byte)'\r', (byte)'\n', ..])
            {
                return from + 2;
            }
        }

        return 0;
    }

    private async ValueTask<HttpBody> ReadSizedAsync(
        long length, BodyIntake intake, CancellationToken cancellationToken)
    {
        intake.Expect(length);
        var isWhole = await ReadBytesAsync(length, intake, cancellationToken);
        return intake.Body(isWhole, HttpBody.NoHeaders);
    }

    private async ValueTask<HttpBody> ReadChunkedAsync(BodyIntake intake, CancellationToken cancellationToken)
    {
        while (await ReadChunkSizeAsync(cancellationToken) is { } size)
        {
            if (size == 0)
            {
                var trailers = await ReadTrailersAsync(cancellationToken);
                return intake.Body(trailers is not null, trailers ?? HttpBody.NoHeaders);
            }

            intake.Expect(size);
            if (!await ReadBytesAsync(size, intake, cancellationToken)
                || await ReadLineAsync(cancellationToken) is null)
            {
                break;
            }
        }

        return intake.Body(isWhole: false, HttpBody.NoHeaders);
    }

    private async ValueTask<long?> ReadChunkSizeAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } line)
        {
            return null;
        }

        var digits = line.Split(';', 2)[0].Trim();
        return digits.Length is > 0 and < 16
            && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new HttpRefusalException(400, "malformed chunk size");
    }

    private async ValueTask<IReadOnlyDictionary<string, string>?> ReadTrailersAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length == 0)
            {
                return HttpHeadParser.ParseHeaders(Encoding.UTF8.GetBytes(text.ToString()));
            }

            _ = text.Append(line).Append('\n');
            if (text.Length > LongestHead)
            {
                throw new HttpRefusalException(431, "trailers are too long");
            }
        }

        return null;
    }

    /// <summary>
    /// A line without its end; null when the connection ended first. Trailers may be as long as a head.
    /// </summary>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var from = 0;
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            var end = available[from..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = available[..(from + end)];
                _start += from + end + 1;
                return Encoding.UTF8.GetString(line is [.., (byte)'\r'] ? line[..^1] : line);
            }

            from = available.Length;
            if (from > LongestHead)
            {
                throw new HttpRefusalException(400, "a line within a body is too long");
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async ValueTask<bool> ReadBytesAsync(long count, BodyIntake intake, CancellationToken cancellationToken)
    {
        if (count > LongestDropped)
        {
            throw new HttpRefusalException(413, "the body is too large to be read at all");
        }

        if (count > _buffer.Length && _buffer.Length < BodyRoom && _start == _end)
        {
            (_buffer, _start, _end) = (new byte[BodyRoom], 0, 0);
        }

        while (count > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return false;
            }

            var part = (int)Math.Min(count, _end - _start);
            await intake.TakeAsync(_buffer.AsMemory(_start, part));
            _start += part;
            count -= part;
        }

        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        AcknowledgeAtOnce();
        var count = await ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }

    /// <summary>
    /// A client that writes line by line (a shell does) waits for the acknowledgement of each small packet, which Linux
    /// holds back for 40 ms unless it is asked, every time, not to. Source: tcp(7), TCP_QUICKACK.
    /// </summary>
    private void AcknowledgeAtOnce()
    {
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, QuickAcknowledgement, On);
        }
    }

    /// <summary>A connection that was reset has ended just as one that was closed.</summary>
    private async ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(room, cancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
