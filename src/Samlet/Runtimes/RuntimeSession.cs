namespace Samlet.Runtimes;

/// <summary>
/// One runtime process as the Runtime API sees it: an explicit machine in which every call that is not named is
/// refused. The endpoints move it on behalf of the runtime, the execution environment on behalf of the callers.
/// </summary>
internal sealed class RuntimeSession
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<InvocationResult?> _initialized = NewSource<InvocationResult?>();
    private TaskCompletionSource<Invocation> _event = NewSource<Invocation>();
    private TaskCompletionSource<InvocationResult> _answer = NewSource<InvocationResult>();
    private TaskCompletionSource _idle = NewSource();
    private Invocation? _current;

    public RuntimeState State { get; private set; } = RuntimeState.Started;

    /// <summary>
    /// Completes at the first call of `next` with null, or with what the runtime reported to `init/error`.
    /// </summary>
    public Task<InvocationResult?> Initialized => _initialized.Task;

    /// <summary>Completes with the answer to the invocation handed over last.</summary>
    public Task<InvocationResult> Answered => _answer.Task;

    /// <summary>Completes when the runtime asks for the next invocation after its answer.</summary>
    public Task Idle => _idle.Task;

    /// <summary>Gives the runtime, which has asked for it, an invocation.</summary>
    public void Hand(Invocation invocation)
    {
        lock (_gate)
        {
            State = RuntimeState.Running;
            _current = invocation;
            _answer = NewSource<InvocationResult>();
            _idle = NewSource();
            _event.SetResult(invocation);
        }
    }

    /// <summary>
    /// `GET next`: the invocation at hand, again and again until it is answered; null when the call is refused.
    /// </summary>
    public Task<Invocation>? Next()
    {
        lock (_gate)
        {
            if (State is not (RuntimeState.Started or RuntimeState.Ready or RuntimeState.Running
                or RuntimeState.RuntimeResponseSentState))
            {
                return null;
            }

            if (State != RuntimeState.Running)
            {
                BecomeReady();
            }

            return _event.Task;
        }
    }

    /// <summary>
    /// Begins an answer to the invocation at hand, so that no second one can; false when it is refused.
    /// </summary>
    public bool TryBeginAnswer(RuntimeState answering)
    {
        lock (_gate)
        {
            if (State != RuntimeState.Running)
            {
                return false;
            }

            State = answering;
            return true;
        }
    }

    public void EndAnswer(InvocationResult result)
    {
        lock (_gate)
        {
            State = RuntimeState.RuntimeResponseSentState;
            _ = _answer.TrySetResult(result);
        }
    }

    public bool TryFailInitialization(InvocationResult result)
    {
        lock (_gate)
        {
            if (State != RuntimeState.Started)
            {
                return false;
            }

            State = RuntimeState.InitError;
            return _initialized.TrySetResult(result);
        }
    }

    public bool IsCurrent(string requestId) => _current?.RequestId == requestId;

    private void BecomeReady()
    {
        if (State == RuntimeState.RuntimeResponseSentState)
        {
            _event = NewSource<Invocation>();
        }

        State = RuntimeState.Ready;
        _ = _initialized.TrySetResult(null);
        _ = _idle.TrySetResult();
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
