using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// Sends one subscriber its events, batch by batch, in their order. A batch that is not taken is sent again, with
/// growing pauses in between.
/// </summary>
internal sealed class TelemetryDelivery : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TelemetryQueue _queue;
    private readonly TelemetryReceiver _receiver;
    private readonly TelemetryJson _json;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _sending;
    private TaskCompletionSource _sent = NewSource();
    private volatile bool _isSending;

    public TelemetryDelivery(Subscription subscription, bool isJson, TimeProvider time)
    {
        Subscription = subscription;
        _time = time;
        _queue = new TelemetryQueue(subscription.Buffering);
        _receiver = new TelemetryReceiver(subscription.Destination);
        _json = new TelemetryJson(subscription.Api, subscription.SchemaVersion, isJson);
        _sending = Task.Run(SendAllAsync);
    }

    public Subscription Subscription { get; }

    public void Add(TelemetryEntry entry)
    {
        if (Subscription.Types.Contains(entry.Type) && _json.EventOf(entry) is { } telemetryEvent)
        {
            _queue.Add(telemetryEvent);
        }
    }

    /// <summary>Sends what waits, without waiting for a batch to fill. Ends early when its time is up.</summary>
    public async Task FlushAsync(TimeSpan limit)
    {
        var clock = new InvocationClock(_time, limit);
        var sent = NextSent; // Read before the state, so that no end of a batch is missed in between.
        while ((_isSending || !_queue.IsEmpty) && clock.Remaining > TimeSpan.Zero)
        {
            _queue.Hurry();
            try
            {
                await sent.WaitAsync(clock.Remaining, _time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                return;
            }

            sent = NextSent;
        }
    }

    private Task NextSent => Volatile.Read(ref _sent).Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _sending;
        _receiver.Dispose();
        _ending.Dispose();
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (true)
            {
                await _queue.Any.WaitAsync(_ending.Token);
                await WaitForBatchAsync();
                await SendBatchAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The environment has ended, and with it who would take the events.
        }
    }

    private async Task WaitForBatchAsync()
    {
        try
        {
            await _queue.Due.WaitAsync(Subscription.Buffering.Timeout, _time, _ending.Token);
        }
        catch (TimeoutException)
        {
            // What is there is the batch.
        }
    }

    private async Task SendBatchAsync()
    {
        _isSending = true;
        var (events, dropped) = _queue.Take();
        await SendAsync(dropped.Records == 0 ? events : [.. events, .. DroppedEvent(dropped.Bytes, dropped.Records)]);
        _isSending = false;
        Interlocked.Exchange(ref _sent, NewSource()).SetResult();
    }

    private async Task SendAsync(IReadOnlyList<byte[]> events)
    {
        for (var pause = FirstPause;
             !await _receiver.TrySendAsync(events, _ending.Token);
             pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            await Task.Delay(pause, _time, _ending.Token);
        }
    }

    private IEnumerable<byte[]> DroppedEvent(long bytes, long records)
    {
        var dropped = new PlatformEvent.LogsDropped(bytes, records) { Time = _time.GetUtcNow() };
        return Subscription.Types.Contains("platform") && _json.EventOf(new TelemetryEntry.Platform(dropped)) is { } one
            ? [one]
            : [];
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
