using System.Globalization;
using System.Text;

namespace Samlet.Tests.Support;

/// <summary>Reads HTTP/1.1 requests one after the other: bodies by length or in chunks, and trailers.</summary>
internal sealed class StubRequestReader(Stream stream)
{
    private readonly byte[] _block = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Null at the end of the connection.</summary>
    public async Task<RuntimePost?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken) is not { } requestLine)
        {
            return null;
        }

        var path = requestLine.Split(' ')[1].Replace("/2018-06-01/runtime", "", StringComparison.Ordinal);
        var headers = await ReadHeadersAsync(cancellationToken);
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            var chunks = await ReadChunksAsync(cancellationToken);
            return new RuntimePost(path, headers, chunks, await ReadHeadersAsync(cancellationToken));
        }

        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        var body = new byte[length];
        await ReadExactlyAsync(body, cancellationToken);
        return new RuntimePost(path, headers, body, new Dictionary<string, string>());
    }

    private async Task<IReadOnlyDictionary<string, string>> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var parts = line.Split(':', 2);
            headers[parts[0]] = parts[1].Trim();
        }

        return headers;
    }

    private async Task<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (await ReadLineAsync(cancellationToken) is { } size)
        {
            var chunk = new byte[int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture)];
            if (chunk.Length == 0)
            {
                break;
            }

            await ReadExactlyAsync(chunk, cancellationToken);
            await body.WriteAsync(chunk, cancellationToken);
            _ = await ReadLineAsync(cancellationToken);
        }

        return body.ToArray();
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        while (_start < _end || await FillAsync(cancellationToken))
        {
            var next = _block[_start++];
            if (next == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(next);
        }

        return null;
    }

    private async Task ReadExactlyAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(target.Length, _end - _start);
        _block.AsMemory(_start, buffered).CopyTo(target);
        _start += buffered;
        await stream.ReadExactlyAsync(target[buffered..], cancellationToken);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_block, cancellationToken);
        return _end > 0;
    }
}
