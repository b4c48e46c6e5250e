using Samlet.Functions;
using Samlet.Layers;
using Samlet.Runtimes;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Cli;

/// <summary>
/// The object graph of the program, built by hand on the main thread; parts that cost something are made when they are
/// asked for.
/// </summary>
internal sealed class Composition(CommandLineContext context) : IAsyncDisposable
{
    private readonly int _mainThread = Environment.CurrentManagedThreadId;
    private ISandboxLauncher? _sandboxes;

    public CommandLineContext Context => context;

    public HostEnvironment Host { get; } = HostEnvironment.OfThisProcess();

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Whether exit codes and output are those of `sam local`, which SAMLET_COMPAT asks for.</summary>
    public bool IsCompatible => Host.Find("SAMLET_COMPAT") == "sam";

    public CacheFolder Cache => field ??= CacheFolder.Locate(Host.Find);

    public CommandActions Actions => new()
    {
        Invoke = (options, cancellationToken) => new InvokeRun(options, this).RunAsync(cancellationToken),
        Describe = (options, cancellationToken) => new DescribeRun(options, this).RunAsync(cancellationToken),
        DebugConfig = (options, cancellationToken) => new DebugConfigRun(options, this).RunAsync(cancellationToken),
        InstallPackages = (options, cancellationToken) => new RuntimeRun(this).InstallAsync(options, cancellationToken),
        ListPackages = cancellationToken => new RuntimeRun(this).ListAsync(cancellationToken),
        RemovePackages = (runtime, cancellationToken) => new RuntimeRun(this).RemoveAsync(runtime, cancellationToken),
        Diagnose = (options, cancellationToken) => new DoctorRun(options, this).RunAsync(cancellationToken),
        Clean = (options, cancellationToken) => new CleanRun(options, this).RunAsync(cancellationToken),
        FindRuntimes = new RuntimeSurvey(Interpreters).FindAsync,
        ListFunctions = files => TemplateLoader.ListFunctions(files, context.WorkingFolder),
    };

    /// <param name="folder">As given; null for Samlet's cache.</param>
    public LayerStore LayersIn(string? folder) => folder is null
        ? LayerStore.In(Cache, Host)
        : LayerStore.In(Path.GetFullPath(folder, context.WorkingFolder));

    public InterpreterLocator Interpreters => field ??= new(Host, Cache);

    public ISandboxLauncher Sandboxes => _sandboxes ??= OperatingSystem.IsWindows()
        ? new WindowsLauncher()
        : UnixSandboxes();

    public FunctionLauncher Functions =>
        field ??= new(Interpreters, new CodeStore(Cache), Cache, Sandboxes, Time);

    private ISandboxLauncher UnixSandboxes()
    {
        var processes = new ProcessLauncher(ownsAllChildren: true, _mainThread);
        if (!OperatingSystem.IsLinux() || RoomTools.Find().Tools is not { } tools)
        {
            return processes;
        }

        var command = new RoomCommand(tools, new RoomEtc(Cache), Cache);
        var rooms = new LinuxLauncher(command, new SpawnThread(_mainThread), processes);
        processes.IsOfOthers = rooms.Owns;
        return rooms;
    }

    public ValueTask DisposeAsync() => _sandboxes?.DisposeAsync() ?? ValueTask.CompletedTask;
}
