namespace Samlet.Sandboxes.Image;

internal enum TarEntryKind
{
    File,
    Folder,
    SymbolicLink,
    HardLink,

    /// <summary>Devices, pipes, and what only the tool that wrote it understands.</summary>
    Other,
}

/// <summary>What an archive says of one file, folder or link.</summary>
internal sealed record TarEntry(TarEntryKind Kind, string Name)
{
    /// <summary>Empty where it is no link.</summary>
    public string LinkName { get; init; } = "";

    public UnixFileMode Mode { get; init; }

    public DateTime ModificationTimeUtc { get; init; }

    /// <summary>Of the file, in bytes, holes included.</summary>
    public long Size { get; init; }

    /// <summary>Where in the archive the content begins.</summary>
    public long DataPosition { get; init; }

    /// <summary>The parts of the file that the archive has, in their order; what lies between them is zero.</summary>
    public IReadOnlyList<TarSegment> Segments { get; init; } = [];

    public bool HasHoles => Segments is not [{ Offset: 0 } whole] || whole.Length != Size;
}
