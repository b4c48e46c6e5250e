using System.Diagnostics;
using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// What an answer depends on. `Question` covers the runtime's version and the variables that lead the search,
/// `Folders` the times of the folders that hold installations, `Programs` those of PATH's folders: an exact match
/// needs no look at these, while for any other a better one may have arrived there.
/// </summary>
internal sealed class SearchKey
{
    private readonly IReadOnlyList<string> _searchPath;
    private ulong? _programs;

    public SearchKey(HostEnvironment host, InstallFolders installFolders, RuntimeIdentifier runtime)
    {
        _searchPath = installFolders.SearchPath;
        Family = runtime.Family;
        Version = InterpreterVersion.Parse(runtime.InterpreterVersion)
            ?? throw new UnreachableException($"{runtime.Name} runs without an interpreter");
        Runtime = $"{runtime.Family} {runtime.InterpreterVersion}";
        string[] folders = [.. installFolders.Of(runtime.Family).Select(folder => folder.Folder)];
        Question = HashOf([.. Variables(runtime).Select(host.Find), .. folders]);
        Folders = HashOfTimes(folders);
    }

    public RuntimeFamily Family { get; }

    public InterpreterVersion Version { get; }

    public string Runtime { get; }

    public ulong Question { get; }

    public ulong Folders { get; }

    public ulong Programs => _programs ??= HashOfTimes(_searchPath);

    /// <summary>What decides among several installations; the other variables are in the folders' paths.</summary>
    private static string[] Variables(RuntimeIdentifier runtime) => runtime.Family switch
    {
        RuntimeFamily.Python => ["PATH", "VIRTUAL_ENV"],
        RuntimeFamily.Java => ["PATH", "JAVA_HOME", InterpreterSearch.JavaVariable(runtime.InterpreterVersion)],
        _ => ["PATH"],
    };

    private static ulong HashOf(IEnumerable<string?> texts)
    {
        var hash = new ContentHash();
        foreach (var text in texts)
        {
            hash.Add(text ?? "\0");
        }

        return hash.Value;
    }

    private static ulong HashOfTimes(IEnumerable<string> folders)
    {
        var hash = new ContentHash();
        foreach (var folder in folders)
        {
            hash.Add((ulong)TimeOf(folder));
        }

        return hash.Value;
    }

    private static long TimeOf(string folder) =>
        Path.IsPathFullyQualified(folder) ? Directory.GetLastWriteTimeUtc(folder).Ticks : 0;
}
