using Samlet.Functions;
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

    /// <summary>The descriptor of the connection to the Runtime API.</summary>
    private const string Descriptor = "3";

    /// <summary>The last version that lets the bootstrap take over a descriptor (JEP 471).</summary>
    private const int LastWithDescriptor = 25;

    public static RuntimeCommand Of(Interpreter java, string bootstrap, RuntimeFolders folders, Function function) =>
        Of(java, bootstrap, folders, function.Handler, canInherit: function.EnvironmentConcurrency is null);

    /// <param name="java">The program to run.</param>
    /// <param name="bootstrap">The folder of <see cref="JavaBootstrap"/>.</param>
    /// <param name="folders">Code and layers.</param>
    /// <param name="handler">As the template has it.</param>
    /// <param name="canInherit">False where several invocations at once need a connection each.</param>
    public static RuntimeCommand Of(
        Interpreter java, string bootstrap, RuntimeFolders folders, string? handler, bool canInherit)
    {
        var inherits = canInherit
            && !OperatingSystem.IsWindows()
            && JavaBootstrap.Major(java) <= LastWithDescriptor;
        var classPath = ClassPath(Path.Join(bootstrap, JavaBootstrap.JarName), folders);
        string[] arguments = ["-cp", classPath, MainClass, handler ?? ""];
        return new(java.Program, inherits ? [.. arguments, Descriptor] : arguments) { InheritsConnection = inherits };
    }

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
