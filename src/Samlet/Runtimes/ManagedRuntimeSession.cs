namespace Samlet.Runtimes;

/// <summary>
/// A runtime of managed instances: as many of its workers as like wait in `next`, each gets an invocation of its own,
/// and answers are matched by request id. Source: the service's own emulator, its part for managed instances.
/// </summary>
internal sealed class ManagedRuntimeSession : RuntimeSession
{
    private const int MostIdle = 10_000;

    private readonly Queue<TaskCompletionSource<InvocationExchange>> _idle = new();
    private readonly Dictionary<string, (InvocationExchange Exchange, RuntimeState State)> _open =
        new(StringComparer.Ordinal);

    private readonly RecentIds _answered = new();
    private readonly RecentIds _abandoned = new();

    public override Task Idle => Task.CompletedTask;

    public override long ErrorLimit => PayloadLimits.Report;

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
                return new(RefusalOf(requestId));
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
        Close(exchange, _answered);
        _ = exchange.TryAnswer(result);
    }

    /// <summary>The caller waits no longer; the worker may be busy with the invocation for long.</summary>
    public void Abandon(InvocationExchange exchange) => Close(exchange, _abandoned);

    private void Close(InvocationExchange exchange, RecentIds ended)
    {
        lock (Gate)
        {
            if (_open.Remove(exchange.Invocation.RequestId))
            {
                ended.Add(exchange.Invocation.RequestId);
            }
        }
    }

    private ApiRefusal RefusalOf(string requestId) =>
        _abandoned.Contains(requestId) ? new ApiRefusal(410, "InvokeTimeout", "Invoke timeout")
        : _answered.Contains(requestId) ? Refusal("InvokeResponseWasSent", "Invoke response was already sent")
        : Refusal("InvalidInvokeId", "Invalid invoke ID");

    /// <summary>A worker whose connection ends gets no invocation that nobody would answer.</summary>
    private static async Task<InvocationExchange> WithdrawableAsync(
        TaskCompletionSource<InvocationExchange> worker, CancellationToken cancellationToken)
    {
        await using var withdrawal = cancellationToken.Register(() => worker.TrySetCanceled(cancellationToken));
        return await worker.Task;
    }

    private static ApiRefusal Refusal(string errorType, string message) => new(400, errorType, message);

    /// <summary>
    /// The last thousand of a kind; older ones are taken for unknown. The kinds do not share the thousand: a worker can
    /// be busy with an abandoned invocation while the others answer more than that.
    /// </summary>
    private sealed class RecentIds
    {
        private const int Most = 1000;

        private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
        private readonly Queue<string> _inOrder = new();

        public bool Contains(string id) => _ids.Contains(id);

        public void Add(string id)
        {
            if (!_ids.Add(id))
            {
                return;
            }

            _inOrder.Enqueue(id);
            if (_inOrder.Count > Most)
            {
                _ = _ids.Remove(_inOrder.Dequeue());
            }
        }
    }
}
