namespace Samlet.Runtimes.Packages;

/// <summary>
/// The project's own configuration of npm. npm reads the one in the folder that it installs into, which is not the
/// project's here; so the file is lent to that folder while npm runs. Source: npm documentation, npmrc and folders.
/// </summary>
internal sealed class ProjectNpmrc : IDisposable
{
    private const string Name = ".npmrc";

    private readonly string? _copy;

    /// <param name="workingFolder">A folder of the project.</param>
    /// <param name="target">Where npm installs.</param>
    public ProjectNpmrc(string workingFolder, string target)
    {
        if (Find(workingFolder) is { } file)
        {
            _copy = Path.Join(target, Name);
            File.Copy(file, _copy);
        }
    }

    /// <summary>It may hold secrets, which are not to stay in a cache.</summary>
    public void Dispose()
    {
        if (_copy is not null)
        {
            File.Delete(_copy);
        }
    }

    /// <summary>The project begins where the nearest `package.json` or `node_modules` is, else right here.</summary>
    private static string? Find(string workingFolder)
    {
        var project = workingFolder;
        for (var folder = workingFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "package.json")) || Directory.Exists(Path.Join(folder, "node_modules")))
            {
                project = folder;
                break;
            }
        }

        var file = Path.Join(project, Name);
        return File.Exists(file) ? file : null;
    }
}
