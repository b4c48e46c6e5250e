using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>
/// An environment that serves one invocation after another; others wait for their turn. After a crash or a timeout it
/// is reset: all processes are shut down, files stay, and the next invocation initializes anew on its own time.
/// </summary>
internal sealed class SingleExecutionEnvironment(
    ExecutionEnvironmentSpec spec, RuntimeDomain domain, PlatformLog log, TimeProvider time)
    : ExecutionEnvironment(spec, domain)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private InitializationEnd? _unreported;

    public override async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await InitializeInTurnAsync(cancellationToken);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    public override async Task<InvocationResult> InvokeAsync(
        Invocation invocation, Action<InvocationResult> answered, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await PrepareAsync(cancellationToken);
            return await InvokeInTurnAsync(invocation, answered, cancellationToken);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _turn.Dispose();
    }

    private async Task InitializeInTurnAsync(CancellationToken cancellationToken)
    {
        if (State == EnvironmentState.New)
        {
            _unreported = await Domain.InitializeAsync("init", Spec.InitializationLimit, cancellationToken);
            State = _unreported.IsReady ? EnvironmentState.Ready : EnvironmentState.InitFailed;
        }
    }

    /// <summary>Brings the environment to a state in which an invocation can begin.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await InitializeInTurnAsync(cancellationToken);
        if (State is EnvironmentState.Ready or EnvironmentState.Frozen && Domain.IsBroken)
        {
            await Domain.ShutdownAsync(ShutdownReason.Failure);
            State = EnvironmentState.Reset;
        }

        if (State == EnvironmentState.Frozen)
        {
            Domain.Processes.Thaw();
            State = EnvironmentState.Ready;
        }
    }

    private async Task<InvocationResult> InvokeInTurnAsync(
        Invocation invocation, Action<InvocationResult> answered, CancellationToken cancellationToken)
    {
        var clock = new InvocationClock(time, Spec.Timeout);
        var failure = State == EnvironmentState.Ready
            ? null
            : await InitializeAgainAsync(invocation, clock, cancellationToken);
        log.Start(invocation); // Behind all that a second initialization prints, as recorded on the service.
        if (failure is not null)
        {
            answered(failure);
            await ReportAsync(invocation, failure, new InvocationTimes(null, clock, time), clock);
            return failure;
        }

        State = EnvironmentState.Invoking;
        var exchange = new InvocationExchange(invocation with { Deadline = clock.Deadline }, time);
        var times = new InvocationTimes(exchange, clock, time);
        var result = await RunAsync(exchange, clock, cancellationToken);
        answered(result);
        var ending = result.IsBroken ? result : await FinishAsync(result, times, exchange, clock, cancellationToken);
        await ReportAsync(invocation, ending, times, clock);
        return result;
    }

    /// <summary>
    /// The service's suppressed initialization: the same once more, now on the invocation's own time. When it fails
    /// again the next invocation gets a fresh start.
    /// </summary>
    private async Task<InvocationResult?> InitializeAgainAsync(
        Invocation invocation, InvocationClock clock, CancellationToken cancellationToken)
    {
        if (_unreported is { RestoreDuration: not null, Failure: { } notRestored })
        {
            State = EnvironmentState.Reset;
            return notRestored.For(invocation.RequestId);
        }

        _unreported = null;
        var again = await Domain.InitializeAsync("invoke", clock.Remaining, cancellationToken);
        State = again.IsReady ? EnvironmentState.Ready : EnvironmentState.Reset;
        return again.IsTimeout
            ? InvocationResult.TimedOut(invocation.RequestId, Spec.Timeout)
            : again.Failure?.For(invocation.RequestId);
    }

    private async Task<InvocationResult> RunAsync(
        InvocationExchange exchange, InvocationClock clock, CancellationToken cancellationToken)
    {
        var requestId = exchange.Invocation.RequestId;
        Domain.Extensions.Hand(exchange.Invocation);
        _ = Domain.Session.TryHand(exchange);
        try
        {
            return await Domain.WaitForAsync(exchange.Answered, clock, cancellationToken) is not { } failure
                ? await exchange.Answered
                : Domain.Processes.IsOutOfMemory
                    ? await exchange.OverruleAsync(failure.For(requestId))
                    : await exchange.CutOffAsync(failure.For(requestId));
        }
        catch (TimeoutException)
        {
            return await exchange.CutOffAsync(InvocationResult.TimedOut(requestId, Spec.Timeout));
        }
    }

    /// <summary>
    /// After an answer the function's code goes on until its runtime and the extensions ask for more, one of them ends,
    /// or the time is up.
    /// </summary>
    private async Task<InvocationResult> FinishAsync(
        InvocationResult result,
        InvocationTimes times,
        InvocationExchange exchange,
        InvocationClock clock,
        CancellationToken cancellationToken)
    {
        var invocation = exchange.Invocation;
        try
        {
            if (await Domain.WaitForAsync(Domain.Session.Idle, clock, cancellationToken) is { } ended)
            {
                return ended.For(invocation.RequestId);
            }

            Domain.Processes.DrainOutput();
            log.RuntimeDone(times.EndRuntime(invocation, result, Spec.Timeout));
            return Domain.Extensions.HasAny
                && await Domain.WaitForAsync(Domain.Extensions.AllIdle, clock, cancellationToken) is { } failed
                ? failed.For(invocation.RequestId)
                : result;
        }
        catch (TimeoutException)
        {
            return InvocationResult.TimedOut(invocation.RequestId, Spec.Timeout);
        }
    }

    /// <summary>
    /// Without extensions a broken environment ends at once, and all it wrote comes in front of REPORT; with them,
    /// which have time to end, REPORT does not wait. One that has served its only invocation ends in front of REPORT
    /// where what it wrote is known to have arrived only then.
    /// </summary>
    private async Task ReportAsync(
        Invocation invocation, InvocationResult ending, InvocationTimes times, InvocationClock clock)
    {
        var duration = ending.Status == InvocationStatus.Timeout ? Spec.Timeout : clock.Elapsed;
        var reason = ending.Status == InvocationStatus.Timeout ? ShutdownReason.Timeout : ShutdownReason.Failure;
        var endsLater = Domain.Extensions.HasAny;
        if (!endsLater && (ending.IsBroken || (Spec.IsForOneInvocation && Domain.Processes.IsOutputLate)))
        {
            await ResetAsync(reason);
        }

        Domain.Processes.DrainOutput();
        LogEnding(invocation, ending, times);
        log.Report(invocation, NewReport(ending, duration) with
        {
            HasBegun = times.HasExchange,
            Spans = Domain.Extensions.HasAny ? times.ExtensionSpans(duration) : [],
        });
        _unreported = null;
        if (ending.IsBroken && endsLater)
        {
            await ResetAsync(reason);
        }
        else if (!ending.IsBroken)
        {
            Rest();
        }
    }

    private async Task ResetAsync(ShutdownReason reason)
    {
        await Domain.ShutdownAsync(reason);
        State = EnvironmentState.Reset;
    }

    private void Rest()
    {
        State = State == EnvironmentState.Invoking ? EnvironmentState.Ready : State;
        if (State == EnvironmentState.Ready && Spec.FreezesBetweenInvocations)
        {
            Domain.Processes.Freeze();
            State = EnvironmentState.Frozen;
        }
    }

    /// <summary>
    /// Pages of files count towards the peak but not towards the limit, so it is cut off there; a function that was
    /// killed for its memory has had all of it.
    /// </summary>
    private long PeakBytes() =>
        Spec.MemoryLimitBytes is not { } limit ? Domain.Processes.PeakBytes
        : Domain.Processes.IsOutOfMemory ? limit
        : Math.Min(limit, Domain.Processes.PeakBytes);

    private InvocationReport NewReport(InvocationResult ending, TimeSpan duration) => new()
    {
        Duration = duration,
        InitDuration = _unreported is { IsReady: true, RestoreDuration: null } ? _unreported.Duration : null,
        RestoreDuration = _unreported?.RestoreDuration,
        BilledRestoreDuration = _unreported?.RestoreDuration,
        MemorySizeMegabytes = Spec.MemorySizeMegabytes,
        PeakMemoryBytes = PeakBytes(),
        End = PhaseEnd.Of(ending),
    };

    private void LogEnding(Invocation invocation, InvocationResult ending, InvocationTimes times)
    {
        if (!times.IsRuntimeDone)
        {
            log.RuntimeDone(times.EndRuntime(invocation, ending, Spec.Timeout));
        }

        log.End(invocation.RequestId, ending, Spec.Timeout);
    }
}
