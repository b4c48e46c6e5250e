using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// Finds the interpreter for a runtime: the version asked for wherever it is, else the nearest newer one of the
/// family, else the nearest older. What was found is remembered; a remembered choice costs a few looks at files.
/// </summary>
internal sealed class InterpreterLocator(HostEnvironment host, CacheFolder cache)
{
    private readonly InstallFolders _folders = new(host);

    /// <summary>What is found is kept for the next time.</summary>
    public bool RemembersAnswers { get; init; } = true;

    /// <exception cref="UserErrorException">There is none, or none as exact as the policy demands.</exception>
    public async ValueTask<InterpreterChoice> LocateAsync(
        RuntimeIdentifier runtime, RuntimeVersionPolicy policy, CancellationToken cancellationToken)
    {
        runtime.RequireRunnable();
        var key = new SearchKey(host, _folders, runtime);
        var advice = new InterpreterAdvice(_folders, runtime);
        var memory = new InterpreterMemory(cache);
        var choice = memory.FindChoice(key)
            ?? await SearchAsync(key, memory, advice, cancellationToken)
            ?? throw advice.NoneFound();
        return choice.IsExact || policy == RuntimeVersionPolicy.Nearest
            ? new InterpreterChoice(choice.Interpreter, choice.Warning)
            : throw advice.OtherVersion(choice.Interpreter);
    }

    /// <summary>Every interpreter of a family that is there, each once, in the order of preference.</summary>
    public async Task<IReadOnlyList<Interpreter>> FindAllAsync(
        RuntimeFamily family, CancellationToken cancellationToken)
    {
        var memory = new InterpreterMemory(cache);
        var resolver = new InterpreterResolver(host, memory);
        List<Interpreter> found = [];
        foreach (var candidate in Candidates(family))
        {
            if (await resolver.ResolveAsync(candidate, cancellationToken) is { } interpreter)
            {
                found.Add(interpreter);
            }
        }

        Save(memory);
        return [.. found.DistinctBy(IdentityOf)];
    }

    private async Task<RememberedChoice?> SearchAsync(
        SearchKey key, InterpreterMemory memory, InterpreterAdvice advice, CancellationToken cancellationToken)
    {
        _ = key.Programs; // Read before the search, so that the next call notices what arrives during this one.
        var resolver = new InterpreterResolver(host, memory);
        var chooser = new InterpreterChooser(key, Candidates(key.Family), resolver, advice);
        var choice = await chooser.ChooseAsync(cancellationToken);
        if (choice is { IsLasting: true })
        {
            memory.AddChoice(key, choice);
        }

        Save(memory);
        return choice;
    }

    private void Save(InterpreterMemory memory)
    {
        if (RemembersAnswers)
        {
            memory.Save();
        }
    }

    private IReadOnlyList<InterpreterCandidate> Candidates(RuntimeFamily family) =>
        new InterpreterSearch(host, _folders).Candidates(family);

    /// <summary>The .NET host is one program for all its versions.</summary>
    private static (string Program, string? Version) IdentityOf(Interpreter interpreter) =>
        (interpreter.Program, interpreter.Family == RuntimeFamily.Dotnet ? interpreter.Version : null);
}
