namespace Samlet.Sandboxes.Linux;

/// <summary>
/// Folders joined to one without an overlay: a folder that only one of them has is bound whole, one that several have
/// is made anew with the entries of all, and of two files with one name the later folder's is seen. Only folders that
/// several have are looked into.
/// </summary>
internal sealed class LayerTree(List<string> options)
{
    /// <summary>Adds the options of bubblewrap that show the folders, the last one on top, at a place.</summary>
    public void Add(IReadOnlyList<string> folders, string place)
    {
        options.AddRange(["--perms", "0755", "--tmpfs", place]);
        AddEntries(folders, place);
        options.AddRange(["--remount-ro", place]);
    }

    private void AddEntries(IReadOnlyList<string> folders, string place)
    {
        var names = folders.SelectMany(static folder => Directory.EnumerateFileSystemEntries(folder))
            .Select(static path => Path.GetFileName(path))
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            AddEntry([.. folders.Select(folder => Path.Join(folder, name)).Where(Exists)], Path.Join(place, name));
        }
    }

    /// <summary>As in an overlay, what is below a file or a link is not seen.</summary>
    private void AddEntry(List<string> entries, string place)
    {
        var hidden = entries.FindLastIndex(static entry => !IsFolder(entry));
        if (hidden == entries.Count - 1)
        {
            AddLeaf(entries[^1], place);
        }
        else if (hidden == entries.Count - 2)
        {
            options.AddRange(["--ro-bind", entries[^1], place]);
        }
        else
        {
            options.AddRange(["--perms", "0755", "--dir", place]);
            AddEntries(entries[(hidden + 1)..], place);
        }
    }

    private void AddLeaf(string entry, string place) => options.AddRange(
        new FileInfo(entry).LinkTarget is { } target ? ["--symlink", target, place] : ["--ro-bind", entry, place]);

    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static bool IsFolder(string path) =>
        new DirectoryInfo(path) is { Exists: true, LinkTarget: null };
}
