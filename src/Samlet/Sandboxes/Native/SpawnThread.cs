namespace Samlet.Sandboxes.Native;

/// <summary>
/// The one thread that starts children. A parent-death signal fires when the thread that started a child ends, so
/// this one lives as long as Samlet; a pool thread would not.
/// </summary>
internal sealed class SpawnThread : IDisposable
{
    private readonly Queue<Action> _work = new();
    private bool _isClosed;

    public SpawnThread()
    {
        var thread = new Thread(Run, 128 * 1024) { IsBackground = true, Name = "spawn" };
        thread.Start();
    }

    /// <summary>Runs work on the thread without waiting for it; it must not throw.</summary>
    public void Post(Action work)
    {
        lock (_work)
        {
            _work.Enqueue(work);
            Monitor.Pulse(_work);
        }
    }

    /// <summary>Starts a child and waits until it runs or has failed to.</summary>
    /// <exception cref="SandboxLaunchException">The program cannot be started.</exception>
    public int Start(SpawnRequest request)
    {
        var started = new TaskCompletionSource<int>();
        Post(() =>
        {
            try
            {
                started.SetResult(PosixSpawn.Start(request));
            }
            catch (SandboxLaunchException error)
            {
                started.SetException(error);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        lock (_work)
        {
            _isClosed = true;
            Monitor.Pulse(_work);
        }
    }

    private void Run()
    {
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (_work)
        {
            while (_work.Count == 0)
            {
                if (_isClosed)
                {
                    return null;
                }

                _ = Monitor.Wait(_work);
            }

            return _work.Dequeue();
        }
    }
}
