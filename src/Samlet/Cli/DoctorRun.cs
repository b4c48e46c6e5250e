using Samlet.Caches;
using Samlet.Credentials;
using Samlet.Gateway;
using Samlet.Runtimes.Interpreters;
using Samlet.Runtimes.Packages;
using Samlet.Sandboxes.Docker;
using Samlet.Sandboxes.Linux;

namespace Samlet.Cli;

/// <summary>
/// One `doctor`: every stage looks at what it needs, all at once, and what was found is told in one order.
/// </summary>
internal sealed class DoctorRun(DoctorOptions options, Composition composition)
{
    /// <summary>After that people want to know what is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly CommandLineContext _context = composition.Context;

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var project = new ProjectCheck(_context, composition.Host, composition.Time).Run(options.Template);
        var looks = Looks(project, cancellationToken);
        var all = Task.WhenAll(looks.Select(static look => look.Results));
        try
        {
            _ = await all.WaitAsync(Patience, composition.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            var slow = looks.Where(static look => !look.Results.IsCompleted).Select(static look => look.Name);
            _context.Reporter.Line($"still looking at {string.Join(", ", slow)} ...");
        }

        CheckResult[] results = [.. (await all).SelectMany(static some => some), .. project.Results];
        Print(results);
        return results.Any(static result => result.Status == CheckStatus.Fail) ? ExitCode.UserError : ExitCode.Success;
    }

    private List<(string Name, Task<IReadOnlyList<CheckResult>> Results)> Looks(
        ProjectCheck.Outcome project, CancellationToken cancellationToken)
    {
        var interpreters = new InterpreterLocator(composition.Host, composition.Cache) { RemembersAnswers = false };
        return
        [
            Look("bubblewrap", () => new RoomCheck(new RefusalMemory(composition.Cache)).RunAsync(cancellationToken)),
            Look("control groups", ControlGroupCheck.Run),
            Look(
                "interpreters",
                () => new InterpreterCheck(interpreters).RunAsync(project.Runtimes, cancellationToken)),
            Look("packages", () => PackageCheck.Run(new PackageStore(composition.Cache))),
            Look("container engines", () => new EngineCheck(composition.Host).RunAsync(cancellationToken)),
            Look("the cache", () => new CacheCheck(composition.Cache, composition.Host).Run()),
            Look("ports", PortCheck.Run),
            Look("credentials", () => SessionCheck.Run(composition.Host, composition.Time)),
        ];
    }

    private static (string Name, Task<IReadOnlyList<CheckResult>> Results) Look(
        string name, Func<IReadOnlyList<CheckResult>> look) => (name, Task.Run(look));

    private static (string Name, Task<IReadOnlyList<CheckResult>> Results) Look(
        string name, Func<Task<IReadOnlyList<CheckResult>>> look) => (name, Task.Run(look));

    private void Print(IReadOnlyList<CheckResult> results)
    {
        if (options.IsJson)
        {
            DoctorReport.WriteJson(results, _context.Terminal.Output);
            _context.Print("\n");
        }
        else
        {
            _context.Print(DoctorReport.WriteText(results));
        }
    }
}
