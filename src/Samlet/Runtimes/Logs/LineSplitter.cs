using System.Buffers;

namespace Samlet.Runtimes.Logs;

internal delegate void LineReceiver(ReadOnlySpan<byte> line);

/// <summary>
/// Makes log events of output: one a line, a carriage return does not end one (recorded on the service). What is
/// longer than CloudWatch Logs takes in one event (1 MiB) becomes several.
/// </summary>
internal sealed class LineSplitter(LineReceiver receiver)
{
    public const int LongestEvent = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _partial = new();

    public void Add(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            var room = LongestEvent - _partial.WrittenCount;
            var part = output[..Math.Min(room, output.Length)];
            var end = part.IndexOf((byte)'\n');
            Complete(end < 0 ? part : part[..end], isWhole: end >= 0 || part.Length == room);
            output = output[(end < 0 ? part.Length : end + 1)..];
        }
    }

    /// <summary>A line without its end, when nothing more of it is to be waited for.</summary>
    public void Flush()
    {
        if (_partial.WrittenCount > 0)
        {
            Complete([], isWhole: true);
        }
    }

    private void Complete(ReadOnlySpan<byte> part, bool isWhole)
    {
        if (isWhole && _partial.WrittenCount == 0)
        {
            receiver(part);
            return;
        }

        _partial.Write(part);
        if (isWhole)
        {
            receiver(_partial.WrittenSpan);
            _partial.ResetWrittenCount();
        }
    }
}
