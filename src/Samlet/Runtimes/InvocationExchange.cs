using Samlet.Runtimes.Streaming;

namespace Samlet.Runtimes;

/// <summary>
/// One invocation on its way through a runtime: what is handed over, and the answer, which the first to give one
/// decides. Times are timestamps of the environment's clock.
/// </summary>
internal sealed class InvocationExchange(Invocation invocation, TimeProvider time)
{
    private readonly TaskCompletionSource<InvocationResult> _answered = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ResponseForwarder? _forwarder =
        invocation.Stream is { } stream ? new ResponseForwarder(stream) : null;

    public Invocation Invocation => invocation;

    public Task<InvocationResult> Answered => _answered.Task;

    /// <summary>Completes when who was to answer has ended before.</summary>
    public Task Lost => _lost.Task;

    public long HandedAt { get; private set; }

    /// <summary>When the first byte of an answer came; null before.</summary>
    public long? AnswerBeganAt { get; private set; }

    public long? AnswerEndedAt { get; private set; }

    public long AnswerBytes { get; private set; }

    /// <summary>Whether the caller wants the response part by part.</summary>
    public bool IsStreaming => _forwarder is not null;

    public void Hand() => HandedAt = time.GetTimestamp();

    /// <summary>Only who holds a connection can answer, which until then is watched.</summary>
    public void BindTo(CancellationToken connection)
    {
        var binding = connection.Register(() => _lost.TrySetResult());
        _ = _answered.Task.ContinueWith(
            _ => binding.Unregister(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public void BeginAnswer() => AnswerBeganAt = time.GetTimestamp();

    public ValueTask SendAsync(string contentType, ReadOnlyMemory<byte> part)
    {
        AnswerBytes += part.Length;
        return _forwarder?.SendAsync(contentType, part) ?? default;
    }

    /// <summary>False when there is an answer already, which stays.</summary>
    public bool TryAnswer(InvocationResult result)
    {
        AnswerEndedAt ??= AnswerBeganAt is null ? null : time.GetTimestamp();
        AnswerBytes = result.Payload.IsEmpty ? AnswerBytes : result.Payload.Length;
        return _answered.TrySetResult(
            _forwarder is { HasBegun: true } ? result with { IsStreamed = true } : result);
    }

    /// <summary>Gives the answer from outside, behind which the caller gets no further part of a response.</summary>
    public async Task<InvocationResult> CutOffAsync(InvocationResult result)
    {
        await (_forwarder?.CloseAsync() ?? Task.CompletedTask);
        _ = TryAnswer(result);
        return await Answered;
    }

    /// <summary>
    /// The same for what makes an answer worthless that came at the same time and that the caller has not got yet.
    /// </summary>
    public async Task<InvocationResult> OverruleAsync(InvocationResult result)
    {
        _ = await CutOffAsync(result);
        return _forwarder is { HasBegun: true } ? result with { IsStreamed = true } : result;
    }
}
