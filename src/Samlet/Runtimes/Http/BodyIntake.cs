using System.Buffers;

namespace Samlet.Runtimes.Http;

/// <summary>Takes a part of a body; its bytes are only valid until the call has ended.</summary>
internal delegate ValueTask BodyReceiver(ReadOnlyMemory<byte> part);

/// <summary>
/// Takes in a body while it is read: keeps it, or hands it on as it comes. What is announced to go over the limit is
/// neither kept nor handed on.
/// </summary>
internal sealed class BodyIntake(long limit, BodyReceiver? receiver)
{
    /// <summary>A client's claim about a length costs no memory before its bytes are there.</summary>
    private const int FirstRoom = 1024 * 1024;

    private ArrayBufferWriter<byte>? _kept;
    private long _expected;

    private bool IsTooLarge => _expected > limit;

    /// <summary>Announces the bytes that come next: all of a body, or a chunk of it.</summary>
    public void Expect(long count)
    {
        _expected += count;
        if (receiver is null && !IsTooLarge && count > 0)
        {
            _kept ??= new ArrayBufferWriter<byte>((int)Math.Min(count, FirstRoom));
        }
    }

    public ValueTask TakeAsync(ReadOnlyMemory<byte> part)
    {
        if (IsTooLarge)
        {
            return default;
        }

        if (receiver is not null)
        {
            return receiver(part);
        }

        _kept!.Write(part.Span); // Made when these bytes were announced.
        return default;
    }

    public HttpBody Body(bool isWhole, IReadOnlyDictionary<string, string> trailers) =>
        new(_kept?.WrittenMemory ?? default, End(isWhole)) { Trailers = trailers };

    private BodyEnd End(bool isWhole) =>
        !isWhole ? BodyEnd.Truncated : IsTooLarge ? BodyEnd.TooLarge : BodyEnd.Complete;
}
