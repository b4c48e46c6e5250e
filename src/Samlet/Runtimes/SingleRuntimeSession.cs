namespace Samlet.Runtimes;

/// <summary>A runtime that has one invocation at a time.</summary>
internal sealed class SingleRuntimeSession : RuntimeSession
{
    private TaskCompletionSource<InvocationExchange> _event = NewSource<InvocationExchange>();
    private TaskCompletionSource<bool> _idle = NewSource<bool>();
    private InvocationExchange? _current;

    public override Task Idle => _idle.Task;

    public override bool TryHand(InvocationExchange exchange)
    {
        lock (Gate)
        {
            State = RuntimeState.Running;
            _current = exchange;
            _idle = NewSource<bool>();
            exchange.Hand();
            return _event.TrySetResult(exchange);
        }
    }

    /// <summary>The invocation at hand comes again and again until it is answered.</summary>
    public override Answerable<Task<InvocationExchange>> Next(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (State is not (RuntimeState.Started or RuntimeState.Restoring or RuntimeState.Ready
                or RuntimeState.Running or RuntimeState.RuntimeResponseSentState))
            {
                return new(Refuse(RuntimeState.Ready));
            }

            if (State != RuntimeState.Running)
            {
                BecomeReady();
            }

            return new(_event.Task);
        }
    }

    public override Answerable<InvocationExchange> BeginAnswer(string requestId, RuntimeState answering)
    {
        lock (Gate)
        {
            if (_current is not { } current || current.Invocation.RequestId != requestId)
            {
                return new(ApiRefusal.RequestId);
            }

            if (State != RuntimeState.Running)
            {
                return new(Refuse(answering));
            }

            State = answering;
            current.BeginAnswer();
            return new(current);
        }
    }

    public override void EndAnswer(InvocationExchange exchange, InvocationResult result)
    {
        lock (Gate)
        {
            State = RuntimeState.RuntimeResponseSentState;
            _ = exchange.TryAnswer(result);
        }
    }

    private void BecomeReady()
    {
        if (State == RuntimeState.RuntimeResponseSentState)
        {
            _event = NewSource<InvocationExchange>();
        }

        State = RuntimeState.Ready;
        NoteReady();
        _ = _idle.TrySetResult(true);
    }
}
