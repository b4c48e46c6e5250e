namespace Samlet.Functions;

/// <summary>A template on disk: its name as messages show it, and its absolute path.</summary>
internal sealed record TemplateFile(string Name, string Path)
{
    /// <summary>Where the relative paths in the template start: beside it, or beside the file that a link leads to.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(TargetOf(Path)) ?? Path;

    private static string TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // A circle of links; reading the template says so.
            return path;
        }
    }
}
