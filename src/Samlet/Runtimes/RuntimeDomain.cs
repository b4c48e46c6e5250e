using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Http;
using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Telemetry;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// What an environment starts and ends as one: the processes and what they find behind their API address, from
/// initialization to shutdown. Afterwards it can be initialized anew; the address stays.
/// </summary>
internal sealed class RuntimeDomain(
    ExecutionEnvironmentSpec spec,
    RuntimeApiServer api,
    ISandboxLauncher launcher,
    PlatformLog log,
    TimeProvider time) : IAsyncDisposable
{
    private const int KillSignal = 9;

    private static readonly TimeSpan RestoreLimit = TimeSpan.FromSeconds(10);

    private bool _isRuntimeTold;

    public RuntimeSession Session { get; private set; } = api.Session;

    public ExtensionSet Extensions { get; private set; } = new([]);

    public EnvironmentProcesses Processes { get; } = new(launcher, spec.Workers, time);

    /// <summary>Whether a part has ended or failed that should be there for the next invocation.</summary>
    public bool IsBroken => Processes.RuntimeExited.IsCompleted || Extensions.Failed.IsCompleted;

    /// <summary>
    /// Starts the extensions and then the runtime, and waits until all are ready, one has failed, or the time is up.
    /// </summary>
    /// <param name="phase">`init`, or `invoke` when it is tried again within an invocation.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends the wait; the caller disposes the environment then.</param>
    public async Task<InitializationEnd> InitializeAsync(
        string phase, TimeSpan limit, CancellationToken cancellationToken)
    {
        log.InitStart(phase);
        _isRuntimeTold = false;
        var clock = new InvocationClock(time, limit);
        var (failure, isTimeout) = await TryAsync(() => StartAsync(phase, clock, cancellationToken));
        var end = new InitializationEnd(clock.Elapsed) { Failure = failure, IsTimeout = isTimeout };
        if (!end.IsReady)
        {
            await ShutdownAsync(isTimeout ? ShutdownReason.Timeout : ShutdownReason.Failure);
        }

        TellRuntimeDone(phase, PhaseEnd.Of(end));
        LogExtensions();
        log.InitReport(phase, PhaseEnd.Of(end), end.Duration);
        if (end.IsReady)
        {
            log.Telemetry.CloseSubscriptions();
        }

        return end.IsReady && Session.State == RuntimeState.RestoreReady
            ? await RestoreAsync(end, cancellationToken)
            : end;
    }

    /// <summary>
    /// Waits for something that the processes bring about; null when it has come, else what failed instead.
    /// </summary>
    /// <exception cref="TimeoutException">Neither has happened in time.</exception>
    public async Task<InvocationResult?> WaitForAsync(
        Task awaited, InvocationClock clock, CancellationToken cancellationToken)
    {
        using var watch = Processes.WatchMemory(spec.MemoryLimitBytes);
        var exited = Processes.RuntimeExited;
        var first = await Task.WhenAny(awaited, exited, Extensions.Failed)
            .WaitAsync(clock.Remaining, time, cancellationToken);
        Processes.RequireSandbox();
        if (spec.MemoryLimitBytes is { } limit && !Processes.IsOutOfMemory)
        {
            Processes.CheckMemory(limit, ofPast: true);
        }

        if (first == exited)
        {
            await Processes.EndRuntimeAsync();
            await api.FinishConnectionsAsync(cancellationToken);
        }

        return Processes.IsOutOfMemory ? ExitOf(new SandboxExit(0, KillSignal))
            : awaited.IsCompleted ? null
            : Extensions.Failed.IsCompleted ? await Extensions.Failed
            : ExitOf(await exited);
    }

    public Task KeepCompiledAsync(CancellationToken cancellationToken) =>
        spec.Compiled is { } modules && Session.Compiled is { Length: > 0 } sources
            ? modules.AddAsync(sources, launcher, time, cancellationToken)
            : Task.CompletedTask;

    public async Task ShutdownAsync(ShutdownReason reason)
    {
        await EndProcessesAsync(reason);
        await api.CloseConnectionsAsync();
    }

    /// <summary>Where nobody has to be told first, a room that is closed ends all that is in it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Extensions.HasAny)
        {
            await launcher.CloseAsync(spec.Sandbox.Room);
        }

        await EndProcessesAsync(ShutdownReason.Spindown);
        await launcher.CloseAsync(spec.Sandbox.Room);
        launcher.Release(spec.Sandbox.Quota);
        await api.DisposeAsync();
        spec.Workers?.Dispose();
    }

    private async Task EndProcessesAsync(ShutdownReason reason)
    {
        await Processes.ShutdownAsync(reason, Extensions, log.Telemetry);
        log.ProcessEnded();
        await log.Telemetry.EndAsync();
    }

    private async Task<InvocationResult?> StartAsync(
        string phase, InvocationClock clock, CancellationToken cancellationToken)
    {
        if (spec.StartFailure is { } known)
        {
            log.StartFailed(known);
            return InvocationResult.Crashed(known.ErrorType, known.Reason);
        }

        Begin();
        return StartExtensions()
            ?? (Extensions.HasExternal
                ? await WaitForAsync(Extensions.AllRegistered, clock, cancellationToken)
                : null)
            ?? StartRuntime()
            ?? await WaitForAsync(Session.Initialized, clock, cancellationToken)
            ?? await Session.Initialized
            ?? await FinishExtensionsAsync(phase, clock, cancellationToken);
    }

    private void Begin()
    {
        var isManaged = spec.Initialization == InitializationType.ManagedInstances;
        Session = isManaged
            ? new ManagedRuntimeSession()
            : new SingleRuntimeSession { HasRestore = spec.Initialization == InitializationType.SnapStart };
        Extensions = new ExtensionSet([.. spec.Extensions.Select(static program => program.Name)])
        {
            OffersInvocations = !isManaged,
        };
        api.Begin(new ApiSession(Session)
        {
            Extensions = spec.Greeting is { } greeting ? new ExtensionEndpoints(Extensions, greeting) : null,
            Telemetry = spec.Greeting is null
                ? null
                : new TelemetryEndpoints(log, FindCaller) { IsManaged = isManaged },
            Credentials = spec.Credentials is { } credentials ? new CredentialsEndpoint(credentials) : null,
        });
    }

    private Answerable<string> FindCaller(HttpRequest request)
    {
        var caller = ExtensionEndpoints.FindCaller(Extensions, request);
        return caller.Value is { } extension ? new(extension.Name) : new(caller.Refusal!); // One of the two is there.
    }

    private InvocationResult? StartExtensions()
    {
        if (!Extensions.HasExternal)
        {
            return null;
        }

        api.Serve();
        if (spec.Extensions.Count > ExtensionSet.Limit)
        {
            Extensions.All[^1].End(ExtensionState.LaunchError, "TooManyExtensions");
            return InvocationResult.Crashed(
                FunctionErrorType.ExtensionLaunch, $"extension limit ({ExtensionSet.Limit}) reached");
        }

        foreach (var (extension, program) in Extensions.All.Zip(spec.Extensions))
        {
            try
            {
                Processes.StartExtension(extension, program.Sandbox, Extensions);
            }
            catch (SandboxLaunchException error)
            {
                extension.End(
                    ExtensionState.LaunchError,
                    error.Reason == "permission denied" ? "PermissionDenied" : "UnknownError");
                return InvocationResult.Crashed(
                    FunctionErrorType.ExtensionLaunch, $"fork/exec {error.Program}: {error.Reason}");
            }
        }

        return null;
    }

    private InvocationResult? StartRuntime()
    {
        try
        {
            using var connection = spec.InheritsConnection ? api.Connect() : null;
            Processes.StartRuntime(spec.Sandbox with { Descriptor = connection?.SafeHandle });
            api.Serve();
            return null;
        }
        catch (SandboxLaunchException error)
        {
            return NotStarted(error.Program, error.Reason);
        }
    }

    private InvocationResult NotStarted(string program, string reason)
    {
        var text = $"fork/exec {program}: {reason}";
        if (spec.ImageSettings is { } settings)
        {
            log.ImageFailed($"Launch error: {text}\t{settings}");
        }

        return InvocationResult.Crashed(FunctionErrorType.InvalidEntrypoint, text);
    }

    /// <summary>The runtime is ready: nobody can register any more, and who has must be ready too.</summary>
    private async Task<InvocationResult?> FinishExtensionsAsync(
        string phase, InvocationClock clock, CancellationToken cancellationToken)
    {
        TellRuntimeDone(phase, default);
        Extensions.CloseRegistration();
        return Extensions.HasAny ? await WaitForAsync(Extensions.AllReady, clock, cancellationToken) : null;
    }

    /// <summary>
    /// Told once, when the runtime is ready, for which extensions may not be; what was printed meanwhile stands before.
    /// </summary>
    private void TellRuntimeDone(string phase, PhaseEnd end)
    {
        Processes.DrainOutput();
        if (!_isRuntimeTold)
        {
            _isRuntimeTold = true;
            log.InitRuntimeDone(phase, end);
        }
    }

    private void LogExtensions()
    {
        if (Extensions.HasAny)
        {
            foreach (var extension in Extensions.All)
            {
                log.Extension(extension.Name, extension.State.ToString(), extension.Events, extension.ErrorType);
            }
        }
    }

    /// <summary>
    /// The runtime has run its hooks for a snapshot and waits where that would be taken. It is restored at once.
    /// </summary>
    private async Task<InitializationEnd> RestoreAsync(InitializationEnd end, CancellationToken cancellationToken)
    {
        log.RestoreStart();
        var clock = new InvocationClock(time, RestoreLimit);
        _ = Session.TryRestore();
        var (failure, isTimeout) = await TryAsync(async () =>
            await WaitForAsync(Session.Restored, clock, cancellationToken) ?? await Session.Restored);
        var result = isTimeout
            ? InvocationResult.Crashed(FunctionErrorType.RestoreTimeout, "Restore hooks took longer than 10 seconds")
            : failure;
        var restored = end with { Failure = result, RestoreDuration = clock.Elapsed };
        Processes.DrainOutput();
        log.RestoreRuntimeDone(PhaseEnd.Of(restored));
        log.RestoreReport(PhaseEnd.Of(restored), clock.Elapsed);
        if (result is not null)
        {
            await ShutdownAsync(isTimeout ? ShutdownReason.Timeout : ShutdownReason.Failure);
        }

        return restored;
    }

    private static async Task<(InvocationResult? Failure, bool IsTimeout)> TryAsync(
        Func<Task<InvocationResult?>> start)
    {
        try
        {
            return (await start(), false);
        }
        catch (TimeoutException)
        {
            return (null, true);
        }
    }

    private InvocationResult ExitOf(SandboxExit exit) => exit.LaunchFault is { } fault
        ? NotStarted(spec.Sandbox.Program, fault)
        : InvocationResult.Crashed(
            FunctionErrorType.ExitError,
            exit == default ? "Runtime exited without providing a reason" : $"Runtime exited with error: {exit}");
}
