namespace Samlet.Runtimes.Extensions;

/// <summary>
/// The extensions of one start of an environment: the external ones, known from the layers, and the internal ones that
/// register while the runtime initializes. The endpoints move them on behalf of the extensions, the execution
/// environment on behalf of the phases.
/// </summary>
internal sealed class ExtensionSet
{
    public const int Limit = 10;

    private readonly Lock _gate = new();
    private readonly List<Extension> _all;
    private readonly TaskCompletionSource<InvocationResult> _failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isClosed;

    public ExtensionSet(IReadOnlyList<string> externalNames)
    {
        HasExternal = externalNames.Count > 0;
        _all = [.. externalNames.Select(static name => new Extension(name, isExternal: true))];
    }

    /// <summary>Whether any process listens, so that the environment has to be shut down with care.</summary>
    public bool HasAny => _all.Count > 0;

    public bool HasExternal { get; }

    /// <summary>Which events may be asked for; one that serves many at once offers SHUTDOWN only.</summary>
    public bool OffersInvocations { get; init; } = true;

    /// <summary>Completes with the first failure of an extension.</summary>
    public Task<InvocationResult> Failed => _failed.Task;

    /// <summary>Completes when every external extension has registered.</summary>
    public Task AllRegistered =>
        WhenAll(static extension => extension.IsExternal, static extension => extension.Registered);

    /// <summary>Completes when all have asked for their first event.</summary>
    public Task AllReady => WhenAll(static _ => true, static extension => extension.Ready);

    /// <summary>Completes when all that take invocations have asked for the event behind the last one.</summary>
    public Task AllIdle => WhenAll(static extension => extension.TakesInvocations, static extension => extension.Idle);

    public IReadOnlyList<Extension> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>From here on nobody can register: the runtime is ready.</summary>
    public void CloseRegistration()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    public Answerable<Extension> Register(string name, IReadOnlyList<string> events)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return new(ExtensionRefusal.RegistrationClosed);
            }

            var extension = _all.Find(one => one.Name == name);
            if (extension is null && _all.Count >= Limit)
            {
                return new(ExtensionRefusal.TooMany);
            }

            var registering = extension ?? new Extension(name, isExternal: false);
            if (FindFault(events, registering.IsExternal) is { } refusal)
            {
                return new(refusal);
            }

            if (registering.Register(events) is { } denied)
            {
                return new(denied);
            }

            if (extension is null)
            {
                _all.Add(registering);
            }

            return new(registering);
        }
    }

    public Extension? Find(Guid identifier)
    {
        lock (_gate)
        {
            return _all.Find(one => one.Identifier == identifier && one.State != ExtensionState.Started);
        }
    }

    public void Hand(Invocation invocation)
    {
        if (!HasAny)
        {
            return;
        }

        foreach (var extension in All)
        {
            if (extension.TakesInvocations)
            {
                extension.Hand(new ExtensionEvent.Invoke(invocation));
            }
        }
    }

    /// <summary>Notes the failure of the environment by an extension; the first one counts.</summary>
    public void Fail(string errorType, string reason) =>
        _ = _failed.TrySetResult(InvocationResult.Crashed(errorType, reason));

    private ApiRefusal? FindFault(IReadOnlyList<string> events, bool isExternal)
    {
        foreach (var name in events)
        {
            if (name is not (ExtensionEvent.InvokeName or ExtensionEvent.ShutdownName))
            {
                return ExtensionRefusal.EventType(name, "event type is not known");
            }

            if (name == ExtensionEvent.ShutdownName && !isExternal)
            {
                return ExtensionRefusal.EventType(name, "event type is not supported for internal extensions");
            }

            if (name == ExtensionEvent.InvokeName && !OffersInvocations)
            {
                return ExtensionRefusal.EventType(name, "event type is not supported in managed instances");
            }
        }

        return null;
    }

    private Task WhenAll(Func<Extension, bool> isMeant, Func<Extension, Task> select) =>
        HasAny ? Task.WhenAll(All.Where(isMeant).Select(select)) : Task.CompletedTask;
}
