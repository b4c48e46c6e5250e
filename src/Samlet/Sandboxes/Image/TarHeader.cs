using System.Buffers.Text;
using System.Numerics;
using System.Text;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// One block of 512 bytes with what it says of an entry. Source: POSIX, pax, ustar interchange format; GNU tar manual,
/// basic tar format.
/// </summary>
internal readonly struct TarHeader(byte[] block)
{
    public const int BlockSize = 512;

    private const int SumOffset = 148;
    private const int SumLength = 8;
    private const int SegmentsOfHeader = 4;
    private const int SegmentsOfContinuation = 21;
    private const int SegmentBytes = 24;

    public bool IsEnd => block.AsSpan().IndexOfAnyExcept((byte)0) < 0;

    public char Type => (char)block[156];

    public long Size => Number(124, 12);

    public UnixFileMode Mode => (UnixFileMode)(Number(100, 8) & 0xFFF);

    public DateTime ModificationTimeUtc => TarTime.Of(Number(136, 12));

    public string LinkName => Text(157, 100);

    /// <summary>Of an old sparse file: the size with its holes.</summary>
    public long SparseSize => Number(483, 12);

    /// <summary>Of an old sparse file: whether a block with more segments follows.</summary>
    public bool IsSegmentsContinued => block[482] != 0;

    /// <summary>Of such a block itself.</summary>
    public bool IsContinuationContinued => block[504] != 0;

    /// <summary>GNU's own kind has other things where ustar has the front of a long name.</summary>
    public string Name => block.AsSpan(257, 6).SequenceEqual("ustar\0"u8) && Text(345, 155) is { Length: > 0 } front
        ? $"{front}/{Text(0, 100)}"
        : Text(0, 100);

    /// <exception cref="InvalidDataException">It is no header.</exception>
    public void RequireSum(long position)
    {
        var sum = 0L;
        for (var index = 0; index < BlockSize; index++)
        {
            sum += index is >= SumOffset and < SumOffset + SumLength ? ' ' : block[index];
        }

        if (Number(SumOffset, SumLength) != sum)
        {
            throw new InvalidDataException($"there is no header of an entry at byte {position}");
        }
    }

    public IEnumerable<TarSegment> Segments() => Segments(386, SegmentsOfHeader);

    public IEnumerable<TarSegment> ContinuedSegments() => Segments(0, SegmentsOfContinuation);

    private IEnumerable<TarSegment> Segments(int start, int count)
    {
        for (var offset = start; offset < start + (count * SegmentBytes) && block[offset] != 0; offset += SegmentBytes)
        {
            yield return new TarSegment(Number(offset, 12), Number(offset + 12, 12));
        }
    }

    private string Text(int offset, int length)
    {
        var field = block.AsSpan(offset, length);
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits, or with the first bit set a binary number, the highest byte first.</summary>
    private long Number(int offset, int length)
    {
        var field = block.AsSpan(offset, length);
        return (field[0] & 0x80) != 0 ? Binary(field) : Octal(field.Trim(" \0"u8));
    }

    private static long Binary(ReadOnlySpan<byte> field)
    {
        var isNegative = (field[0] & 0x40) != 0;
        var number = new BigInteger(field, isUnsigned: false, isBigEndian: true);
        number += isNegative ? 0 : BigInteger.One << ((field.Length * 8) - 1); // The mark is not a sign.
        return number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : throw new InvalidDataException("a number of an entry is too large");
    }

    private static long Octal(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
        {
            number = digit is >= (byte)'0' and <= (byte)'7'
                ? (number << 3) + (digit - '0')
                : throw new InvalidDataException("a number of an entry has digits that are not octal");
        }

        return number;
    }
}

/// <summary>Times of archives, which may lie before 1970 and have parts of seconds.</summary>
internal static class TarTime
{
    public static DateTime Of(decimal seconds)
    {
        var ticks = decimal.Floor(seconds * TimeSpan.TicksPerSecond);
        var earliest = DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks;
        var latest = DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks;
        return DateTime.UnixEpoch.AddTicks((long)Math.Clamp(ticks, earliest, latest));
    }

    /// <summary>Null when it is not a number.</summary>
    public static DateTime? TryParse(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal seconds, out var length) && length == text.Length ? Of(seconds) : null;
}
