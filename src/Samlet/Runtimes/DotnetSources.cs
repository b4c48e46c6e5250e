namespace Samlet.Runtimes;

/// <summary>
/// A CodeUri that names the folder of a project is the most common mistake with .NET: `sam build` puts what it builds
/// elsewhere. The service would say no more than that a file is missing.
/// </summary>
internal static class DotnetSources
{
    private static readonly string[] Projects = ["*.csproj", "*.fsproj", "*.vbproj"];

    /// <exception cref="UserErrorException">There are a project and no assembly.</exception>
    public static void RequireBuilt(string folder)
    {
        if (ProjectIn(folder) is { } project && !Directory.EnumerateFiles(folder, "*.dll").Any())
        {
            throw new UserErrorException(
                $"`{folder}` holds the source of `{project}` and no assembly",
                "run `sam build`, or `dotnet publish -c Release` there and set CodeUri to "
                + (PublishedIn(folder) is { } published ? $"`{published}`" : "the folder that it names"));
        }
    }

    private static string? ProjectIn(string folder) =>
        Projects.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))
            .Select(Path.GetFileName)
            .FirstOrDefault();

    /// <summary>The newest of `bin/Release/FRAMEWORK[/PLATFORM]/publish`; an old one is not run unasked.</summary>
    private static string? PublishedIn(string folder)
    {
        var release = Path.Join(folder, "bin", "Release");
        return !Directory.Exists(release)
            ? null
            : Directory.EnumerateDirectories(release, "publish", SearchOption.AllDirectories)
                .OrderByDescending(Directory.GetLastWriteTimeUtc)
                .FirstOrDefault();
    }
}
