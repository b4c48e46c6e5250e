using System.IO.Compression;

namespace Samlet.Functions;

/// <summary>
/// Unpacks a zip or jar archive into an empty folder, Unix modes and links kept. Nothing it holds can land or lead
/// outside that folder, it cannot grow past what Lambda unpacks, and what is broken is noticed.
/// </summary>
internal sealed class ArchiveUnpacker(string archive, string folder, string root)
{
    /// <summary>The limit of the service for code with its layers: 250 MiB.</summary>
    public const long LargestContent = 262_144_000;

    private const int MostEntries = 250_000;
    private const int LongestLinkTarget = 4096;
    private const int FileTypeMask = 0xF000;
    private const int FolderType = 0x4000;
    private const int FileType = 0x8000;
    private const int LinkType = 0xA000;
    private const int PermissionMask = 0x1FF; // rwxrwxrwx: never set-user-id and its like.
    private const int DefaultMode = 0x1A4; // rw-r--r--

    private readonly byte[] _buffer = new byte[81_920];
    private readonly ArchiveNames _names = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly LinkTree _links = new(root);
    private long _size;

    /// <param name="archive">The file.</param>
    /// <param name="folder">Where to; whatever is left there after a failure is the caller's to remove.</param>
    /// <param name="root">What the folder is called on Lambda; links may name it.</param>
    /// <param name="cancellationToken">Ends it between two blocks.</param>
    /// <returns>How many bytes the files have together.</returns>
    public static long Unpack(string archive, string folder, string root, CancellationToken cancellationToken)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            return new ArchiveUnpacker(archive, folder, root).Unpack(zip, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException(
                $"`{archive}` is not a readable zip archive: {error.Message}", "build the archive again", error);
        }
        catch (IOException error) when (DiskSpace.IsExhausted(error))
        {
            throw DiskSpace.Explain(folder, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot unpack `{archive}`: {error.Message}", "is there room and permission to do so?", error);
        }
    }

    /// <summary>All names are looked at before anything is written.</summary>
    private long Unpack(ZipArchive zip, CancellationToken cancellationToken)
    {
        List<NamedEntry> entries = new(zip.Entries.Count);
        foreach (var entry in zip.Entries)
        {
            if (SafeName(entry.FullName) is { Length: > 0 } name)
            {
                entries.Add(Claim(entry, name));
            }
        }

        foreach (var entry in entries)
        {
            Take(entry, cancellationToken);
        }

        CreateLinks();
        return _size;
    }

    private NamedEntry Claim(ZipArchiveEntry entry, string name)
    {
        var mode = entry.ExternalAttributes >> 16;
        var kind = KindOf(entry, mode & FileTypeMask);
        if (!_names.TryAdd(name, kind))
        {
            throw Refuse($"`{name}`, or what it is below of, is there as something else too");
        }

        return _names.Count <= MostEntries
            ? new NamedEntry(entry, name, kind, mode)
            : throw Refuse($"it has more than {MostEntries} entries");
    }

    private void Take(NamedEntry named, CancellationToken cancellationToken)
    {
        switch (named.Kind)
        {
            case ArchiveEntryKind.Folder:
                Directory.CreateDirectory(Path.Join(folder, named.Name));
                break;
            case ArchiveEntryKind.Link:
                _links.Add(named.Name, ReadTarget(named.Entry));
                break;
            default:
                Write(named, cancellationToken);
                break;
        }
    }

    private ArchiveEntryKind KindOf(ZipArchiveEntry entry, int type) =>
        entry.IsEncrypted ? throw Refuse($"its entry `{entry.FullName}` is encrypted")
        : entry.FullName[^1] is '/' or '\\' ? ArchiveEntryKind.Folder
        : type switch
        {
            0 or FileType => ArchiveEntryKind.File,
            FolderType => ArchiveEntryKind.Folder,
            LinkType => ArchiveEntryKind.Link,
            _ => throw Refuse($"its entry `{entry.FullName}` is neither file, folder nor link"),
        };

    private void Write(NamedEntry named, CancellationToken cancellationToken)
    {
        var path = Path.Join(folder, named.Name);
        if (_written.Add(named.Name) && Path.Exists(path))
        {
            // Only where the file system takes `A` for `a`, and then one of the two would be lost.
            throw Refuse($"`{named.Name}` and another of its names are the same file here");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // `folder` is in front, so it is no root.
        using var target = File.Create(path);
        SetMode(target, named.Mode);
        using var source = named.Entry.Open();
        var (length, checksum) = Copy(source, target, cancellationToken);
        if (length != named.Entry.Length || checksum != named.Entry.Crc32)
        {
            throw Refuse($"its entry `{named.Entry.FullName}` is not what it is said to be");
        }
    }

    /// <summary>Counts what comes out, since the sizes that an archive states need not be true.</summary>
    private (long Length, uint Checksum) Copy(Stream source, FileStream target, CancellationToken cancellationToken)
    {
        var checksum = new Crc32();
        var start = _size;
        int read;
        while ((read = source.Read(_buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _size += read;
            if (_size > LargestContent)
            {
                throw Refuse($"it unpacks to more than {LargestContent} bytes, the limit of Lambda");
            }

            checksum.Add(_buffer.AsSpan(0, read));
            target.Write(_buffer.AsSpan(0, read));
        }

        return (_size - start, checksum.Value);
    }

    private static void SetMode(FileStream target, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            // Archives made on Windows carry no modes; the owner can always read, so that the cache can be used.
            File.SetUnixFileMode(target.SafeFileHandle, mode == 0
                ? (UnixFileMode)DefaultMode
                : (UnixFileMode)(mode & PermissionMask) | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private string ReadTarget(ZipArchiveEntry entry)
    {
        if (entry.Length > LongestLinkTarget)
        {
            throw Refuse($"the target of the link `{entry.FullName}` is too long");
        }

        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Last of all, so that no file is ever written through a link.</summary>
    private void CreateLinks()
    {
        foreach (var (name, target) in _links.All)
        {
            if (!_links.StaysInside(name))
            {
                throw Refuse($"the link `{name}` leads to `{target}`, outside the archive");
            }

            var path = Path.Join(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // `folder` is in front, so it is no root.
            File.CreateSymbolicLink(path, target);
        }
    }

    /// <summary>The name with `/` between its parts and none that is empty or `.`; empty for the root itself.</summary>
    private string SafeName(string name)
    {
        var parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        return IsRooted(name) || name.Contains('\0', StringComparison.Ordinal) || Array.IndexOf(parts, "..") >= 0
            ? throw Refuse($"its entry `{name}` leads outside")
            : string.Join('/', Array.FindAll(parts, part => part != "."));
    }

    /// <summary>On Windows a colon anywhere is a drive or a second stream of the file.</summary>
    private static bool IsRooted(string name) =>
        name.StartsWith('/') || name.StartsWith('\\')
        || (name.Length > 1 && name[1] == ':')
        || (OperatingSystem.IsWindows() && name.Contains(':', StringComparison.Ordinal));

    private UserErrorException Refuse(string reason) =>
        new($"the archive `{archive}` is refused: {reason}", "build the archive again");

    private readonly record struct NamedEntry(ZipArchiveEntry Entry, string Name, ArchiveEntryKind Kind, int Mode);
}
