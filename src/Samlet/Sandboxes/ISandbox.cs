namespace Samlet.Sandboxes;

/// <summary>
/// A started process and everything it started. Disposing kills all of it and waits until it is gone.
/// </summary>
internal interface ISandbox : IAsyncDisposable
{
    int ProcessId { get; }

    /// <summary>Completes when the first process has ended; never faults.</summary>
    Task<SandboxExit> Exited { get; }

    /// <summary>Highest resident memory of the process tree so far, in bytes; 0 where it cannot be known.</summary>
    long PeakMemoryBytes { get; }

    /// <summary>
    /// Memory of the process tree now that no file backs, in bytes: what a limit is about. 0 where it is not known.
    /// What is above the limit is exact, below it may be more than it is.
    /// </summary>
    long AnonymousMemoryBytes(long limit) => 0;

    /// <summary>The most such memory that a single process of the tree has had, as near as can be told.</summary>
    long PeakAnonymousMemoryBytes => 0;

    /// <summary>
    /// Whether the kernel has killed one of its processes for the memory of all since this was last asked.
    /// </summary>
    bool WasKilledForMemory() => false;

    /// <summary>
    /// Whether what the process has written may arrive after its answer. It has arrived when the sandbox is disposed.
    /// </summary>
    bool IsOutputLate => false;

    /// <summary>Kills the process, its children and what they left behind. Does nothing when all are gone.</summary>
    void Kill();

    /// <summary>Asks the process and its group to end by SIGTERM; on Windows, which has no such thing, kills.</summary>
    void Terminate();

    /// <summary>
    /// Stops the process and its group where they are until <see cref="Thaw"/>; what left the group goes on. Does
    /// nothing on Windows.
    /// </summary>
    void Freeze();

    void Thaw();

    /// <summary>Hands on what has been written so far and is still in the pipes, without waiting for more.</summary>
    void DrainOutput();
}

internal interface ISandboxLauncher : IAsyncDisposable
{
    /// <exception cref="SandboxLaunchException">The program cannot be started.</exception>
    ISandbox Start(SandboxSpec spec);

    /// <summary>Ends a room with everything in it. Does nothing when none was opened.</summary>
    ValueTask CloseAsync(SandboxRoom? room) => ValueTask.CompletedTask;

    /// <summary>Gives up a quota once nothing runs under it any longer.</summary>
    void Release(SandboxQuota? quota)
    {
    }
}
