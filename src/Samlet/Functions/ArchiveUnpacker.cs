using System.IO.Compression;

namespace Samlet.Functions;

/// <summary>
/// Unpacks a zip or jar archive into an empty folder, Unix modes and links kept. Nothing it holds can land or lead
/// outside that folder, and it cannot grow past what Lambda unpacks.
/// </summary>
internal sealed class ArchiveUnpacker(string archive, string folder)
{
    /// <summary>The limit of the service for code with its layers: 250 MiB.</summary>
    public const long LargestContent = 262_144_000;

    private const int MostEntries = 250_000;
    private const int LongestLinkTarget = 4096;
    private const int FileTypeMask = 0xF000;
    private const int LinkType = 0xA000;
    private const int PermissionMask = 0x1FF; // rwxrwxrwx
    private const int DefaultMode = 0x1A4; // rw-r--r--

    private readonly LinkTree _links = new();
    private long _size;

    public static void Unpack(string archive, string folder)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            new ArchiveUnpacker(archive, folder).Unpack(zip);
        }
        catch (InvalidDataException error)
        {
            throw new UserErrorException(
                $"`{archive}` is not a readable zip archive: {error.Message}", "build the archive again", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot unpack `{archive}`: {error.Message}", "is there room and permission to do so?", error);
        }
    }

    private void Unpack(ZipArchive zip)
    {
        if (zip.Entries.Count > MostEntries)
        {
            throw Refuse($"it has {zip.Entries.Count} entries, more than {MostEntries}");
        }

        foreach (var entry in zip.Entries)
        {
            Take(entry, SafeName(entry.FullName));
        }

        CreateLinks();
    }

    private void Take(ZipArchiveEntry entry, string name)
    {
        var mode = entry.ExternalAttributes >> 16;
        if (name.Length == 0)
        {
            return;
        }

        if (entry.FullName[^1] is '/' or '\\')
        {
            Directory.CreateDirectory(Path.Join(folder, name));
        }
        else if ((mode & FileTypeMask) == LinkType)
        {
            _links.Add(name, ReadTarget(entry));
        }
        else
        {
            Write(entry, name, mode);
        }
    }

    private void Write(ZipArchiveEntry entry, string name, int mode)
    {
        var path = Path.Join(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // `folder` is in front, so it is no root.
        using var target = File.Create(path);
        SetMode(target, mode);
        using var source = entry.Open();
        Copy(source, target);
    }

    /// <summary>Counts what comes out, since the sizes that an archive states need not be true.</summary>
    private void Copy(Stream source, FileStream target)
    {
        var buffer = new byte[81_920];
        int read;
        while ((read = source.Read(buffer)) > 0)
        {
            _size += read;
            if (_size > LargestContent)
            {
                throw Refuse($"it unpacks to more than {LargestContent} bytes, the limit of Lambda");
            }

            target.Write(buffer.AsSpan(0, read));
        }
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
        var isRooted = name.StartsWith('/') || name.StartsWith('\\') || (name.Length > 1 && name[1] == ':');
        return isRooted || name.Contains('\0', StringComparison.Ordinal) || Array.IndexOf(parts, "..") >= 0
            ? throw Refuse($"its entry `{name}` leads outside")
            : string.Join('/', Array.FindAll(parts, part => part != "."));
    }

    private UserErrorException Refuse(string reason) =>
        new($"the archive `{archive}` is refused: {reason}", "build the archive again");
}
