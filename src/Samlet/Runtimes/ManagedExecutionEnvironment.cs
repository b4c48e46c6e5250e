using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>
/// An environment of managed instances: several invocations at once in one runtime, and none waits for its turn. A
/// timeout only ends the waiting of its caller; the end of the runtime ends all that are open, and the next invocation
/// starts a new one. Source: Lambda developer guide, managed instances, and the service's own emulator.
/// </summary>
internal sealed class ManagedExecutionEnvironment(
    ExecutionEnvironmentSpec spec, RuntimeDomain domain, PlatformLog log, TimeProvider time)
    : ExecutionEnvironment(spec, domain)
{
    private static readonly InvocationResult Unavailable = InvocationResult.Refused(
        FunctionErrorType.Unavailable, "No runtime of the execution environment is free");

    /// <summary>A worker has ended, and the runtime goes on with the others.</summary>
    private static readonly InvocationResult LostWorker = InvocationResult.Crashed(
        FunctionErrorType.ExitError, "Runtime exited without providing a reason");

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _open;

    public override async Task InitializeAsync(CancellationToken cancellationToken) =>
        _ = await EnsureReadyAsync(cancellationToken);

    public override async Task<InvocationResult> InvokeAsync(
        Invocation invocation, Action<InvocationResult> answered, CancellationToken cancellationToken)
    {
        var start = await EnsureReadyAsync(cancellationToken);
        var clock = new InvocationClock(time, Spec.Timeout);
        log.Start(invocation);
        var exchange = new InvocationExchange(invocation with { Deadline = clock.Deadline }, time);
        var result = start?.For(invocation.RequestId) ?? await RunWithinLimitAsync(exchange, clock, cancellationToken);
        answered(result);
        if (result.Status == InvocationStatus.Crash)
        {
            await ResetAsync(cancellationToken);
        }

        Report(invocation, result, new InvocationTimes(exchange, clock, time).ResponseSpans(), clock.Elapsed);
        return result;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Null when the runtime takes invocations; else why it does not.</summary>
    private async Task<InvocationResult?> EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (State == EnvironmentState.Ready && !Domain.IsBroken)
        {
            return null;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return State == EnvironmentState.Ready && !Domain.IsBroken ? null : await StartAsync(cancellationToken);
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private async Task<InvocationResult?> StartAsync(CancellationToken cancellationToken)
    {
        if (State == EnvironmentState.Ready)
        {
            await Domain.ShutdownAsync(ShutdownReason.Failure);
        }

        var end = await Domain.InitializeAsync("init", Spec.InitializationLimit, cancellationToken);
        State = end.IsReady ? EnvironmentState.Ready : EnvironmentState.InitFailed;
        return end.IsTimeout
            ? InvocationResult.Crashed(FunctionErrorType.InitError, "Initialization timed out")
            : end.Failure;
    }

    private async Task<InvocationResult> RunWithinLimitAsync(
        InvocationExchange exchange, InvocationClock clock, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref _open) <= Spec.MaxConcurrency
                ? await RunAsync(exchange, clock, cancellationToken)
                : Unavailable;
        }
        finally
        {
            _ = Interlocked.Decrement(ref _open);
        }
    }

    private async Task<InvocationResult> RunAsync(
        InvocationExchange exchange, InvocationClock clock, CancellationToken cancellationToken)
    {
        var session = (ManagedRuntimeSession)Domain.Session; // The domain of managed instances has no other.
        if (!session.TryHand(exchange))
        {
            return Unavailable;
        }

        try
        {
            var outcome = Task.WhenAny(exchange.Answered, exchange.Lost);
            var failure = await Domain.WaitForAsync(outcome, clock, cancellationToken);
            return failure is null && exchange.Answered.IsCompleted
                ? await exchange.Answered
                : await LoseAsync(session, exchange, failure ?? LostWorker);
        }
        catch (TimeoutException)
        {
            session.Abandon(exchange);
            return await exchange.CutOffAsync(InvocationResult.WaitedTooLong(Spec.Timeout));
        }
    }

    private static Task<InvocationResult> LoseAsync(
        ManagedRuntimeSession session, InvocationExchange exchange, InvocationResult failure)
    {
        session.Abandon(exchange);
        return exchange.CutOffAsync(failure.For(exchange.Invocation.RequestId));
    }

    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (State == EnvironmentState.Ready && Domain.IsBroken)
            {
                await Domain.ShutdownAsync(ShutdownReason.Failure);
                State = EnvironmentState.Reset;
            }
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    private void Report(
        Invocation invocation, InvocationResult result, IReadOnlyList<Span> response, TimeSpan duration)
    {
        Domain.Processes.DrainOutput();
        log.End(invocation.RequestId, result, Spec.Timeout);
        log.Report(invocation, new InvocationReport
        {
            Duration = result.Status == InvocationStatus.Timeout ? Spec.Timeout : duration,
            HasDurationOnly = true,
            Spans = response,
            MemorySizeMegabytes = Spec.MemorySizeMegabytes,
            PeakMemoryBytes = Domain.Processes.PeakBytes,
            End = PhaseEnd.Of(result),
        });
    }
}
