using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Process;

/// <summary>A child process in a session of its own, with what it started.</summary>
internal sealed class UnixSandbox : ITreeSandbox
{
    private readonly ProcessLauncher _launcher;
    private readonly ChildPipe _pipe;
    private readonly Reaper _reaper;
    private HashSet<int> _frozen = [];
    private long _treePeak;

    public UnixSandbox(ProcessLauncher launcher, int pid, string mark, ChildPipe pipe)
    {
        (_launcher, ProcessId, Mark, _pipe) = (launcher, pid, mark, pipe);
        _pipe.StartReading();
        _reaper = new Reaper(pid);
    }

    public int ProcessId { get; }

    public string Mark { get; }

    public ControlGroup? Group { get; init; }

    public Task<SandboxExit> Exited => _reaper.Exited;

    public long PeakMemoryBytes
    {
        get
        {
            NotePeak();
            return Math.Max(_treePeak, _reaper.PeakBytes);
        }
    }

    public void Kill()
    {
        NotePeak();
        KillGroup();
    }

    /// <summary>The group at one blow; on Linux then what has left it, too.</summary>
    public void Freeze()
    {
        Signal(Posix.SignalStop);
        if (OperatingSystem.IsLinux() && !Exited.IsCompleted)
        {
            _frozen = ProcessTree.SignalAll(FindOutsiders, Posix.SignalStop) ?? [];
        }
    }

    public void Thaw()
    {
        Signal(Posix.SignalContinue);
        Posix.KillAll([.. _frozen], Posix.SignalContinue);
        _frozen = [];
    }

    public void DrainOutput() => _pipe.Drain();

    public async ValueTask DisposeAsync()
    {
        Kill();
        _ = await Exited;
        _launcher.Remove(this);
    }

    /// <summary>
    /// The group's number is free for others once its first process is reaped and its last has ended.
    /// </summary>
    private void KillGroup() => _ = Posix.Kill(-ProcessId, Posix.SignalKill);

    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            _ = Posix.Kill(-ProcessId, signal);
        }
    }

    /// <summary>
    /// What the process started and its own group does not have, and what lost its parent; ended orphans are buried.
    /// </summary>
    private List<int> FindOutsiders()
    {
        var orphans = _launcher.FindOrphans(this);
        _ = orphans.RemoveAll(Reaper.TryBury);
        return
        [
            .. ProcessTree.Descendants(ProcessId).Where(child => ProcessTree.Session(child) != ProcessId),
            .. orphans, .. orphans.SelectMany(ProcessTree.Descendants),
        ];
    }

    public List<int> Members() => OperatingSystem.IsLinux() && !Exited.IsCompleted
        ? [ProcessId, .. ProcessTree.Descendants(ProcessId)]
        : [];

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
