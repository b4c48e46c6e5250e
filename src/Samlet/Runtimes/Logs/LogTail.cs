using System.Buffers;

namespace Samlet.Runtimes.Logs;

/// <summary>
/// The last 4 KiB of what one invocation wrote into the log, from START to REPORT, for callers that ask with `LogType`
/// `Tail`. Source: Lambda API reference, Invoke.
/// </summary>
internal sealed class LogTail
{
    public const int Size = 4 * 1024;

    private readonly ArrayBufferWriter<byte> _written = new();

    /// <summary>The bytes of X-Amz-Log-Result before they are encoded.</summary>
    public ReadOnlySpan<byte> Bytes => _written.WrittenSpan[^Math.Min(Size, _written.WrittenCount)..];

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_written.WrittenCount > 16 * Size)
        {
            var kept = Bytes.ToArray();
            _written.ResetWrittenCount();
            _written.Write(kept);
        }

        _written.Write(bytes[^Math.Min(Size, bytes.Length)..]);
    }
}
