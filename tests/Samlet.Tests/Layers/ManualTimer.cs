namespace Samlet.Tests.Layers;

/// <summary>A clock whose timers go off when a test says so.</summary>
internal sealed class ManualTimer : TimeProvider
{
    private readonly TaskCompletionSource<Action> _action = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan? Due { get; private set; }

    public async Task GoOffAsync() => (await _action.Task)();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Due = dueTime;
        _action.TrySetResult(() => callback(state));
        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
