using System.Buffers;
using System.Buffers.Binary;

namespace Samlet.Runtimes.Logs;

/// <summary>Takes what a <see cref="FrameReader"/> finds.</summary>
internal interface IFrameReceiver
{
    void TakeBytes(ReadOnlySpan<byte> bytes);

    void TakeFrame(LogLevel level, DateTimeOffset time, ReadOnlySpan<byte> text);
}

/// <summary>
/// Finds frames of the telemetry log protocol among the bytes of a function's output. The descriptor that runtimes
/// write frames to is the same pipe as standard output, which keeps both in the order they were written. A frame is,
/// big-endian: 4 bytes type (0xa55a0000, the level in bits 2 to 4, 2 for a timestamp, 1 for text), 4 bytes length of
/// the message, 8 bytes microseconds since 1970, the message in UTF-8. Source: the public runtime clients of AWS.
/// </summary>
internal sealed class FrameReader(IFrameReceiver receiver)
{
    private const int HeadLength = 16;
    private const int LongestMessage = 64 * 1024 * 1024;

    // From 2000 to 2100. Bytes that happen to have the mark do not have a plausible time behind it as well.
    private const long Earliest = 946_684_800_000_000;
    private const long Latest = 4_102_444_800_000_000;

    private readonly ArrayBufferWriter<byte> _pending = new();

    private static ReadOnlySpan<byte> Mark => [0xA5, 0x5A, 0x00];

    public void Add(ReadOnlySpan<byte> output)
    {
        if (_pending.WrittenCount == 0)
        {
            Keep(Read(output));
            return;
        }

        _pending.Write(output);
        if (_pending.WrittenCount >= Wanted(_pending.WrittenSpan))
        {
            var held = _pending.WrittenSpan.ToArray();
            _pending.ResetWrittenCount();
            Keep(Read(held));
        }
    }

    /// <summary>Gives up what only looks like the start of a frame; a frame half written stays.</summary>
    public void Flush()
    {
        if (_pending.WrittenCount is > 0 and < HeadLength)
        {
            receiver.TakeBytes(_pending.WrittenSpan);
            _pending.ResetWrittenCount();
        }
    }

    /// <summary>The process is gone, and with it the rest of a frame.</summary>
    public void End()
    {
        Flush();
        if (_pending.WrittenCount > 0)
        {
            TakeFrame(_pending.WrittenSpan);
            _pending.ResetWrittenCount();
        }
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            _pending.Write(rest);
        }
    }

    /// <summary>Returns the start of a frame that is not whole yet.</summary>
    private ReadOnlySpan<byte> Read(ReadOnlySpan<byte> output)
    {
        while (!output.IsEmpty)
        {
            var start = FindFrame(output);
            if (start > 0)
            {
                receiver.TakeBytes(output[..start]);
                output = output[start..];
            }
            else if (output.Length < Wanted(output))
            {
                return output;
            }
            else
            {
                output = output[TakeFrame(output)..];
            }
        }

        return [];
    }

    private static int FindFrame(ReadOnlySpan<byte> output)
    {
        for (var from = 0; from < output.Length;)
        {
            var mark = output[from..].IndexOf(Mark[0]);
            if (mark < 0)
            {
                break;
            }

            if (CanBeFrame(output[(from + mark)..]))
            {
                return from + mark;
            }

            from += mark + 1;
        }

        return output.Length;
    }

    /// <summary>Also true when too little is there to tell.</summary>
    private static bool CanBeFrame(ReadOnlySpan<byte> bytes)
    {
        var seen = Math.Min(bytes.Length, Mark.Length);
        return bytes[..seen].SequenceEqual(Mark[..seen])
            && (bytes.Length < 4 || ((bytes[3] & 2) != 0 && bytes[3] >> 2 <= (int)LogLevel.Fatal))
            && (bytes.Length < 8 || BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) <= LongestMessage)
            && (bytes.Length < HeadLength
                || BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) is > Earliest and < Latest);
    }

    /// <summary>How many bytes it takes to go on with what begins as a frame does.</summary>
    private static int Wanted(ReadOnlySpan<byte> frame) => frame.Length < HeadLength
        ? (CanBeFrame(frame) ? HeadLength : 0)
        : HeadLength + (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);

    private int TakeFrame(ReadOnlySpan<byte> frame)
    {
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(frame[4..]);
        var microseconds = BinaryPrimitives.ReadInt64BigEndian(frame[8..]);
        receiver.TakeFrame(
            (LogLevel)(frame[3] >> 2),
            DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds),
            frame.Slice(HeadLength, Math.Min(length, frame.Length - HeadLength)));
        return HeadLength + length;
    }
}
