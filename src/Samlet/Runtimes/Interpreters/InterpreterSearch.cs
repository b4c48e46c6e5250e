using System.Runtime.InteropServices;
using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Everything on this computer that might run functions of a family; nothing is started for it.</summary>
internal sealed class InterpreterSearch(HostEnvironment host, InstallFolders folders)
{
    private readonly SearchPathPrograms _programs = new(folders);
    private readonly HashSet<string> _searchPath = [.. folders.SearchPath];

    /// <summary>What hosted build machines set for each of their versions: JAVA_HOME_21_X64.</summary>
    public static string JavaVariable(string version) =>
        $"JAVA_HOME_{version}_{RuntimeInformation.OSArchitecture.ToString().ToUpperInvariant()}";

    /// <summary>In the order of preference among equal versions, newest first.</summary>
    public IReadOnlyList<InterpreterCandidate> Candidates(RuntimeFamily family) =>
    [
        .. Chosen(family)
            .Concat(folders.Of(family).SelectMany(folder => folder.Candidates(family)))
            .Concat(_programs.Candidates(family).SelectMany(Expand))
            .OrderBy(candidate => candidate.Group)
            .ThenByDescending(IsActive)
            .ThenByDescending(candidate => candidate.Version?.Order),
    ];

    private IEnumerable<InterpreterCandidate> Chosen(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Python when VirtualEnvironment.Active(host) is { } active => [active],
        RuntimeFamily.Java => JavaVariables().Select(JavaOf).OfType<InterpreterCandidate>(),
        _ => [],
    };

    private static IEnumerable<string> JavaVariables() =>
        RuntimeIdentifier.All
            .Where(runtime => runtime.Family == RuntimeFamily.Java)
            .Select(runtime => JavaVariable(runtime.InterpreterVersion))
            .Distinct()
            .Prepend("JAVA_HOME");

    private InterpreterCandidate? JavaOf(string variable)
    {
        var program = Path.Join(host.FindText(variable), InstallFolders.ProgramOf(RuntimeFamily.Java));
        return Path.IsPathFullyQualified(program)
            ? JavaHome.CandidateOf(program, variable, CandidateGroup.Chosen)
            : null;
    }

    /// <summary>Programs whose installation tells the version beside them need not be asked.</summary>
    private static IEnumerable<InterpreterCandidate> Expand(InterpreterCandidate program) => program.Family switch
    {
        RuntimeFamily.Dotnet => HostedBy(program).DefaultIfEmpty(program),
        RuntimeFamily.Java when JavaHome.VersionOf(program.Program) is { } version =>
            [program with { Version = version, NeedsQuestion = false }],
        _ => [program],
    };

    private static IEnumerable<InterpreterCandidate> HostedBy(InterpreterCandidate host)
    {
        var root = Path.GetDirectoryName(RealPath.Of(host.Program));
        return InstallFolders.DotnetIn(root, host.Origin, host.Group).Candidates(RuntimeFamily.Dotnet);
    }

    private bool IsActive(InterpreterCandidate candidate) =>
        _searchPath.Contains(Path.GetDirectoryName(candidate.Program)!); // A program is never a root.
}
