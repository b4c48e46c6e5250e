using Microsoft.Win32.SafeHandles;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Puts one layer on top of a root file system: files with modes and times, folders, links, and the marks that remove
/// what lower layers have. Devices are left out, and so are owners and the bits that give rights.
/// Source: OCI image specification, image layer filesystem changeset.
/// </summary>
internal sealed class LayerUnpacker(RootTree tree, UnpackBudget budget)
{
    private const string RemovePrefix = ".wh.";
    private const string RemoveAll = ".wh..wh..opq";
    private const string OtherMarks = ".wh..wh.";

    private const UnixFileMode Permissions = (UnixFileMode)0x1FF; // rwxrwxrwx
    private const UnixFileMode OwnerOfFolder = (UnixFileMode)0x1C0; // rwx------

    /// <summary>What this layer has brought, which its own marks do not remove.</summary>
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);
    private readonly byte[] _block = new byte[128 * 1024];

    public void Unpack(Stream layer, CancellationToken cancellationToken)
    {
        var reader = new TarArchiveReader(layer);
        while (reader.Next() is { } entry)
        {
            cancellationToken.ThrowIfCancellationRequested();
            budget.Count();
            var parts = tree.PartsOf(entry.Name);
            if (parts.Length > 0)
            {
                Take(reader, entry, parts);
            }
        }
    }

    private void Take(TarArchiveReader reader, TarEntry entry, string[] parts)
    {
        if (parts[^1] == RemoveAll)
        {
            RemoveBelow(tree.FolderOf(parts.AsSpan(..^1)));
            tree.Forget();
        }
        else if (parts[^1].StartsWith(OtherMarks, StringComparison.Ordinal))
        {
            return; // Of aufs, which needs them for itself.
        }
        else if (parts[^1].StartsWith(RemovePrefix, StringComparison.Ordinal))
        {
            RemoveLower(Path.Join(tree.FolderOf(parts.AsSpan(..^1)), NameIn(parts[^1])));
            tree.Forget();
        }
        else
        {
            Add(reader, entry, tree.PlaceOf(parts));
        }
    }

    private string NameIn(string mark) => mark[RemovePrefix.Length..] is { Length: > 0 } name and not ("." or "..")
        ? name
        : throw tree.Refuse($"its entry `{mark}` removes nothing that has a name");

    private void Add(TarArchiveReader reader, TarEntry entry, string place)
    {
        switch (entry.Kind)
        {
            case TarEntryKind.Folder:
                AddFolder(place, entry.Mode);
                break;
            case TarEntryKind.File:
                Free(place);
                Write(reader, entry, place);
                break;
            case TarEntryKind.SymbolicLink:
                AddLink(entry, place);
                break;
            case TarEntryKind.HardLink:
                Link(entry, place);
                break;
            default:
                return; // Devices and pipes: there is nobody who could use them.
        }

        _added.Add(place);
    }

    private void AddFolder(string place, UnixFileMode mode)
    {
        if (!RootTree.IsFolder(place))
        {
            Free(place);
            Directory.CreateDirectory(place);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(place, (mode & Permissions) | OwnerOfFolder);
        }
    }

    private void AddLink(TarEntry entry, string place)
    {
        if (entry.LinkName.Length == 0 || entry.LinkName.Contains('\0', StringComparison.Ordinal))
        {
            throw tree.Refuse($"its link `{entry.Name}` leads nowhere");
        }

        Free(place);
        File.CreateSymbolicLink(place, entry.LinkName);
        tree.Forget();
    }

    private void Free(string place)
    {
        if (RootTree.Exists(place))
        {
            RootTree.Remove(place);
            tree.Forget();
        }
    }

    private void Write(TarArchiveReader reader, TarEntry entry, string place)
    {
        using var file = File.OpenHandle(place, FileMode.CreateNew, FileAccess.Write);
        foreach (var (offset, length) in entry.Segments)
        {
            Copy(reader, file, offset, length);
        }

        if (entry.HasHoles)
        {
            RandomAccess.SetLength(file, entry.Size);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (entry.Mode & Permissions) | UnixFileMode.UserRead);
        }

        // Compiled Python is only used where its source has the time that it was compiled from.
        File.SetLastWriteTimeUtc(file, entry.ModificationTimeUtc);
    }

    private void Copy(TarArchiveReader reader, SafeFileHandle file, long offset, long length)
    {
        for (long copied = 0, read; copied < length; copied += read)
        {
            read = reader.Read(_block.AsSpan(0, (int)Math.Min(_block.Length, length - copied)));
            budget.Take((int)read);
            RandomAccess.Write(file, _block.AsSpan(0, (int)read), offset + copied);
        }
    }

    private void Link(TarEntry entry, string place)
    {
        var target = tree.PartsOf(entry.LinkName) is [_, ..] parts
            ? tree.PlaceOf(parts)
            : throw tree.Refuse($"its link `{entry.Name}` leads to the root");
        if (target == place)
        {
            return;
        }

        Free(place);
        if (RootTree.IsFolder(target) || Posix.Link(target, place) != 0)
        {
            throw tree.Refuse($"its link `{entry.Name}` leads to `{entry.LinkName}`, which is not there or no file");
        }
    }

    /// <summary>Removes what lower layers have in a folder; true when nothing is left in it.</summary>
    private bool RemoveBelow(string folder)
    {
        var isEmpty = true;
        foreach (var place in Directory.EnumerateFileSystemEntries(folder).ToList())
        {
            isEmpty &= RemoveLower(place);
        }

        return isEmpty;
    }

    private bool RemoveLower(string place)
    {
        if (RootTree.IsFolder(place))
        {
            if (!RemoveBelow(place) || _added.Contains(place))
            {
                return false;
            }

            Directory.Delete(place);
            return true;
        }

        if (_added.Contains(place))
        {
            return false;
        }

        File.Delete(place);
        return true;
    }
}
