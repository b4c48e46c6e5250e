namespace Samlet.Runtimes.Streaming;

/// <summary>
/// A caller that takes a response while the function makes it. Parts come in order, each when the one before is taken,
/// so that a slow caller slows the function down; their bytes are only valid during the call. How the stream ended is
/// told by the invocation's result, which comes after the last part: an error after parts have gone out is a stream
/// that broke. A function that does not stream gives its whole response as one part.
/// </summary>
internal interface IResponseStream
{
    /// <summary>Called once in front of the first part, with the content type that the runtime named.</summary>
    /// <exception cref="IOException">The caller has gone; the rest of the response is dropped.</exception>
    ValueTask BeginAsync(string contentType, CancellationToken cancellationToken);

    /// <exception cref="IOException">The caller has gone; the rest of the response is dropped.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);
}
