using System.Text;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Reads an archive of tar in one go: ustar, its predecessor, GNU's and POSIX's extensions, sparse files of all kinds.
/// The framework's reader knows no sparse files and takes values of extended headers for lines of text.
/// </summary>
internal sealed class TarArchiveReader(Stream archive)
{
    /// <summary>Of a name, or of all that an extended header says, in bytes.</summary>
    private const int LongestText = 1024 * 1024;

    private readonly byte[] _block = new byte[TarHeader.BlockSize];
    private long _position;
    private long _left;
    private long _end;

    /// <summary>Null at the end of the archive. What was not read of the entry before is skipped.</summary>
    /// <exception cref="InvalidDataException">It is no archive, or a broken one.</exception>
    /// <exception cref="EndOfStreamException">It ends within an entry.</exception>
    public TarEntry? Next()
    {
        string? name = null;
        string? linkName = null;
        var records = PaxRecords.Read([]);
        while (NextHeader() is { } header)
        {
            switch (header.Type)
            {
                case 'L':
                    name = ReadText(header);
                    break;
                case 'K':
                    linkName = ReadText(header);
                    break;
                case 'x':
                    records = PaxRecords.Read(ReadAll(header));
                    break;
                case 'g': // Of all that follow: nothing that an image needs, and what Docker leaves out, too.
                    Begin(header.Size);
                    break;
                default:
                    return Entry(header, records, records.Name ?? name, records.LinkName ?? linkName);
            }
        }

        return null;
    }

    /// <summary>Content of the entry, as the archive has it: without holes. Zero at its end.</summary>
    public int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _left);
        if (count == 0)
        {
            return 0;
        }

        var read = archive.Read(buffer[..count]);
        (_position, _left) = (_position + read, _left - read);
        return read > 0 ? read : throw EndsWithinFile();
    }

    private TarHeader? NextHeader()
    {
        Skip(_end - _position);
        var start = _position;
        if (!ReadBlock(mayEnd: true))
        {
            return null;
        }

        var header = new TarHeader(_block);
        if (header.IsEnd)
        {
            return null;
        }

        header.RequireSum(start);
        return header;
    }

    private TarEntry Entry(TarHeader header, PaxRecords records, string? longName, string? longLinkName)
    {
        var name = longName ?? header.Name;
        var entry = new TarEntry(KindOf(header.Type, name), name)
        {
            LinkName = longLinkName ?? header.LinkName,
            Mode = header.Mode,
            ModificationTimeUtc = records.ModificationTimeUtc ?? header.ModificationTimeUtc,
        };
        // Links, devices and folders have no content, whatever their size says.
        var stored = header.Type is >= '1' and <= '6' ? 0 : records.Size ?? header.Size;
        return entry.Kind != TarEntryKind.File ? Opened(entry, stored)
            : header.Type == 'S' ? OldSparse(entry, header, stored)
            : records.SparseSize is { } size ? Sparse(entry, records, size, stored)
            : Opened(entry with { Size = stored, Segments = [new TarSegment(0, stored)] }, stored);
    }

    private static TarEntryKind KindOf(char type, string name) => type switch
    {
        '\0' when name.EndsWith('/') => TarEntryKind.Folder,
        '\0' or '0' or '7' or 'S' => TarEntryKind.File,
        '1' => TarEntryKind.HardLink,
        '2' => TarEntryKind.SymbolicLink,
        '5' or 'D' => TarEntryKind.Folder,
        _ => TarEntryKind.Other,
    };

    private TarEntry OldSparse(TarEntry entry, TarHeader header, long stored)
    {
        List<TarSegment> segments = [.. header.Segments()];
        var size = header.SparseSize;
        var isContinued = header.IsSegmentsContinued;
        while (isContinued && segments.Count < TarSegments.Most)
        {
            _ = ReadBlock(mayEnd: false);
            var more = new TarHeader(_block);
            segments.AddRange(more.ContinuedSegments());
            isContinued = more.IsContinuationContinued;
        }

        return Opened(entry with { Size = size, Segments = TarSegments.Check(segments, size, stored) }, stored);
    }

    private TarEntry Sparse(TarEntry entry, PaxRecords records, long size, long stored)
    {
        var opened = Opened(entry, stored);
        var numbers = records.HasSegmentsInContent ? ReadNumbers() : records.SegmentNumbers;
        List<TarSegment> segments = [];
        for (var index = 0; index + 1 < numbers.Count; index += 2)
        {
            segments.Add(new TarSegment(numbers[index], numbers[index + 1]));
        }

        return opened with { Size = size, Segments = TarSegments.Check(segments, size, _left) };
    }

    /// <summary>How many segments, then offset and length of each, a line each, filled up to whole blocks.</summary>
    private List<long> ReadNumbers()
    {
        List<long> numbers = [];
        long number = 0;
        for (long lines = 1; numbers.Count < lines;)
        {
            ReadBlockOfContent();
            for (var index = 0; index < _block.Length && numbers.Count < lines; index++)
            {
                if (_block[index] != '\n')
                {
                    number = TarSegments.WithDigit(number, _block[index]);
                    continue;
                }

                numbers.Add(number);
                number = 0;
                lines = 1 + (2 * Math.Min(numbers[0], TarSegments.Most));
            }
        }

        return numbers[1..];
    }

    private void ReadBlockOfContent()
    {
        if (_left < TarHeader.BlockSize)
        {
            throw TarSegments.Broken();
        }

        _ = ReadBlock(mayEnd: false);
        _left -= TarHeader.BlockSize;
    }

    private TarEntry Opened(TarEntry entry, long stored)
    {
        Begin(stored);
        return entry with { DataPosition = _position };
    }

    private void Begin(long size)
    {
        if (size < 0 || size > long.MaxValue / 2)
        {
            throw new InvalidDataException("the size of an entry is impossible");
        }

        _left = size;
        _end = _position + ((size + TarHeader.BlockSize - 1) / TarHeader.BlockSize * TarHeader.BlockSize);
    }

    private string ReadText(TarHeader header)
    {
        var bytes = ReadAll(header).AsSpan();
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private byte[] ReadAll(TarHeader header)
    {
        Begin(header.Size);
        var bytes = new byte[_left <= LongestText
            ? _left
            : throw new InvalidDataException($"a header has more than {LongestText} bytes")];
        for (var count = 0; count < bytes.Length;)
        {
            count += Read(bytes.AsSpan(count));
        }

        return bytes;
    }

    private bool ReadBlock(bool mayEnd)
    {
        var read = archive.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        _position += read;
        return read == _block.Length || (read == 0 && mayEnd ? false
            : throw new EndOfStreamException("the archive ends within a header"));
    }

    private void Skip(long count)
    {
        _left = 0;
        if (archive.CanSeek)
        {
            _position += count;
            archive.Position += count;
            _ = archive.Position <= archive.Length ? count : throw EndsWithinFile();
            return;
        }

        var rest = new byte[Math.Min(count, 64 * 1024)];
        for (_left = count; _left > 0;)
        {
            _ = Read(rest);
        }
    }

    private static EndOfStreamException EndsWithinFile() => new("the archive ends within a file");
}
