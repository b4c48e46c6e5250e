using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// Chooses among what was found, and asks as few programs as possible: none when an installation of the right version
/// is known by its folder, and shims only when there is nothing else.
/// </summary>
internal sealed class InterpreterChooser(
    SearchKey key,
    IReadOnlyList<InterpreterCandidate> candidates,
    InterpreterResolver resolver,
    InterpreterAdvice advice)
{
    public async Task<RememberedChoice?> ChooseAsync(CancellationToken cancellationToken) =>
        await FirstAsync(candidates.Where(IsExact), cancellationToken)
        ?? await BestAsync(candidates.Where(candidate => candidate.Group != CandidateGroup.Shim), cancellationToken)
        ?? await BestShimAsync(cancellationToken);

    private bool IsExact(InterpreterCandidate candidate) => IsExact(candidate.Version);

    private bool IsExact(InterpreterVersion? version) => version?.IsSameLine(key.Family, key.Version) == true;

    private async Task<RememberedChoice?> BestShimAsync(CancellationToken cancellationToken)
    {
        var shims = candidates.Where(candidate => candidate.Group == CandidateGroup.Shim);
        var choice = await BestAsync(shims, cancellationToken);
        return choice is null ? null : choice with { IsLasting = choice.IsExact };
    }

    private async Task<RememberedChoice?> BestAsync(
        IEnumerable<InterpreterCandidate> some, CancellationToken cancellationToken)
    {
        List<InterpreterCandidate> versioned = [];
        foreach (var candidate in some)
        {
            if (await resolver.WithVersionAsync(candidate, cancellationToken) is { } known)
            {
                versioned.Add(known);
            }
        }

        return await FirstAsync(InterpreterRanking.Rank(versioned, key.Version), cancellationToken);
    }

    private async Task<RememberedChoice?> FirstAsync(
        IEnumerable<InterpreterCandidate> ranked, CancellationToken cancellationToken)
    {
        foreach (var candidate in ranked)
        {
            if (await resolver.ResolveAsync(candidate, cancellationToken) is { } found)
            {
                var isExact = IsExact(InterpreterVersion.Parse(found.Version));
                return new RememberedChoice(found, isExact ? null : advice.Warning(found), CheckedFile(found));
            }
        }

        return null;
    }

    /// <summary>
    /// The .NET host is the same program for all its versions; a file of the version itself must stand.
    /// </summary>
    private static string CheckedFile(Interpreter interpreter) => interpreter.Family == RuntimeFamily.Dotnet
        ? Path.Join(
            interpreter.Prefix, InstallFolders.DotnetVersions, interpreter.Version, "System.Private.CoreLib.dll")
        : RealPath.Of(interpreter.Program);
}
