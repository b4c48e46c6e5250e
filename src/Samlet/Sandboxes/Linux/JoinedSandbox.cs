using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>A program that was started into an open room: a runtime after the first, or an extension.</summary>
internal sealed class JoinedSandbox : ITreeSandbox
{
    private readonly LinuxRoom _room;
    private readonly ChildPipe _pipe;
    private readonly Reaper _reaper;
    private readonly HashSet<int> _inside = [];
    private long _treePeak;

    public JoinedSandbox(LinuxRoom room, int processId, ChildPipe pipe)
    {
        (_room, ProcessId, _pipe) = (room, processId, pipe);
        room.Add(this);
        _pipe.StartReading();
        _reaper = new Reaper(processId);
    }

    public int ProcessId { get; }

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

    /// <summary>The process outside too, which may be stopped; what it was parent of is buried in its place.</summary>
    public void Kill()
    {
        NotePeak();
        if (!Exited.IsCompleted)
        {
            var children = ProcessTree.ChildrenOfThread(ProcessId);
            _inside.UnionWith(children);
            Posix.KillAll([.. children, .. children.SelectMany(ProcessTree.Descendants), ProcessId], Posix.SignalKill);
        }

        if (ProcessTree.SignalAll(() => _room.OrphansOf(this), Posix.SignalKill) is null)
        {
            _room.Close(); // They start others faster than they can be killed.
        }
    }

    /// <summary>
    /// The process outside stops itself when the one inside is stopped, and nobody could tell when. So it is stopped
    /// first and goes on last, and never sees it. Source: nsenter's waitchild.
    /// </summary>
    public void Freeze()
    {
        if (!Exited.IsCompleted && Posix.Kill(ProcessId, Posix.SignalStop) == 0)
        {
            Posix.WaitUntilStopped(ProcessId);
        }

        _ = ProcessTree.SignalAll(Members, Posix.SignalStop);
    }

    public void Thaw()
    {
        Signal(Posix.SignalContinue);
        if (!Exited.IsCompleted)
        {
            _ = Posix.Kill(ProcessId, Posix.SignalContinue);
        }
    }

    public void DrainOutput() => _pipe.Drain();

    public async ValueTask DisposeAsync()
    {
        Kill();
        _ = await Exited;
        Kill(); // What it started has lost its parent now.
        _room.Remove(this);
        BuryOrphans();
    }

    /// <summary>
    /// The room cannot end before they are buried. The process outside may have been killed the moment it had started
    /// the one inside, or have buried it itself.
    /// </summary>
    private unsafe void BuryOrphans()
    {
        foreach (var child in ProcessTree.OwnChildren())
        {
            if (_inside.Contains(child) || ProcessTree.Session(child) == ProcessId)
            {
                _ = Posix.Kill(child, Posix.SignalKill);
                _ = Reaper.WaitFor(child, null);
            }
        }
    }

    public void Signal(int signal) => Posix.KillAll(Members(), signal);

    public List<int> Members() => [.. Own(), .. _room.OrphansOf(this)];

    private List<int> Own() => Exited.IsCompleted ? [] : ProcessTree.Descendants(ProcessId);

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
