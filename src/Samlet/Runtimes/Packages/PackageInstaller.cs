using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes;

namespace Samlet.Runtimes.Packages;

/// <summary>Installs the packages that a managed runtime carries on Lambda, with the language's own tool.</summary>
/// <param name="store">Where they go.</param>
/// <param name="sandboxes">Starts the tool, and ends it with Samlet.</param>
/// <param name="host">What the tool's environment is: its configuration counts.</param>
/// <param name="progress">Takes what the tool prints.</param>
internal sealed class PackageInstaller(
    PackageStore store, ISandboxLauncher sandboxes, HostEnvironment host, OutputReceiver progress)
{
    /// <summary>Null when there is something to install, else why there is not.</summary>
    public static string? ReasonForNothing(RuntimeIdentifier runtime) => runtime.Family switch
    {
        RuntimeFamily.Java or RuntimeFamily.Dotnet =>
            $"{runtime.Name} carries no packages but Lambda's core types, and those come with Samlet",
        RuntimeFamily.Provided or RuntimeFamily.Go1x => $"{runtime.Name} carries no packages",
        _ => null,
    };

    /// <param name="runtime">For which runtime.</param>
    /// <param name="interpreter">Whose tool it is.</param>
    /// <param name="names">Everything that is to be there afterwards.</param>
    /// <param name="workingFolder">Where the tool runs.</param>
    /// <param name="cancellationToken">Ends the tool; what was there before stays.</param>
    /// <exception cref="UserErrorException">The tool is missing, busy or has failed.</exception>
    public async Task InstallAsync(
        RuntimeIdentifier runtime,
        Interpreter interpreter,
        IReadOnlyList<string> names,
        string workingFolder,
        CancellationToken cancellationToken)
    {
        using var hold = store.Lock(runtime);
        await store.ReplaceAsync(runtime, names, async folder =>
        {
            var tool = PackageTool.Installing(interpreter, folder, names, host);
            using var npmrc = runtime.Family == RuntimeFamily.Node ? new ProjectNpmrc(workingFolder, folder) : null;
            await RunAsync(tool, workingFolder, cancellationToken);
        });
    }

    private async Task RunAsync(PackageTool tool, string workingFolder, CancellationToken cancellationToken)
    {
        await using var sandbox = Start(tool, workingFolder);
        var exit = await sandbox.Exited.WaitAsync(cancellationToken);
        sandbox.DrainOutput();
        if (exit != default)
        {
            throw new UserErrorException(
                $"`{tool.Name}` could not install them ({exit}); what was installed before is as it was",
                $"its own words are above: is the registry that `{tool.Name}` is configured for reachable?");
        }
    }

    private ISandbox Start(PackageTool tool, string workingFolder)
    {
        var mark = new KeyValuePair<string, string>("SAMLET_INSTALL", Guid.NewGuid().ToString("N"));
        try
        {
            return sandboxes.Start(new SandboxSpec
            {
                Program = tool.Program,
                Arguments = tool.Arguments,
                Environment = [.. host.Variables, mark],
                WorkingFolder = workingFolder,
                Output = progress,
                Mark = $"{mark.Key}={mark.Value}",
            });
        }
        catch (SandboxLaunchException error)
        {
            throw new UserErrorException($"cannot start `{error.Program}`: {error.Reason}", "is it installed?", error);
        }
    }
}
