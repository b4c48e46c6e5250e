namespace Samlet.Runtimes;

/// <summary>
/// One runtime process as the Runtime API sees it: an explicit machine in which every call that is not named is
/// refused. The endpoints move it on behalf of the runtime, the execution environment on behalf of the callers.
/// </summary>
internal abstract class RuntimeSession
{
    private readonly TaskCompletionSource<InvocationResult?> _initialized = NewSource<InvocationResult?>();
    private readonly TaskCompletionSource<InvocationResult?> _restored = NewSource<InvocationResult?>();
    private readonly TaskCompletionSource _restore = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RuntimeState State { get; protected set; } = RuntimeState.Started;

    /// <summary>Whether the runtime may wait for the restoration of a snapshot, which SnapStart functions do.</summary>
    public bool HasRestore { get; init; }

    /// <summary>
    /// Completes at the first call of `next`, or of `restore/next`, with null, or with what the runtime reported to
    /// `init/error`.
    /// </summary>
    public Task<InvocationResult?> Initialized => _initialized.Task;

    /// <summary>Completes at the first `next` with null, or with what was reported to `restore/error`.</summary>
    public Task<InvocationResult?> Restored => _restored.Task;

    /// <summary>Which sources the runtime has compiled that it cannot keep compiled, with tabs between them.</summary>
    public string Compiled { get; private set; } = "";

    /// <summary>Completes when the runtime asks for the next invocation after its answer.</summary>
    public abstract Task Idle { get; }

    /// <summary>How long an error may be that is reported, in bytes.</summary>
    public virtual long ErrorLimit => PayloadLimits.Response;

    protected Lock Gate { get; } = new();

    /// <summary>Gives the runtime, which has asked for it, an invocation.</summary>
    /// <returns>False when no part of the runtime is free to take it.</returns>
    public abstract bool TryHand(InvocationExchange exchange);

    /// <summary>`GET next`: the next invocation, or why there is none to be had.</summary>
    /// <param name="cancellationToken">Ends with the connection of whoever asks.</param>
    public abstract Answerable<Task<InvocationExchange>> Next(CancellationToken cancellationToken);

    /// <summary>
    /// Begins an answer to an invocation, so that no second one can; refused when it is not open.
    /// </summary>
    public abstract Answerable<InvocationExchange> BeginAnswer(string requestId, RuntimeState answering);

    public abstract void EndAnswer(InvocationExchange exchange, InvocationResult result);

    public void NoteCompiled(string sources)
    {
        lock (Gate)
        {
            Compiled = Compiled.Length == 0 ? sources : $"{Compiled}\t{sources}";
        }
    }

    /// <summary>`POST init/error`, which in a runtime that is being restored is one of `restore/error`.</summary>
    public ApiRefusal? FailInitialization(InvocationResult result)
    {
        lock (Gate)
        {
            if (State == RuntimeState.Restoring)
            {
                return FailRestore(result);
            }

            if (State != RuntimeState.Started)
            {
                return Refuse(RuntimeState.InitError);
            }

            State = RuntimeState.InitError;
            _ = _initialized.TrySetResult(result);
            return null;
        }
    }

    /// <summary>`GET restore/next`: completes when the environment restores the runtime.</summary>
    public Answerable<Task> NextRestore()
    {
        lock (Gate)
        {
            if (State is not (RuntimeState.Started or RuntimeState.RestoreReady))
            {
                return new(Refuse(RuntimeState.RestoreReady));
            }

            State = RuntimeState.RestoreReady;
            _ = _initialized.TrySetResult(null);
            return new(_restore.Task);
        }
    }

    /// <summary>Lets a runtime go on that waits to be restored; false when it does not.</summary>
    public bool TryRestore()
    {
        lock (Gate)
        {
            if (State != RuntimeState.RestoreReady)
            {
                return false;
            }

            State = RuntimeState.Restoring;
            _ = _restore.TrySetResult();
            return true;
        }
    }

    /// <summary>`POST restore/error`.</summary>
    public ApiRefusal? FailRestore(InvocationResult result)
    {
        lock (Gate)
        {
            if (State != RuntimeState.Restoring)
            {
                return Refuse(RuntimeState.RuntimeRestoreErrorState);
            }

            State = RuntimeState.RuntimeRestoreErrorState;
            _ = _restored.TrySetResult(result);
            return null;
        }
    }

    protected void NoteReady()
    {
        _ = _initialized.TrySetResult(null);
        _ = _restored.TrySetResult(null);
    }

    protected ApiRefusal Refuse(RuntimeState wanted) => ApiRefusal.Transition(State, wanted);

    protected static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
