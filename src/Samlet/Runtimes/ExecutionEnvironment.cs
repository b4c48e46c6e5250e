using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// One execution environment: a runtime with its extensions in sandboxes behind an API address, taken through its
/// phases, which serves invocations for as long as it is kept. Initialization has ten seconds of its own; when it fails
/// or runs out of them it is tried once more inside the invocation, within the function's timeout. Source: Lambda
/// developer guide, execution environment lifecycle.
/// </summary>
internal abstract class ExecutionEnvironment(ExecutionEnvironmentSpec spec, RuntimeDomain domain) : IAsyncDisposable
{
    public ExecutionEnvironmentSpec Spec => spec;

    public EnvironmentState State { get; protected set; }

    protected RuntimeDomain Domain => domain;

    public static ExecutionEnvironment Create(
        ExecutionEnvironmentSpec spec,
        RuntimeApiServer api,
        ISandboxLauncher launcher,
        PlatformLog log,
        TimeProvider time)
    {
        var domain = new RuntimeDomain(spec, api, launcher, log, time);
        return spec.Initialization == InitializationType.ManagedInstances
            ? new ManagedExecutionEnvironment(spec, domain, log, time)
            : new SingleExecutionEnvironment(spec, domain, log, time);
    }

    /// <summary>
    /// Starts the runtime and waits until it is ready, has failed, or its time is up; the failure is kept.
    /// </summary>
    public abstract Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Runs one invocation to its end.</summary>
    /// <param name="invocation">What the function gets; its deadline is set here.</param>
    /// <param name="answered">Called the moment the answer is there; code behind it may still run then.</param>
    /// <param name="cancellationToken">Ends the wait; the caller disposes the environment then.</param>
    public abstract Task<InvocationResult> InvokeAsync(
        Invocation invocation, Action<InvocationResult> answered, CancellationToken cancellationToken);

    /// <summary>Prepares the next start, when nobody waits for an answer any more.</summary>
    public Task KeepCompiledAsync(CancellationToken cancellationToken) => domain.KeepCompiledAsync(cancellationToken);

    /// <summary>Shuts down the processes, extensions with their time for it, and ends the API.</summary>
    public virtual ValueTask DisposeAsync() => domain.DisposeAsync();
}
