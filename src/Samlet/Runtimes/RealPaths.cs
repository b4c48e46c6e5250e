using System.Buffers;

namespace Samlet.Runtimes;

/// <summary>
/// In the `process` sandbox Lambda's folders do not exist: there a leading `/var/task`, `/opt` or `/var/lang` in the
/// variables that hold paths becomes the real folder, in lists for each element, and the interpreter's folder stands
/// first in PATH.
/// </summary>
internal sealed class RealPaths(RuntimeFolders folders, string? languagePrefix, string? languageBin)
{
    private static readonly HashSet<string> _lists = new(StringComparer.Ordinal)
    {
        "PATH", "LD_LIBRARY_PATH", "NODE_PATH", "PYTHONPATH", "GEM_PATH", "RUBYLIB", "CLASSPATH",
    };

    private static readonly HashSet<string> _options = new(StringComparer.Ordinal)
    {
        "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "RUBYOPT", "DOTNET_STARTUP_HOOKS", "PYTHONSTARTUP",
    };

    private static readonly HashSet<string> _single = new(StringComparer.Ordinal)
    {
        "LAMBDA_TASK_ROOT", "AWS_LAMBDA_EXEC_WRAPPER", "PWD", "DOTNET_ROOT", "GEM_HOME", "PYTHONHOME",
        "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE",
    };

    private static readonly SearchValues<char> _pathEnds = SearchValues.Create(" ,:;\"'");

    public string Translate(string name, string value) =>
        _single.Contains(name) ? First(value)
        : _lists.Contains(name) ? Join(name, value)
        : _options.Contains(name) ? Options(value)
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

    /// <summary>Options hold paths behind blanks, commas, colons and equals signs.</summary>
    private string Options(string value)
    {
        foreach (var lambdaFolder in (ReadOnlySpan<string>)["/var/task", "/opt", "/var/lang"])
        {
            for (var at = value.IndexOf(lambdaFolder, StringComparison.Ordinal); at >= 0;
                 at = value.IndexOf(lambdaFolder, at + 1, StringComparison.Ordinal))
            {
                value = ReplaceAt(value, at);
            }
        }

        return value;
    }

    private string ReplaceAt(string value, int at)
    {
        var end = value.AsSpan(at).IndexOfAny(_pathEnds);
        var path = end < 0 ? value[at..] : value.Substring(at, end);
        var isStart = at == 0 || " ,:;=\"'".Contains(value[at - 1], StringComparison.Ordinal);
        return isStart ? value[..at] + First(path) + value[(at + path.Length)..] : value;
    }

    /// <summary>The one real path; of several layers the last that has such a file, as it would lie on top in `/opt`.</summary>
    private string First(string path)
    {
        var candidates = All(path);
        return candidates.Find(Path.Exists) ?? (candidates is [var first, ..] ? first : path);
    }

    private List<string> All(string path) =>
        Below(path, "/var/task") is { } inTask ? [folders.Task + inTask]
        : Below(path, "/var/lang") is { } inLanguage ? languagePrefix is null ? [] : [languagePrefix + inLanguage]
        : Below(path, "/opt") is { } inLayer ? [.. folders.Layers.Reverse().Select(layer => layer + inLayer)]
        : [path];

    /// <summary>What follows the folder, empty for the folder itself; null for a path that is not in it.</summary>
    private static string? Below(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == '/')
            ? path[folder.Length..]
            : null;
}
