namespace Samlet.Sandboxes.Image;

/// <summary>The files of an uncompressed tar archive, each to be read on its own.</summary>
internal sealed class TarIndex
{
    private const int MostEntries = 100_000;

    private readonly Dictionary<string, (long Offset, long Length)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly string _archive;

    /// <exception cref="InvalidDataException">It is no tar archive.</exception>
    public TarIndex(string archive)
    {
        _archive = archive;
        using var file = File.OpenRead(archive);
        var reader = new TarArchiveReader(file);
        while (reader.Next() is { } entry && _files.Count < MostEntries)
        {
            var name = Normal(entry.Name);
            if (entry.Kind == TarEntryKind.SymbolicLink)
            {
                _links[name] = Normal(Path.Join(Path.GetDirectoryName(name), entry.LinkName));
            }
            else if (entry.Kind == TarEntryKind.HardLink)
            {
                _links[name] = Normal(entry.LinkName);
            }
            else if (entry.Kind == TarEntryKind.File && !entry.HasHoles)
            {
                _files[name] = (entry.DataPosition, entry.Size);
            }
        }
    }

    /// <summary>The length of a file in bytes; null when there is none of that name.</summary>
    public long? LengthOf(string name) => Find(name) is var (_, length) ? length : null;

    public Stream? Open(string name)
    {
        if (Find(name) is not var (offset, length))
        {
            return null;
        }

        var file = File.OpenRead(_archive);
        file.Position = offset;
        return new SectionStream(file, offset, length);
    }

    private (long Offset, long Length)? Find(string name)
    {
        var target = Normal(name);
        return _files.TryGetValue(_links.GetValueOrDefault(target, target), out var file) ? file : null;
    }

    /// <summary>With `/` between the parts, none of them empty or `.`, and `..` taken back.</summary>
    private static string Normal(string name)
    {
        List<string> parts = [];
        foreach (var part in name.Split('/'))
        {
            if (part == "..")
            {
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
