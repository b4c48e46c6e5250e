namespace Samlet.Runtimes.Streaming;

/// <summary>
/// Takes the front matter off a stream of content type `application/vnd.awslambda.http-integration-response`: a JSON
/// object, then exactly eight NUL bytes, then the body. Parts may end anywhere, also within the eight. A delimiter that
/// has not come within the first 16 KiB is taken for missing, as API Gateway does; then all of it is body.
/// Source: Lambda developer guide, response streaming; API Gateway developer guide, response transfer mode.
/// </summary>
internal sealed class PreludeReader
{
    public const string ContentType = "application/vnd.awslambda.http-integration-response";

    private const int LongestPrelude = 16 * 1024;

    private byte[] _front = [];

    private static ReadOnlySpan<byte> Delimiter => [0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Whether all of what comes is body: the prelude has been found or given up.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The JSON object's bytes; null before it is complete, and when there is none.</summary>
    public ReadOnlyMemory<byte>? Prelude { get; private set; }

    /// <summary>Returns what of a part belongs to the body.</summary>
    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> part)
    {
        if (IsOver)
        {
            return part;
        }

        _front = [.. _front, .. part.Span];
        var end = _front.AsSpan().IndexOf(Delimiter);
        if (end >= 0 && end <= LongestPrelude)
        {
            Prelude = _front.AsMemory(0, end);
            return Finish(_front.AsMemory(end + Delimiter.Length));
        }

        return end >= 0 || _front.Length > LongestPrelude + Delimiter.Length ? Finish(_front) : default;
    }

    /// <summary>At the end of the stream: what was held back of a body that has no prelude.</summary>
    public ReadOnlyMemory<byte> ReadRest() => IsOver ? default : Finish(_front);

    private ReadOnlyMemory<byte> Finish(ReadOnlyMemory<byte> body)
    {
        IsOver = true;
        _front = [];
        return body;
    }
}
