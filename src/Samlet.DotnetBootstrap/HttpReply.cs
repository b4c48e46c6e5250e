namespace Samlet.DotnetBootstrap;

/// <summary>Status, header lines and body; of a header that comes twice the first counts.</summary>
internal sealed class HttpReply(string head)
{
    public int Status { get; } =
        (100 * (head[9] - '0')) + (10 * (head[10] - '0')) + (head[11] - '0'); // Behind `HTTP/1.1 `.

    public byte[] Body { get; set; } = Array.Empty<byte>();

    /// <summary>Null where the header is absent or empty.</summary>
    public string? Header(string name)
    {
        var start = head.IndexOf($"\r\n{name}:", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += name.Length + 3;
        var end = head.IndexOf('\r', start);
        var value = head.AsSpan(start, (end < 0 ? head.Length : end) - start).Trim();
        return value.Length == 0 ? null : value.ToString();
    }
}
