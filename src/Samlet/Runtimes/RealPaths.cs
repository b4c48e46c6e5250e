using System.Buffers;
using System.Text;

namespace Samlet.Runtimes;

/// <summary>
/// In the `process` sandbox Lambda's folders do not exist: there a leading `/var/task`, `/opt` or `/var/lang` in the
/// variables that hold paths becomes the real folder, in lists for each element, and the interpreter's folder stands
/// first in PATH. What has no real folder is left out of lists, since the same path of this machine is another's.
/// </summary>
internal sealed class RealPaths(RuntimeFolders folders, string? languagePrefix, string? languageBin)
{
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal)
    {
        "PATH", "LD_LIBRARY_PATH", "NODE_PATH", "PYTHONPATH", "GEM_PATH", "RUBYLIB", "CLASSPATH",
    };

    private static readonly HashSet<string> OptionTexts = new(StringComparer.Ordinal)
    {
        "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "RUBYOPT", "DOTNET_STARTUP_HOOKS", "DOTNET_SHARED_STORE",
        "DOTNET_ADDITIONAL_DEPS",
    };

    private static readonly HashSet<string> Singles = new(StringComparer.Ordinal)
    {
        "LAMBDA_TASK_ROOT", "AWS_LAMBDA_EXEC_WRAPPER", "PWD", "DOTNET_ROOT", "GEM_HOME", "PYTHONHOME", "PYTHONSTARTUP",
        "BUNDLE_GEMFILE", "JAVA_HOME", "CORECLR_PROFILER_PATH", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE",
    };

    // Where packages of the runtime are looked for; the other lists name its libraries.
    private static readonly HashSet<string> PackageLists = new(StringComparer.Ordinal)
    {
        "NODE_PATH", "GEM_PATH", "GEM_HOME",
    };

    // What stands in front of a path among options, and behind one.
    private static readonly SearchValues<char> Separators = SearchValues.Create(" ,:;=\"'");

    /// <summary>What was installed to stand for the packages in `/var/runtime`; null where nothing was.</summary>
    public string? Packages { get; init; }

    public string Translate(string name, string value) => TranslateAll(name, TranslatePackages(name, value));

    /// <summary>Only where packages are looked for: for a sandbox that has Lambda's folders.</summary>
    public string TranslatePackages(string name, string value) =>
        Packages is not null && PackageLists.Contains(name)
            ? string.Join(':', value.Split(':').Select(part => OfRuntime(part, Packages)))
            : value;

    private static string OfRuntime(string path, string packages) =>
        Below(path, "/var/runtime") is { } inRuntime ? packages + inRuntime : path;

    private string TranslateAll(string name, string value) =>
        Singles.Contains(name) ? First(value)
        : Lists.Contains(name) ? Join(name, value)
        : OptionTexts.Contains(name) ? Options(value)
        : value;

    private string Join(string name, string value)
    {
        List<string> parts = name == "PATH" && languageBin is not null ? [languageBin] : [];
        foreach (var part in value.Split(':'))
        {
            parts.AddRange(All(part));
        }

        return string.Join(Path.PathSeparator, parts.Distinct(StringComparer.Ordinal));
    }

    private string Options(string value)
    {
        var options = new StringBuilder();
        for (var position = 0; position < value.Length;)
        {
            var isPath = value[position] == '/' && (position == 0 || Separators.Contains(value[position - 1]));
            var length = isPath ? LengthOfPath(value.AsSpan(position)) : 1;
            var part = value.Substring(position, length);
            options.Append(isPath ? First(part) : part);
            position += length;
        }

        return options.ToString();
    }

    private static int LengthOfPath(ReadOnlySpan<char> text) =>
        text.IndexOfAny(Separators) is >= 0 and var end ? end : text.Length;

    /// <summary>
    /// The one real path; of several layers the last that has such a file, as it would lie on top in `/opt`.
    /// </summary>
    private string First(string path)
    {
        var candidates = All(path);
        return candidates.Find(Path.Exists) ?? (candidates is [var first, ..] ? first : path);
    }

    private List<string> All(string path) =>
        Below(path, "/var/task") is { } inTask ? [folders.Task + inTask]
        : Below(path, "/var/lang/bin") is { } inBin ? languageBin is null ? [] : [languageBin + inBin]
        : Below(path, "/var/lang") is { } inLanguage ? languagePrefix is null ? [] : [languagePrefix + inLanguage]
        : Below(path, "/opt") is { } inLayer ? [.. folders.Layers.Reverse().Select(layer => layer + inLayer)]
        : [path];

    /// <summary>What follows the folder, empty for the folder itself; null for a path that is not in it.</summary>
    private static string? Below(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
            && (path.Length == folder.Length || path[folder.Length] == '/')
            ? path[folder.Length..]
            : null;
}
