using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Which interpreters there are, and whether the runtimes that a project needs have one.</summary>
internal sealed class InterpreterCheck(InterpreterLocator interpreters)
{
    private const string Interpreters = "interpreters";

    private static readonly RuntimeFamily[] Families =
        [RuntimeFamily.Node, RuntimeFamily.Python, RuntimeFamily.Ruby, RuntimeFamily.Java, RuntimeFamily.Dotnet];

    /// <param name="needed">The runtimes of the project; empty where there is none.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(
        IReadOnlyList<RuntimeIdentifier> needed, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(Families.Select(family => interpreters.FindAllAsync(family, cancellationToken)));
        List<CheckResult> results = [.. found.Where(static some => some.Count > 0).Select(Describe)];
        string[] missing = [.. Families
            .Where((_, index) => found[index].Count == 0)
            .Select(InterpreterAdvice.LanguageOf)];
        if (missing.Length > 0)
        {
            results.Add(CheckResult.Ok(
                Interpreters, $"none for {string.Join(", ", missing)}, which only functions in them need"));
        }

        foreach (var runtime in needed.Where(static runtime => !runtime.RunsBootstrap))
        {
            results.Add(await CheckAsync(runtime, cancellationToken));
        }

        return results;
    }

    private static CheckResult Describe(IReadOnlyList<Interpreter> some) =>
        CheckResult.Ok(
            IdOf(some[0].Family),
            string.Join("; ", some.GroupBy(static one => one.Origin).Select(Describe))) with
        {
            Details = [.. some.Select(static one => KeyValuePair.Create(one.Version, one.Program))],
        };

    private static string Describe(IGrouping<string, Interpreter> some) =>
        $"{string.Join(", ", some.Select(static one => one.Version))} ({some.Key}, `{PlaceOf([.. some])}`)";

    /// <summary>The program, or the folder that has all of them.</summary>
    private static string PlaceOf(Interpreter[] some)
    {
        var place = some[0].Program;
        while (!Array.TrueForAll(some, one => IsAt(place, one.Program))
            && Path.GetDirectoryName(place) is { } parent)
        {
            place = parent;
        }

        return place;
    }

    private static bool IsAt(string place, string program) =>
        program == place || program.StartsWith(place + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string IdOf(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => "nodejs",
        _ => family.ToString().ToLowerInvariant(),
    };

    private async Task<CheckResult> CheckAsync(RuntimeIdentifier runtime, CancellationToken cancellationToken)
    {
        const string Id = "runtime";
        try
        {
            var choice = await interpreters.LocateAsync(runtime, RuntimeVersionPolicy.Nearest, cancellationToken);
            var version = $"{InterpreterAdvice.LanguageOf(runtime.Family)} {choice.Interpreter.Version}";
            return choice.Warning is { } warning
                ? CheckResult.Warn(Id, warning, hint: null)
                : CheckResult.Ok(Id, $"{runtime.Name}, which the template asks for, runs with {version}");
        }
        catch (UserErrorException fault)
        {
            return CheckResult.Fail(Id, fault.Message, fault.Hint);
        }
    }
}
