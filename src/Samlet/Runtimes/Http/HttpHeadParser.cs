using System.Buffers;
using System.Text;

namespace Samlet.Runtimes.Http;

/// <summary>
/// Parses the head of a request (RFC 9112): strict where leniency lets two parties read two different requests
/// (lengths, folded lines, spaces before a colon), lenient with bare line feeds.
/// </summary>
internal static class HttpHeadParser
{
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("\"(),/:;<=>?@[\\]{}"u8);

    /// <param name="text">From the request line to the empty line, that line included or not.</param>
    public static HttpRequest Parse(ReadOnlySpan<byte> text)
    {
        var line = TakeLine(ref text);
        var (method, path, isOld) = ParseRequestLine(line);
        var headers = ParseHeaders(text);
        var connection = headers.GetValueOrDefault("Connection", "");
        return new HttpRequest
        {
            Method = method,
            Path = path,
            Headers = headers,
            ContentLength = BodyLength(headers),
            KeepsAlive = !isOld && !connection.Contains("close", StringComparison.OrdinalIgnoreCase),
        };
    }

    public static Dictionary<string, string> ParseHeaders(ReadOnlySpan<byte> text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (!text.IsEmpty && TakeLine(ref text) is { IsEmpty: false } line)
        {
            AddHeader(line, headers);
        }

        return headers;
    }

    private static (string Method, string Path, bool IsOld) ParseRequestLine(ReadOnlySpan<byte> line)
    {
        var methodEnd = line.IndexOf((byte)' ');
        var pathEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || pathEnd <= methodEnd + 1 || !IsToken(line[..methodEnd]))
        {
            throw new HttpRefusalException(400, "malformed request line");
        }

        var version = line[(pathEnd + 1)..];
        var isOld = version.SequenceEqual("HTTP/1.0"u8);
        return isOld || version.SequenceEqual("HTTP/1.1"u8)
            ? (Encoding.ASCII.GetString(line[..methodEnd]), ParsePath(line[(methodEnd + 1)..pathEnd]), isOld)
            : throw new HttpRefusalException(505, "only HTTP/1.0 and 1.1 are spoken here");
    }

    private static string ParsePath(ReadOnlySpan<byte> target)
    {
        var query = target.IndexOf((byte)'?');
        target = query < 0 ? target : target[..query];
        return target.IndexOfAnyInRange((byte)0, (byte)' ') < 0
            && target is [(byte)'/' or (byte)'h' or (byte)'H' or (byte)'*', ..]
            ? WithoutAuthority(Encoding.UTF8.GetString(target))
            : throw new HttpRefusalException(400, "malformed request target");
    }

    /// <summary>A proxy's form of the target, `http://host/path`, which servers must accept.</summary>
    private static string WithoutAuthority(string target)
    {
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? 0 : target.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : target[path..];
    }

    private static void AddHeader(ReadOnlySpan<byte> line, Dictionary<string, string> headers)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || !IsToken(line[..colon]))
        {
            throw new HttpRefusalException(400, "malformed header line");
        }

        var name = Encoding.ASCII.GetString(line[..colon]);
        var value = Encoding.UTF8.GetString(line[(colon + 1)..].Trim(" \t"u8));
        if (headers.TryGetValue(name, out var first) && first != value && IsLength(name))
        {
            throw new HttpRefusalException(400, "contradictory body lengths");
        }

        headers[name] = value;
    }

    private static bool IsLength(string name) =>
        name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase);

    private static long? BodyLength(Dictionary<string, string> headers)
    {
        var hasLength = headers.TryGetValue("Content-Length", out var length);
        if (headers.TryGetValue("Transfer-Encoding", out var encoding))
        {
            return hasLength
                ? throw new HttpRefusalException(400, "both Content-Length and Transfer-Encoding")
                : encoding.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                    ? null
                    : throw new HttpRefusalException(501, "the only transfer coding is chunked");
        }

        return hasLength ? ParseLength(length!) : 0;
    }

    private static long ParseLength(string text) =>
        text.Length is > 0 and < 19 && !text.AsSpan().ContainsAnyExceptInRange('0', '9')
            ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : throw new HttpRefusalException(400, "malformed Content-Length");

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    /// <summary>RFC 9110's token: visible ASCII without delimiters.</summary>
    private static bool IsToken(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0 && text.IndexOfAny(Delimiters) < 0;
}
