namespace Samlet.Functions;

internal enum ArchiveEntryKind
{
    Folder,
    File,
    Link,
}

/// <summary>
/// The names an archive has brought, folders that are only implied among them, and what each of them is.
/// </summary>
internal sealed class ArchiveNames
{
    private readonly Dictionary<string, ArchiveEntryKind> _kinds = new(StringComparer.Ordinal);

    public int Count => _kinds.Count;

    /// <summary>
    /// False when the name, or one that it is below of, is something else already. The same name twice is allowed:
    /// the later entry counts, as for every other unpacker.
    /// </summary>
    public bool TryAdd(string name, ArchiveEntryKind kind)
    {
        for (var end = name.IndexOf('/', StringComparison.Ordinal); end >= 0; end = name.IndexOf('/', end + 1))
        {
            if (!TryPut(name[..end], ArchiveEntryKind.Folder))
            {
                return false;
            }
        }

        return TryPut(name, kind);
    }

    private bool TryPut(string name, ArchiveEntryKind kind) =>
        _kinds.TryAdd(name, kind) || _kinds[name] == kind;
}
