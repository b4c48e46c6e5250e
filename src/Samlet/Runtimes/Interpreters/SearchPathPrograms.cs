using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Interpreters in the folders of PATH, by versioned and by plain names.</summary>
internal sealed class SearchPathPrograms(InstallFolders folders)
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>In the order of PATH; of several names for one program (`node`, `nodejs`) only the first.</summary>
    public IEnumerable<InterpreterCandidate> Candidates(RuntimeFamily family)
    {
        ProgramName[] names = [.. VersionedNames(family), .. PlainNames(family)];
        return folders.SearchPath
            .SelectMany(folder => ProgramsIn(folder, names, family))
            .DistinctBy(candidate => RealPath.Of(candidate.Program));
    }

    private IEnumerable<InterpreterCandidate> ProgramsIn(string folder, ProgramName[] names, RuntimeFamily family)
    {
        var isShim = folders.IsShimFolder(folder);
        return
            from name in names
            where name.Version is null || !isShim
            let program = Path.Join(folder, name.Text + InstallPlaces.OnPlatform(".exe", ""))
            where File.Exists(program) && IsExecutable(program) && !IsPlaceholder(program)
            select new InterpreterCandidate(
                family, program, name.Version, "PATH", isShim ? CandidateGroup.Shim : name.Group)
            {
                NeedsQuestion = true,
            };
    }

    private static IEnumerable<ProgramName> VersionedNames(RuntimeFamily family) =>
        from version in RuntimeIdentifier.All
            .Where(runtime => runtime.Family == family)
            .Select(runtime => runtime.InterpreterVersion)
            .Distinct()
        from text in VersionedNames(family, version)
        select new ProgramName(text, InterpreterVersion.Parse(version));

    private static string[] VersionedNames(RuntimeFamily family, string version) => family switch
    {
        RuntimeFamily.Node => [$"node{version}", $"node-{version}", $"nodejs{version}"],
        RuntimeFamily.Python => [$"python{version}"],
        RuntimeFamily.Ruby => [$"ruby{version}", $"ruby{version.Replace(".", "", StringComparison.Ordinal)}"],
        _ => [],
    };

    private static ProgramName[] PlainNames(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => [new("node", null), new("nodejs", null)],
        RuntimeFamily.Python => [new("python3", null), new("python", null)],
        RuntimeFamily.Ruby => [new("ruby", null)],
        RuntimeFamily.Java => [new("java", null)],
        RuntimeFamily.Dotnet => [new("dotnet", null)],
        _ => [],
    };

    private static bool IsExecutable(string program)
    {
        try
        {
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(program) & AnyExecute) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// Programs that only offer to install the real one, macOS by a window: /usr/bin/java and, without the developer
    /// tools, /usr/bin/python3; Windows has empty files that open its store.
    /// </summary>
    private static bool IsPlaceholder(string program) =>
        OperatingSystem.IsMacOS()
            ? program is "/usr/bin/java" || (program is "/usr/bin/python3" && !HasDeveloperTools())
            : OperatingSystem.IsWindows() && new FileInfo(program).Length == 0;

    private static bool HasDeveloperTools() =>
        Directory.Exists("/Library/Developer/CommandLineTools") || Directory.Exists("/Applications/Xcode.app");

    private readonly record struct ProgramName(string Text, InterpreterVersion? Version)
    {
        public CandidateGroup Group => Version is null ? CandidateGroup.PlainName : CandidateGroup.VersionedName;
    }
}
