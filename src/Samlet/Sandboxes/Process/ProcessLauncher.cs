using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Process;

/// <summary>
/// Starts functions as plain child processes and sees to it that none outlives Samlet: groups are killed as a whole,
/// on Linux also what left its group, and a watchdog does the same when Samlet itself is killed.
/// </summary>
internal sealed class ProcessLauncher : ISandboxLauncher
{
    private readonly SpawnThread _thread;
    private readonly Watchdog _watchdog;
    private readonly List<UnixSandbox> _live = [];
    private readonly bool _ownsAllChildren;

    /// <summary>Which children of this process another launcher has started.</summary>
    public Predicate<int> IsOfOthers { get; set; } = static _ => false;

    /// <param name="ownsAllChildren">
    /// Whether every child of this process is a function's: then also one that shed its session and its environment
    /// is known for what it is once no sandbox is left.
    /// </param>
    /// <param name="mainThread">The managed id of the thread that waits for the end of the program.</param>
    public ProcessLauncher(bool ownsAllChildren, int mainThread)
    {
        _ownsAllChildren = ownsAllChildren;
        _thread = new SpawnThread(mainThread);
        if (OperatingSystem.IsLinux())
        {
            Descriptors.KeepInheritedFromChildren();
            ProcessTree.BecomeSubreaper();
        }

        _watchdog = new Watchdog(_thread);
        Groups = new ControlGroups(_watchdog);
    }

    /// <summary>Of all that is started on this computer, in rooms too.</summary>
    public ControlGroups Groups { get; }

    public ISandbox Start(SandboxSpec spec)
    {
        var (pipe, group) = (new ChildPipe(spec.Output), Groups.Find(spec.Quota));
        try
        {
            var descriptors = pipe.ForChild with
            {
                Fourth = (int)(spec.Descriptor?.DangerousGetHandle() ?? -1),
                OutputCopy = spec.OutputCopy ?? -1,
            };
            var pid = _thread.Start(
                new(spec.Program, spec.Arguments, spec.Environment, spec.WorkingFolder, descriptors) { Group = group });
            if (spec.Limits is { } limits && OperatingSystem.IsLinux())
            {
                ProcessLimits.Set(pid, limits);
            }

            _watchdog.Watch(pid, spec.Mark);
            if (spec.CleanUp is { } line)
            {
                _watchdog.Undo(pid, line);
            }

            _watchdog.Start();
            return Add(new UnixSandbox(this, pid, spec.Mark, pipe) { Group = group });
        }
        catch (SandboxLaunchException)
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <summary>Called when the sandbox's first process has ended: kills what it left behind.</summary>
    public void Remove(UnixSandbox sandbox)
    {
        lock (_live)
        {
            _ = _live.Remove(sandbox);
            if (OperatingSystem.IsLinux())
            {
                KillOrphans(sandbox);
            }
        }

        _watchdog.Forget(sandbox.ProcessId, sandbox.Mark);
    }

    public async ValueTask DisposeAsync()
    {
        UnixSandbox[] live;
        lock (_live)
        {
            live = [.. _live];
        }

        foreach (var sandbox in live)
        {
            await sandbox.DisposeAsync();
        }

        Groups.ReleaseAll();
        _watchdog.Dispose();
        _thread.Dispose();
    }

    public void Release(SandboxQuota? quota) => Groups.Release(quota);

    private UnixSandbox Add(UnixSandbox sandbox)
    {
        lock (_live)
        {
            _live.Add(sandbox);
        }

        return sandbox;
    }

    /// <summary>Killing one orphan may hand its children to Samlet, so this goes on until none is left.</summary>
    private void KillOrphans(UnixSandbox sandbox)
    {
        while (FindOrphan(sandbox) is { } orphan)
        {
            _ = Posix.Kill(orphan, Posix.SignalKill);
            _ = WaitFor(orphan);
        }
    }

    private int? FindOrphan(UnixSandbox sandbox) => FindOrphans(sandbox) is [var first, ..] ? first : null;

    /// <summary>Samlet's own children that are a sandbox's in truth: their parents have ended.</summary>
    public List<int> FindOrphans(UnixSandbox sandbox)
    {
        lock (_live)
        {
            return ProcessTree.OwnChildren().FindAll(child => child != _watchdog.ProcessId
                && !IsOfOthers(child)
                && !_live.Exists(live => live.ProcessId == child)
                && IsOf(sandbox, child));
        }
    }

    private bool IsOf(UnixSandbox sandbox, int child) =>
        (_ownsAllChildren && _live.TrueForAll(live => live == sandbox))
        || ProcessTree.BelongsTo(child, sandbox.Mark, sandbox.ProcessId);

    private static unsafe int WaitFor(int pid) => Posix.Wait(pid, out _, 0, null);
}
