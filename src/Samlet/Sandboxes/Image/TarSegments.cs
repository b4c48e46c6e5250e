namespace Samlet.Sandboxes.Image;

/// <summary>A part of a sparse file, in bytes.</summary>
internal readonly record struct TarSegment(long Offset, long Length);

/// <summary>What is true of the parts of a sparse file, whichever way an archive lists them.</summary>
internal static class TarSegments
{
    public const int Most = 1_000_000;

    private const long LargestSize = long.MaxValue / 4;

    /// <param name="segments">As the archive has them.</param>
    /// <param name="size">Of the file, with its holes.</param>
    /// <param name="stored">Bytes that the archive has for them.</param>
    public static IReadOnlyList<TarSegment> Check(IReadOnlyList<TarSegment> segments, long size, long stored)
    {
        long end = 0;
        foreach (var (offset, length) in segments)
        {
            if (offset < end || length < 0 || size > LargestSize || offset > size - length)
            {
                throw Broken();
            }

            (end, stored) = (offset + length, stored - length);
        }

        return stored == 0 && size >= end ? segments : throw Broken();
    }

    public static long WithDigit(long number, byte digit) =>
        digit is >= (byte)'0' and <= (byte)'9' && number < LargestSize / 10
            ? (number * 10) + (digit - '0')
            : throw Broken();

    public static InvalidDataException Broken() => new("the list of a sparse file's parts is broken");
}
