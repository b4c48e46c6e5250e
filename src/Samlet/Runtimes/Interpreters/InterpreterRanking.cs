using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Which of the versions at hand serves a runtime best.</summary>
internal static class InterpreterRanking
{
    /// <summary>
    /// The version itself, then newer ones, nearest first, then older ones; equal ones stay in order.
    /// </summary>
    public static IEnumerable<InterpreterCandidate> Rank(
        IEnumerable<InterpreterCandidate> candidates, InterpreterVersion wanted) =>
        from candidate in candidates
        let family = candidate.Family
        let version = candidate.Version
        where version is not null && CanServe(family, version, wanted)
        orderby Distance(version.Line(family), wanted.Line(family))
        select candidate;

    /// <summary>
    /// Python 2 does not run what was written for Python 3, and .NET refuses assemblies for a newer version than its
    /// own.
    /// </summary>
    private static bool CanServe(RuntimeFamily family, InterpreterVersion version, InterpreterVersion wanted) =>
        family switch
        {
            RuntimeFamily.Python => version.Major >= wanted.Major,
            RuntimeFamily.Dotnet => version.Line(family).CompareTo(wanted.Line(family)) >= 0,
            _ => true,
        };

    private static (int Class, int Major, int Minor) Distance(
        (int Major, int Minor) line, (int Major, int Minor) wanted) => line.CompareTo(wanted) switch
        {
            0 => (0, 0, 0),
            > 0 => (1, line.Major, line.Minor),
            _ => (2, -line.Major, -line.Minor),
        };
}
