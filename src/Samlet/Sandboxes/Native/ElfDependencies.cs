using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// The names of the libraries that a program or library for Linux of 64 bits asks for. They tell which C library it was
/// made for. Source: elf(5).
/// </summary>
internal sealed class ElfDependencies
{
    private const int Loaded = 1;
    private const int Dynamic = 2;
    private const int NeededTag = 1;
    private const int TextsTag = 5;
    private const int EntryLength = 16;
    private const int MostEntries = 4096;
    private const int LongestName = 256;

    private readonly SafeFileHandle _file;
    private readonly List<(long Address, long Offset, long Size)> _segments = [];
    private (long Offset, long Size) _dynamic;

    private ElfDependencies(SafeFileHandle file) => _file = file;

    /// <summary>Empty for what is no such file, cannot be read, or needs none.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return new ElfDependencies(file).Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether it was made for musl, the C library of Alpine Linux, which Lambda does not have.</summary>
    public static bool IsForMusl(string path) =>
        Of(path).Any(static name => name.StartsWith("libc.musl-", StringComparison.Ordinal) || name == "libc.so");

    private List<string> Read()
    {
        ReadSegments();
        List<long> names = [];
        var texts = -1L;
        var entry = new byte[EntryLength];
        for (var index = 0; index < Math.Min(MostEntries, _dynamic.Size / EntryLength); index++)
        {
            if (RandomAccess.Read(_file, entry, _dynamic.Offset + ((long)index * EntryLength)) < EntryLength)
            {
                break;
            }

            var (tag, value) = (Number(entry, 0), Number(entry, 8));
            texts = tag == TextsTag ? OffsetOf(value) : texts;
            if (tag == NeededTag)
            {
                names.Add(value);
            }
        }

        return texts < 0 ? [] : names.ConvertAll(name => ReadText(texts + name));
    }

    private void ReadSegments()
    {
        const int HeadLength = 64;
        const int SegmentLength = 56;
        var head = new byte[HeadLength];
        if (RandomAccess.Read(_file, head, 0) < HeadLength || !head.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return;
        }

        var segment = new byte[SegmentLength];
        for (var index = 0; index < BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(56)); index++)
        {
            if (RandomAccess.Read(_file, segment, Number(head, 32) + ((long)index * SegmentLength)) == SegmentLength)
            {
                Add(BinaryPrimitives.ReadInt32LittleEndian(segment), segment);
            }
        }
    }

    private void Add(int type, byte[] segment)
    {
        var (offset, address, size) = (Number(segment, 8), Number(segment, 16), Number(segment, 32));
        if (type == Dynamic)
        {
            _dynamic = (offset, size);
        }
        else if (type == Loaded)
        {
            _segments.Add((address, offset, size));
        }
    }

    private long OffsetOf(long address)
    {
        var segment = _segments.Find(one => address >= one.Address && address < one.Address + one.Size);
        return segment == default ? -1 : address - segment.Address + segment.Offset;
    }

    private string ReadText(long offset)
    {
        var bytes = new byte[LongestName];
        var length = RandomAccess.Read(_file, bytes, offset);
        var end = bytes.AsSpan(0, length).IndexOf((byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? length : end);
    }

    private static long Number(byte[] bytes, int offset) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(offset));
}
