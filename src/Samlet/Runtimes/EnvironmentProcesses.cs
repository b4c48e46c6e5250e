using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Telemetry;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// The processes of one environment: its runtime and its external extensions. Shutting down takes no time without
/// extensions, half a second with internal ones and two seconds with external ones. Source: Lambda developer guide,
/// execution environment lifecycle, shutdown phase.
/// </summary>
internal sealed class EnvironmentProcesses(ISandboxLauncher launcher, WorkerLog? workers, TimeProvider time)
{
    private static readonly TimeSpan InternalBudget = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ExternalBudget = TimeSpan.FromMilliseconds(2000);
    private static readonly TimeSpan RuntimeShare = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan FlushShare = TimeSpan.FromMilliseconds(100);
    private static readonly Task<SandboxExit> Never = new TaskCompletionSource<SandboxExit>().Task;

    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(40);

    private readonly List<(Extension Extension, ISandbox Sandbox)> _extensions = [];
    private ISandbox? _runtime;
    private bool _isEnding;
    private long _peak;

    public Task<SandboxExit> RuntimeExited => _runtime?.Exited ?? Never;

    /// <summary>Whether what the runtime has written is sure to have arrived only when it has ended.</summary>
    public bool IsOutputLate => _runtime is { IsOutputLate: true };

    /// <summary>Whether all of them together had more memory than they may have; they are killed for it.</summary>
    public bool IsOutOfMemory { get; private set; }

    /// <summary>The most memory that all of them together had so far, over all starts.</summary>
    public long PeakBytes
    {
        get
        {
            NotePeak();
            return _peak;
        }
    }

    /// <exception cref="SandboxLaunchException">It cannot be started.</exception>
    public void StartRuntime(SandboxSpec spec)
    {
        IsOutOfMemory = false;
        _runtime = launcher.Start(spec);
    }

    /// <exception cref="SandboxLaunchException">It cannot be started.</exception>
    public void StartExtension(Extension extension, SandboxSpec spec, ExtensionSet extensions)
    {
        _isEnding = false;
        var sandbox = launcher.Start(spec);
        lock (_extensions)
        {
            _extensions.Add((extension, sandbox));
        }

        _ = WatchAsync(extension, sandbox, extensions);
    }

    /// <exception cref="SandboxRefusedException">The sandbox could not be made, so that nothing has run.</exception>
    public void RequireSandbox()
    {
        foreach (var exited in _extensions.Select(static one => one.Sandbox.Exited).Append(RuntimeExited))
        {
            if (exited.IsCompleted && exited.Result.Refusal is { } reason)
            {
                throw new SandboxRefusedException(reason);
            }
        }
    }

    /// <summary>
    /// Looks at their memory time and again until disposed, beginning when a short invocation would be over.
    /// </summary>
    /// <param name="limit">In bytes; null when there is none.</param>
    public ITimer? WatchMemory(long? limit) => limit is { } bytes
        ? time.CreateTimer(_ => CheckMemory(bytes, ofPast: false), null, MemoryPeriod, MemoryPeriod)
        : null;

    /// <summary>
    /// Kills what has more memory than it may have, or had in between, as the kernel of the service does.
    /// </summary>
    public void CheckMemory(long limit, bool ofPast)
    {
        lock (_extensions)
        {
            var sandboxes = Sandboxes();
            if (!sandboxes.Exists(static sandbox => sandbox.WasKilledForMemory())
                && sandboxes.Sum(sandbox => sandbox.AnonymousMemoryBytes(limit)) <= limit
                && (!ofPast || sandboxes.TrueForAll(sandbox => sandbox.PeakAnonymousMemoryBytes <= limit)))
            {
                return;
            }

            IsOutOfMemory = true;
            _runtime?.Kill();
        }
    }

    public void Freeze() => ForEach(static sandbox => sandbox.Freeze());

    public void Thaw() => ForEach(static sandbox => sandbox.Thaw());

    public void DrainOutput()
    {
        ForEach(static sandbox => sandbox.DrainOutput());
        workers?.Drain();
    }

    /// <summary>
    /// Ends the runtime and what it started, of which nothing is to hold its connections open any longer.
    /// </summary>
    public async Task EndRuntimeAsync()
    {
        NotePeak();
        if (_runtime is { } runtime)
        {
            await runtime.DisposeAsync();
            NotePeak();
            runtime.DrainOutput();
            workers?.Drain();
        }
    }

    public async Task ShutdownAsync(ShutdownReason reason, ExtensionSet extensions, TelemetryHub telemetry)
    {
        _isEnding = true;
        if (extensions.HasAny)
        {
            var clock = new InvocationClock(time, extensions.HasExternal ? ExternalBudget : InternalBudget);
            await FlushAsync(telemetry);
            await TerminateRuntimeAsync();
            await FlushAsync(telemetry);
            await EndExtensionsAsync(reason, clock);
        }

        await KillAsync();
    }

    private async Task KillAsync()
    {
        await EndRuntimeAsync();
        foreach (var (_, sandbox) in _extensions)
        {
            await sandbox.DisposeAsync();
            sandbox.DrainOutput();
        }

        NotePeak();
        lock (_extensions)
        {
            _extensions.Clear();
        }

        _runtime = null;
    }

    /// <summary>
    /// Subscribers get what waits for them while they live, but one that hangs does not use up the time.
    /// </summary>
    private async Task FlushAsync(TelemetryHub telemetry)
    {
        Thaw();
        DrainOutput();
        await telemetry.FlushAsync(FlushShare);
    }

    private async Task TerminateRuntimeAsync()
    {
        if (_runtime is { Exited.IsCompleted: false } runtime)
        {
            runtime.Terminate();
            await WaitAsync(runtime.Exited, RuntimeShare);
            await EndRuntimeAsync();
        }
    }

    /// <summary>Extensions that asked for SHUTDOWN get it and the rest of the time, others are killed.</summary>
    private Task EndExtensionsAsync(ShutdownReason reason, InvocationClock clock)
    {
        foreach (var (extension, sandbox) in _extensions)
        {
            sandbox.Thaw();
            if (extension.TakesShutdown)
            {
                extension.Hand(new ExtensionEvent.Shutdown(reason, clock.Deadline));
            }
            else
            {
                sandbox.Kill();
            }
        }

        return WaitAsync(Task.WhenAll(_extensions.Select(static one => one.Sandbox.Exited)), clock.Remaining);
    }

    private async Task WaitAsync(Task ended, TimeSpan limit)
    {
        try
        {
            await ended.WaitAsync(limit, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // Whatever is left is killed next.
        }
    }

    private async Task WatchAsync(Extension extension, ISandbox sandbox, ExtensionSet extensions)
    {
        var exit = await sandbox.Exited;
        if (!_isEnding)
        {
            extension.End(ExtensionState.Exited, FunctionErrorType.ExtensionCrash);
            extensions.Fail(FunctionErrorType.ExtensionCrash, exit == default ? "exit code 0" : exit.ToString());
        }
    }

    private void NotePeak()
    {
        var sum = _runtime?.PeakMemoryBytes ?? 0;
        foreach (var (_, sandbox) in _extensions)
        {
            sum += sandbox.PeakMemoryBytes;
        }

        _peak = Math.Max(_peak, sum);
    }

    private void ForEach(Action<ISandbox> act) => Sandboxes().ForEach(act);

    private List<ISandbox> Sandboxes() =>
        [.. _runtime is { } runtime ? [runtime] : (ISandbox[])[], .. _extensions.Select(static one => one.Sandbox)];
}
