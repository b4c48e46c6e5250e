namespace Samlet.Runtimes.Interpreters;

/// <summary>The path without symbolic links, in the last name and in every folder, as realpath(3) gives it.</summary>
internal static class RealPath
{
    private const int MaximumLinks = 40;

    public static string Of(string path) => Follow(Path.GetFullPath(path), MaximumLinks);

    private static string Follow(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var folder = Follow(parent, links);
        var entry = Path.Join(folder, Path.GetFileName(path));
        return links > 0 && TargetOf(entry) is { } target ? Follow(Path.GetFullPath(target, folder), links - 1) : entry;
    }

    private static string? TargetOf(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
