using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>A folder of installations, each in a subfolder named by its version: `~/.pyenv/versions`.</summary>
internal sealed record InstallFolder(string Origin, string Folder, string Program)
{
    private static readonly EnumerationOptions EveryReadableFolder = new() { IgnoreInaccessible = true };

    /// <summary>The program within an installation; `{0}` stands for the version in the subfolder's name.</summary>
    public string Program { get; } = Program;

    /// <summary>What stands in front of the version in the subfolders' names.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>The subfolders write their version without dots: `Python313`.</summary>
    public bool IsCompact { get; init; }

    public CandidateGroup Group { get; init; } = CandidateGroup.VersionManager;

    public IEnumerable<InterpreterCandidate> Candidates(RuntimeFamily family) =>
        Subfolders().Select(folder => CandidateIn(family, folder)).OfType<InterpreterCandidate>();

    private string[] Subfolders()
    {
        try
        {
            return Path.IsPathFullyQualified(Folder) && Directory.Exists(Folder)
                ? Directory.GetDirectories(Folder, NamePrefix + "*", EveryReadableFolder)
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // A folder that cannot be read offers nothing.
        }
    }

    private InterpreterCandidate? CandidateIn(RuntimeFamily family, string folder)
    {
        var name = Path.GetFileName(folder)[NamePrefix.Length..];
        var program = Path.GetFullPath(Path.Join(folder, Program.Replace("{0}", name, StringComparison.Ordinal)));
        if (family == RuntimeFamily.Java)
        {
            return JavaHome.CandidateOf(program, Origin, Group);
        }

        var version = IsCompact ? InterpreterVersion.ParseCompact(name) : InterpreterVersion.Parse(name);
        return version is null || !File.Exists(program)
            ? null
            : new InterpreterCandidate(family, program, version, Origin, Group)
            {
                NeedsQuestion = !version.IsFull,
            };
    }
}
