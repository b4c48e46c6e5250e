namespace Samlet;

/// <summary>
/// Removes a file, or a folder with all that is in it, also where its own modes forbid that, as those of an archive
/// may. Links are removed and never followed.
/// </summary>
internal static class FolderRemoval
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Remove(string path)
    {
        if (Directory.Exists(path))
        {
            RemoveFolder(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (UnauthorizedAccessException) when (!OperatingSystem.IsWindows())
        {
            Open(new DirectoryInfo(folder));
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException) when (!OperatingSystem.IsWindows() && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true); // Something has come into it meanwhile.
        }
    }

    private static void Open(DirectoryInfo folder)
    {
        if (folder.LinkTarget is null && !OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= Owner;
            foreach (var inner in folder.EnumerateDirectories())
            {
                Open(inner);
            }
        }
    }
}
