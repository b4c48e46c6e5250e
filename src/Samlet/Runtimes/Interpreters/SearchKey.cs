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
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

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

    /// <summary>FNV-1a; the text's own hash code differs from process to process.</summary>
    private static ulong HashOf(IEnumerable<string?> texts)
    {
        var hash = Start;
        foreach (var text in texts)
        {
            foreach (var letter in text ?? "\0")
            {
                hash = (hash ^ letter) * Prime;
            }

            hash = (hash ^ char.MaxValue) * Prime;
        }

        return hash;
    }

    private static ulong HashOfTimes(IEnumerable<string> folders)
    {
        var hash = Start;
        foreach (var folder in folders)
        {
            hash = (hash ^ (ulong)TimeOf(folder)) * Prime;
        }

        return hash;
    }

    private static long TimeOf(string folder) =>
        Path.IsPathFullyQualified(folder) ? Directory.GetLastWriteTimeUtc(folder).Ticks : 0;
}
