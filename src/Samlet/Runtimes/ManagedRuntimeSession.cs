namespace Samlet.Runtimes;

/// <summary>
/// A runtime of managed instances: as many of its workers as like wait in `next`, each gets an invocation of its own,
/// and answers are matched by request id. Source: the service's own emulator, its part for managed instances.
/// </summary>
internal sealed class ManagedRuntimeSession : RuntimeSession
{
    private const int MostIdle = 10_000;

    /// <summary>So many answered or abandoned ids are remembered; older ones are taken for unknown.</summary>
    private const int MostClosed = 1000;

    private readonly Queue<TaskCompletionSource<InvocationExchange>> _idle = new();
    private readonly Dictionary<string, (InvocationExchange Exchange, RuntimeState State)> _open =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, ApiRefusal> _closed = new(StringComparer.Ordinal);
    private readonly Queue<string> _closedInOrder = new();

    public override Task Idle => Task.CompletedTask;

    public override bool TryHand(InvocationExchange exchange)
    {
        lock (Gate)
        {
            var requestId = exchange.Invocation.RequestId;
            if (_open.ContainsKey(requestId))
            {
                return false;
            }

            while (_idle.TryDequeue(out var worker))
            {
                exchange.Hand();
                if (worker.TrySetResult(exchange))
                {
                    _open[requestId] = (exchange, RuntimeState.Running);
                    return true;
                }
            }

            return false;
        }
    }

    public override Answerable<Task<InvocationExchange>> Next(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            if (State is not (RuntimeState.Started or RuntimeState.Ready))
            {
                return new(Refuse(RuntimeState.Ready));
            }

            if (_idle.Count >= MostIdle)
            {
                return new(new ApiRefusal(400, "TooManyIdleRuntimes", "Too many runtimes wait for an invocation"));
            }

            var worker = NewSource<InvocationExchange>();
            _idle.Enqueue(worker);
            State = RuntimeState.Ready;
            NoteReady();
            return new(WithdrawableAsync(worker, cancellationToken));
        }
    }

    public override Answerable<InvocationExchange> BeginAnswer(string requestId, RuntimeState answering)
    {
        lock (Gate)
        {
            if (!_open.TryGetValue(requestId, out var open))
            {
                return new(_closed.GetValueOrDefault(requestId) ?? Refusal("InvalidInvokeId", "Invalid invoke ID"));
            }

            if (open.State != RuntimeState.Running)
            {
                return new(open.State == RuntimeState.InvocationResponse
                    ? Refusal("InvokeResponseInProgress", "Invoke response is in progress")
                    : Refusal("ErrorResponseInProgress", "Error response is in progress"));
            }

            _open[requestId] = (open.Exchange, answering);
            open.Exchange.BeginAnswer();
            return new(open.Exchange);
        }
    }

    public override void EndAnswer(InvocationExchange exchange, InvocationResult result)
    {
        Close(exchange, Refusal("InvokeResponseWasSent", "Invoke response was already sent"));
        _ = exchange.TryAnswer(result);
    }

    /// <summary>The caller waits no longer; the worker may be busy with the invocation for long.</summary>
    public void Abandon(InvocationExchange exchange) =>
        Close(exchange, new ApiRefusal(410, "InvokeTimeout", "Invoke timeout"));

    private void Close(InvocationExchange exchange, ApiRefusal late)
    {
        lock (Gate)
        {
            var requestId = exchange.Invocation.RequestId;
            if (!_open.Remove(requestId))
            {
                return;
            }

            if (_closed.TryAdd(requestId, late))
            {
                _closedInOrder.Enqueue(requestId);
            }

            if (_closedInOrder.Count > MostClosed)
            {
                _ = _closed.Remove(_closedInOrder.Dequeue());
            }
        }
    }

    /// <summary>A worker whose connection ends gets no invocation that nobody would answer.</summary>
    private static async Task<InvocationExchange> WithdrawableAsync(
        TaskCompletionSource<InvocationExchange> worker, CancellationToken cancellationToken)
    {
        await using var withdrawal = cancellationToken.Register(() => worker.TrySetCanceled(cancellationToken));
        return await worker.Task;
    }

    private static ApiRefusal Refusal(string errorType, string message) => new(400, errorType, message);
}
