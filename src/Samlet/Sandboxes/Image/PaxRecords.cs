using System.Buffers.Text;
using System.Text;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// What a header of its own says of the entry that follows it, for which the fields of that one are too small: records
/// `LENGTH NAME=VALUE`, whose values may be any bytes. An empty value counts as none. Source: POSIX, pax, extended
/// header; GNU tar manual, storing sparse files.
/// </summary>
internal sealed class PaxRecords
{
    private const string SparsePrefix = "GNU.sparse.";

    private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);
    private readonly List<long> _segmentNumbers = [];

    public string? Name => Text(SparsePrefix + "name") ?? Text("path");

    public string? LinkName => Text("linkpath");

    public long? Size => Number("size");

    public DateTime? ModificationTimeUtc =>
        _values.TryGetValue("mtime", out var value) ? TarTime.TryParse(value) : null;

    /// <summary>The size of a sparse file with its holes; the name of the record depends on the version.</summary>
    public long? SparseSize => Number(SparsePrefix + "realsize") ?? Number(SparsePrefix + "size");

    /// <summary>From version 1.0 on the content begins with the list of its segments.</summary>
    public bool HasSegmentsInContent => Number(SparsePrefix + "major") is >= 1;

    /// <summary>Offset and length of each segment, one after the other.</summary>
    public IReadOnlyList<long> SegmentNumbers => _segmentNumbers;

    /// <exception cref="InvalidDataException">They are no records.</exception>
    public static PaxRecords Read(ReadOnlySpan<byte> content)
    {
        var records = new PaxRecords();
        while (content.Length > 0)
        {
            var space = content.IndexOf((byte)' ');
            if (space < 0 || !TryNumber(content[..space], out var length)
                || length <= space || length > content.Length || content[(int)length - 1] != '\n')
            {
                throw Broken();
            }

            records.Add(content[(space + 1)..((int)length - 1)]);
            content = content[(int)length..];
        }

        return records;
    }

    private void Add(ReadOnlySpan<byte> record)
    {
        var equals = record.IndexOf((byte)'=');
        if (equals < 0)
        {
            throw Broken();
        }

        var name = Encoding.UTF8.GetString(record[..equals]);
        var value = record[(equals + 1)..];
        switch (name[(name.StartsWith(SparsePrefix, StringComparison.Ordinal) ? SparsePrefix.Length : 0)..])
        {
            case "offset" or "numbytes":
                _segmentNumbers.Add(TryNumber(value, out var number) ? number : throw Broken());
                break;
            case "map":
                AddMap(value);
                break;
            default:
                _values[name] = value.ToArray();
                break;
        }
    }

    private void AddMap(ReadOnlySpan<byte> numbers)
    {
        foreach (var range in numbers.Split((byte)','))
        {
            _segmentNumbers.Add(TryNumber(numbers[range], out var number) ? number : throw Broken());
        }
    }

    private string? Text(string name) =>
        _values.TryGetValue(name, out var value) && value.Length > 0 ? Encoding.UTF8.GetString(value) : null;

    private long? Number(string name) =>
        !_values.TryGetValue(name, out var value) || value.Length == 0 ? null
        : TryNumber(value, out var number) ? number
        : throw Broken();

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out var length) && length == text.Length && number >= 0;

    private static InvalidDataException Broken() => new("an extended header cannot be read");
}
