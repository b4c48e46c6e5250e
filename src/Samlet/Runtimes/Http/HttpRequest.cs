namespace Samlet.Runtimes.Http;

/// <summary>
/// The head of a request. Header names compare without case; of a repeated header the last one counts.
/// </summary>
internal sealed record HttpRequest
{
    public required string Method { get; init; }

    /// <summary>The target without its query.</summary>
    public required string Path { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Null when the body is chunked.</summary>
    public long? ContentLength { get; init; }

    /// <summary>False when the client asked for the connection to end, or speaks HTTP/1.0.</summary>
    public bool KeepsAlive { get; init; }

    public string? Header(string name) => Headers.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}

internal enum BodyEnd
{
    Complete,
    TooLarge,
    Truncated,
}

/// <summary>
/// A body read to its end. One that is too large is read on and dropped, so that the client gets its answer.
/// </summary>
internal sealed record HttpBody(ReadOnlyMemory<byte> Bytes, BodyEnd End)
{
    public IReadOnlyDictionary<string, string> Trailers { get; init; } = NoHeaders;

    public static IReadOnlyDictionary<string, string> NoHeaders { get; } = new Dictionary<string, string>();
}
