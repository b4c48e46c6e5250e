using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes;

/// <summary>
/// `java -cp [bootstrap]:[code]:[layers] samlet.bootstrap.Main HANDLER`. The bootstrap comes first, as on the service,
/// where the interfaces of aws-lambda-java-core are the runtime's own; then what a function may bring, in the order of
/// the service: the folder itself, the archives in its `lib`, those in `java/lib` of the layers.
/// </summary>
internal static class JavaCommand
{
    private const string MainClass = "samlet.bootstrap.Main";

    public static RuntimeCommand Of(Interpreter java, string bootstrap, RuntimeFolders folders, string? handler) =>
        new(
            java.Program,
            [
                "-cp",
                ClassPath(Path.Join(bootstrap, JavaBootstrap.JarName), folders),
                MainClass,
                handler ?? "",
            ]);

    private static string ClassPath(string bootstrap, RuntimeFolders folders) => string.Join(
        Path.PathSeparator,
        [
            bootstrap,
            folders.Task,
            .. ArchivesIn(Path.Join(folders.Task, "lib")).Values,
            .. LayerArchives(folders.Layers).Values,
        ]);

    /// <summary>Together the layers are one folder, in which a later one lies on top.</summary>
    private static SortedDictionary<string, string> LayerArchives(IReadOnlyList<string> layers)
    {
        SortedDictionary<string, string> archives = new(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (name, path) in ArchivesIn(Path.Join(layer, "java", "lib")))
            {
                archives[name] = path;
            }
        }

        return archives;
    }

    private static SortedDictionary<string, string> ArchivesIn(string folder)
    {
        SortedDictionary<string, string> archives = new(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.jar"))
            {
                archives[Path.GetFileName(path)] = path;
            }
        }

        return archives;
    }
}
