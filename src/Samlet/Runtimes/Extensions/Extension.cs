namespace Samlet.Runtimes.Extensions;

/// <summary>
/// One extension as the Extensions API sees it: an explicit machine in which every call that is not named is refused.
/// An external one is a process of its own and known before it registers; an internal one lives in the runtime.
/// </summary>
internal sealed class Extension(string name, bool isExternal)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _registered = NewSource();
    private readonly TaskCompletionSource _ready = NewSource();
    private TaskCompletionSource<ExtensionEvent> _event = NewEvent();
    private TaskCompletionSource _idle = NewSource();
    private ExtensionEvent? _pending;

    public string Name => name;

    public bool IsExternal => isExternal;

    /// <summary>What it is called by once it has registered.</summary>
    public Guid Identifier { get; } = Guid.NewGuid();

    public IReadOnlyList<string> Events { get; private set; } = [];

    public ExtensionState State { get; private set; } = ExtensionState.Started;

    /// <summary>Why it failed, in its own words or the platform's; null while it has not.</summary>
    public string? ErrorType { get; private set; }

    public Task Registered => _registered.Task;

    /// <summary>Completes at its first `next`, which ends its initialization.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when it has asked for the event behind the one it was given last.</summary>
    public Task Idle => _idle.Task;

    public bool TakesInvocations => Events.Contains(ExtensionEvent.InvokeName);

    public bool TakesShutdown => Events.Contains(ExtensionEvent.ShutdownName);

    public ApiRefusal? Register(IReadOnlyList<string> events)
    {
        lock (_gate)
        {
            if (State != ExtensionState.Started)
            {
                return ExtensionRefusal.AlreadyRegistered;
            }

            (State, Events) = (ExtensionState.Registered, events);
            _registered.SetResult();
            return null;
        }
    }

    /// <summary>`GET event/next`.</summary>
    public Answerable<Task<ExtensionEvent>> Next()
    {
        lock (_gate)
        {
            if (State is not (ExtensionState.Registered or ExtensionState.Ready or ExtensionState.Running))
            {
                return new(Refuse(ExtensionState.Ready));
            }

            if (State == ExtensionState.Running)
            {
                _event = NewEvent();
            }

            State = ExtensionState.Ready;
            _ = _ready.TrySetResult();
            _ = _idle.TrySetResult();
            HandPending();
            return new(_event.Task);
        }
    }

    /// <summary>Gives it an event, for which it waits or will ask.</summary>
    public void Hand(ExtensionEvent next)
    {
        lock (_gate)
        {
            _pending = next;
            HandPending();
        }
    }

    /// <summary>`POST init/error` and `POST exit/error`.</summary>
    public ApiRefusal? Fail(ExtensionState failure, string errorType)
    {
        lock (_gate)
        {
            var isAllowed = failure == ExtensionState.InitError
                ? State == ExtensionState.Registered
                : State is ExtensionState.Registered or ExtensionState.Ready or ExtensionState.Running;
            if (!isAllowed)
            {
                return Refuse(failure);
            }

            (State, ErrorType) = (failure, errorType);
            return null;
        }
    }

    /// <summary>Its process has ended or could not be started; what it has reported before counts for more.</summary>
    public void End(ExtensionState end, string errorType)
    {
        lock (_gate)
        {
            (State, ErrorType) = ErrorType is null ? (end, errorType) : (State, ErrorType);
        }
    }

    private void HandPending()
    {
        if (State == ExtensionState.Ready && _pending is { } next)
        {
            (State, _pending, _idle) = (ExtensionState.Running, null, NewSource());
            _event.SetResult(next);
        }
    }

    private ApiRefusal Refuse(ExtensionState wanted) => ExtensionRefusal.Transition(State, wanted, Identifier);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<ExtensionEvent> NewEvent() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
