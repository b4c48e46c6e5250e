namespace Samlet.Sandboxes.Native;

/// <summary>
/// Starts children on threads that live as long as Samlet: a parent-death signal fires when the thread that started a
/// child ends, as a pool thread may. The main thread is such a one and starts what it is asked for itself; for all
/// others there is one thread, made when it is needed.
/// </summary>
internal sealed class SpawnThread(int mainThread) : IDisposable
{
    private readonly Queue<Action> _work = new();
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>Runs work on the thread without waiting for it; it must not throw.</summary>
    public void Post(Action work)
    {
        lock (_work)
        {
            _work.Enqueue(work);
            Monitor.Pulse(_work);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        new Thread(Run, 128 * 1024) { IsBackground = true, Name = "spawn" }.Start();
    }

    /// <summary>Starts a child and waits until it runs or has failed to.</summary>
    /// <exception cref="SandboxLaunchException">The program cannot be started.</exception>
    public int Start(SpawnRequest request) => Environment.CurrentManagedThreadId == mainThread
        ? PosixSpawn.Start(request)
        : StartElsewhere(request);

    public void Dispose()
    {
        lock (_work)
        {
            _isClosed = true;
            Monitor.Pulse(_work);
        }
    }

    private int StartElsewhere(SpawnRequest request)
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
