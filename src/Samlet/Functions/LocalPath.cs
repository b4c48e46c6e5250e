namespace Samlet.Functions;

/// <summary>Paths as templates write them.</summary>
internal static class LocalPath
{
    private const string FileScheme = "file://";

    public static bool IsInCloud(string text) =>
        text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The absolute path; `text` is relative to `folder`, absolute, or a `file://` address. A NUL, which no path has
    /// and the framework throws for, becomes a character that is in the way of nothing: there is no such file.
    /// </summary>
    public static string Resolve(string text, string folder) =>
        Path.GetFullPath(WithoutScheme(text).Replace('\\', '/').Replace('\0', '\uFFFD'), folder);

    /// <summary>True for a file that is a zip archive by its name.</summary>
    public static bool IsArchive(string path) =>
        (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(".jar", StringComparison.OrdinalIgnoreCase))
        && !Directory.Exists(path);

    private static string WithoutScheme(string text) =>
        text.StartsWith(FileScheme, StringComparison.OrdinalIgnoreCase) ? text[FileScheme.Length..] : text;
}
