using Samlet.Runtimes.Logs;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// One execution environment: a runtime in a sandbox behind its Runtime API, taken through its phases. Initialization
/// has ten seconds of its own; when it fails or runs out of them it is tried once more inside the invocation, within
/// the function's timeout. After a crash or timeout the next invocation begins with a new initialization.
/// Source: Lambda developer guide, execution environment lifecycle.
/// </summary>
internal sealed class ExecutionEnvironment(
    ExecutionEnvironmentSpec spec,
    RuntimeApiServer api,
    ISandboxLauncher launcher,
    PlatformLog log,
    TimeProvider time) : IAsyncDisposable
{
    private ISandbox? _sandbox;
    private RuntimeSession _session = api.Session;
    private InitializationEnd? _initialization;
    private TimeSpan? _unreportedInit;
    private long _peak;

    public ExecutionEnvironmentSpec Spec => spec;

    /// <summary>
    /// Starts the runtime and waits until it is ready, has failed, or its time is up; the failure is kept.
    /// </summary>
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        _initialization = await InitializeOnceAsync("init", spec.InitializationLimit, cancellationToken);
        _unreportedInit = _initialization.IsReady ? _initialization.Duration : null;
    }

    /// <summary>Runs one invocation to its end.</summary>
    /// <param name="invocation">What the function gets; its deadline is set here.</param>
    /// <param name="answered">Called the moment the answer is there; code behind it may still run then.</param>
    /// <param name="cancellationToken">Ends the wait; the caller disposes the environment then.</param>
    public async Task<InvocationResult> InvokeAsync(
        Invocation invocation, Action<InvocationResult> answered, CancellationToken cancellationToken)
    {
        if (_initialization is null)
        {
            await InitializeAsync(cancellationToken);
        }

        var clock = new InvocationClock(time, spec.Timeout);
        log.Start(invocation);
        var failure = _initialization is { IsReady: true }
            ? null
            : await InitializeAgainAsync(invocation, clock, cancellationToken);
        var result = failure ?? await RunAsync(invocation with { Deadline = clock.Deadline }, clock, cancellationToken);
        answered(result);
        var ending = failure is null ? await FinishAsync(invocation, result, clock, cancellationToken) : result;
        await ReportAsync(invocation, ending, clock);
        return result;
    }

    /// <summary>Ends the runtime and its Runtime API.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await api.DisposeAsync();
    }

    private async Task<InitializationEnd> InitializeOnceAsync(
        string phase, TimeSpan limit, CancellationToken cancellationToken)
    {
        log.InitStart(phase);
        var start = time.GetTimestamp();
        var (failure, isTimeout) = await TryInitializeAsync(limit, cancellationToken);
        var end = new InitializationEnd(time.GetElapsedTime(start)) { Failure = failure, IsTimeout = isTimeout };
        if (!end.IsReady)
        {
            await StopAsync();
        }

        log.InitRuntimeDone(phase, PhaseEnd.Of(end));
        log.InitReport(phase, PhaseEnd.Of(end), end.Duration);

        return end;
    }

    private async Task<(InvocationResult? Failure, bool IsTimeout)> TryInitializeAsync(
        TimeSpan limit, CancellationToken cancellationToken)
    {
        if (Start() is { } failure)
        {
            return (failure, false);
        }

        try
        {
            var exited = Sandbox.Exited;
            if (await Task.WhenAny(_session.Initialized, exited).WaitAsync(limit, time, cancellationToken) == exited)
            {
                await FinishConnectionsAsync(cancellationToken);
            }

            return (_session.Initialized.IsCompleted ? await _session.Initialized : ExitOf(await exited), false);
        }
        catch (TimeoutException)
        {
            return (null, true);
        }
    }

    /// <summary>Started by <see cref="Start"/>, which every phase begins with.</summary>
    private ISandbox Sandbox => _sandbox!;

    private InvocationResult? Start()
    {
        if (spec.StartFailure is { } failure)
        {
            log.StartFailed(failure);
            return Crash(failure.ErrorType, failure.Reason);
        }

        _session = new SingleRuntimeSession();
        api.Begin(new ApiSession(_session));
        try
        {
            using var connection = spec.InheritsConnection ? api.Connect() : null;
            _sandbox = launcher.Start(spec.Sandbox with { Descriptor = connection?.SafeHandle });
            api.Serve();
            return null;
        }
        catch (SandboxLaunchException error)
        {
            return Crash(FunctionErrorType.InvalidEntrypoint, $"fork/exec {error.Program}: {error.Reason}");
        }
    }

    /// <summary>
    /// The service's suppressed initialization: the same once more, now on the invocation's own time.
    /// </summary>
    private async Task<InvocationResult?> InitializeAgainAsync(
        Invocation invocation, InvocationClock clock, CancellationToken cancellationToken)
    {
        var again = await InitializeOnceAsync("invoke", clock.Remaining, cancellationToken);
        _initialization = again.IsReady ? again : null;
        return again.IsTimeout
            ? InvocationResult.TimedOut(invocation.RequestId, spec.Timeout)
            : again.Failure?.For(invocation.RequestId);
    }

    private async Task<InvocationResult> RunAsync(
        Invocation invocation, InvocationClock clock, CancellationToken cancellationToken)
    {
        var session = _session;
        var exited = Sandbox.Exited;
        var exchange = new InvocationExchange(invocation, time);
        _ = session.TryHand(exchange);
        try
        {
            if (await Task.WhenAny(
                exchange.Answered, exited).WaitAsync(clock.Remaining, time, cancellationToken) == exited)
            {
                await FinishConnectionsAsync(cancellationToken);
            }

            return exchange.Answered.IsCompleted
                ? await exchange.Answered
                : ExitOf(await exited).For(invocation.RequestId);
        }
        catch (TimeoutException)
        {
            return InvocationResult.TimedOut(invocation.RequestId, spec.Timeout);
        }
    }

    /// <summary>
    /// After an answer the function's code goes on until its runtime asks for more, ends, or is out of time.
    /// </summary>
    private async Task<InvocationResult> FinishAsync(
        Invocation invocation, InvocationResult result, InvocationClock clock, CancellationToken cancellationToken)
    {
        if (result.Status is InvocationStatus.Crash or InvocationStatus.Timeout)
        {
            return result;
        }

        try
        {
            var exited = Sandbox.Exited;
            var end = await Task.WhenAny(_session.Idle, exited).WaitAsync(clock.Remaining, time, cancellationToken);
            return end == exited && !_session.Idle.IsCompleted
                ? ExitOf(await exited).For(invocation.RequestId)
                : result;
        }
        catch (TimeoutException)
        {
            return InvocationResult.TimedOut(invocation.RequestId, spec.Timeout);
        }
    }

    private async Task ReportAsync(Invocation invocation, InvocationResult ending, InvocationClock clock)
    {
        var duration = clock.Elapsed;
        var isBroken = ending.Status is InvocationStatus.Crash or InvocationStatus.Timeout;
        NotePeak();
        if (isBroken)
        {
            await StopAsync();
        }

        _sandbox?.DrainOutput();
        if (ending.Status == InvocationStatus.Timeout)
        {
            duration = spec.Timeout;
        }

        var end = PhaseEnd.Of(ending);
        log.RuntimeDone(new(invocation, end) { Time = time.GetUtcNow(), Duration = duration });
        LogEnding(invocation.RequestId, ending);
        log.End(invocation.RequestId);
        log.Report(invocation, new InvocationReport
        {
            Duration = duration,
            InitDuration = _unreportedInit,
            MemorySizeMegabytes = spec.MemorySizeMegabytes,
            PeakMemoryBytes = _peak,
            End = end,
        });
        _unreportedInit = null;
    }

    private void LogEnding(string requestId, InvocationResult ending)
    {
        if (ending.Status == InvocationStatus.Timeout)
        {
            log.TimedOut(requestId, spec.Timeout);
        }
        else if (ending is { Status: InvocationStatus.Crash, Fault: { } fault, ErrorType: { } errorType })
        {
            log.Fault(requestId, fault, errorType);
        }
    }

    /// <summary>The process is gone; what it started must not hold its connections open, nor outlive it.</summary>
    private async Task FinishConnectionsAsync(CancellationToken cancellationToken)
    {
        NotePeak();
        Sandbox.Kill();
        await api.FinishConnectionsAsync(cancellationToken);
    }

    private async Task StopAsync()
    {
        if (_sandbox is { } sandbox)
        {
            NotePeak();
            _initialization = null;
            await sandbox.DisposeAsync();
            NotePeak();
            sandbox.DrainOutput();
            log.ProcessEnded();
            _sandbox = null;
        }
    }

    private void NotePeak() => _peak = Math.Max(_peak, _sandbox?.PeakMemoryBytes ?? 0);

    private static InvocationResult ExitOf(SandboxExit exit) => Crash(
        FunctionErrorType.ExitError,
        exit == default ? "Runtime exited without providing a reason" : $"Runtime exited with error: {exit}");

    private static InvocationResult Crash(string errorType, string reason) =>
        InvocationResult.Crashed(errorType, reason);
}
