namespace Samlet.Runtimes.Telemetry;

/// <summary>
/// Events that wait to be sent to one subscriber. When it is slower than the events come, further ones are dropped and
/// counted.
/// </summary>
internal sealed class TelemetryQueue(BufferingLimits limits)
{
    /// <summary>How many batches may wait.</summary>
    private const int Batches = 4;

    private readonly Lock _gate = new();
    private List<byte[]> _events = [];
    private long _bytes;
    private (long Bytes, long Records) _dropped;
    private TaskCompletionSource _any = NewSource();
    private TaskCompletionSource _due = NewSource();

    /// <summary>Completes when there is an event.</summary>
    public Task Any => Locked(() => _any.Task);

    /// <summary>Completes when a batch is full or wanted at once.</summary>
    public Task Due => Locked(() => _due.Task);

    public bool IsEmpty => Locked(() => _events.Count == 0);

    public void Add(byte[] telemetryEvent)
    {
        lock (_gate)
        {
            if (_events.Count >= Batches * limits.MaxItems || _bytes >= (long)Batches * limits.MaxBytes)
            {
                _dropped = (_dropped.Bytes + telemetryEvent.Length, _dropped.Records + 1);
                return;
            }

            _events.Add(telemetryEvent);
            _bytes += telemetryEvent.Length;
            _ = _any.TrySetResult();
            if (_events.Count >= limits.MaxItems || _bytes >= limits.MaxBytes)
            {
                _ = _due.TrySetResult();
            }
        }
    }

    /// <summary>What waits is to be sent at once.</summary>
    public void Hurry() => Locked(() => _due.TrySetResult());

    /// <summary>The next batch, and what was dropped before it.</summary>
    public (IReadOnlyList<byte[]> Events, (long Bytes, long Records) Dropped) Take()
    {
        lock (_gate)
        {
            var count = CountOfBatch();
            var batch = _events[..count];
            _events = _events[count..];
            _bytes = _events.Sum(static one => (long)one.Length);
            _due = _bytes >= limits.MaxBytes || _events.Count >= limits.MaxItems ? _due : NewSource();
            _any = _events.Count > 0 ? _any : NewSource();
            var dropped = _dropped;
            _dropped = default;
            return (batch, dropped);
        }
    }

    private int CountOfBatch()
    {
        var (count, bytes) = (0, 0L);
        while (count < _events.Count && count < limits.MaxItems && bytes < limits.MaxBytes)
        {
            bytes += _events[count].Length;
            count++;
        }

        return count;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
