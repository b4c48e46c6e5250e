using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// A program that was started into an open room: a runtime after the first, or an extension. What programs of the room
/// left behind stops and ends with it; the room does not tell whose it was.
/// </summary>
internal sealed class JoinedSandbox : ITreeSandbox
{
    private readonly LinuxRoom _room;
    private readonly ChildPipe _pipe;
    private readonly Reaper _reaper;
    private long _treePeak;

    public JoinedSandbox(LinuxRoom room, int processId, ChildPipe pipe)
    {
        (_room, ProcessId, _pipe) = (room, processId, pipe);
        _pipe.StartReading();
        _reaper = new Reaper(processId);
    }

    public int ProcessId { get; }

    public Task<SandboxExit> Exited => _reaper.Exited;

    public long PeakMemoryBytes
    {
        get
        {
            NotePeak();
            return Math.Max(_treePeak, _reaper.PeakBytes);
        }
    }

    /// <summary>
    /// The process outside is left to end by itself: only its parent can bury the one inside, and the room cannot end
    /// before that has been done.
    /// </summary>
    public void Kill()
    {
        NotePeak();
        var members = Members();
        Posix.KillAll(members.Count > 0 || Exited.IsCompleted ? members : [ProcessId], Posix.SignalKill);
        _ = ProcessTree.SignalAll(_room.FindOrphans, Posix.SignalKill);
    }

    public void Freeze() => _ = ProcessTree.SignalAll(All, Posix.SignalStop);

    public void Thaw() => Posix.KillAll(All(), Posix.SignalContinue);

    public void DrainOutput() => _pipe.Drain();

    public async ValueTask DisposeAsync()
    {
        Kill();
        _ = await Exited;
        BuryOrphans();
    }

    /// <summary>The process outside may have been killed the moment it had started the one inside.</summary>
    private unsafe void BuryOrphans()
    {
        foreach (var child in ProcessTree.OwnChildren())
        {
            if (ProcessTree.Session(child) == ProcessId)
            {
                _ = Posix.Kill(child, Posix.SignalKill);
                _ = Reaper.WaitFor(child, null);
            }
        }
    }

    public void Signal(int signal)
    {
        if (!Exited.IsCompleted)
        {
            Posix.KillAll(Members(), signal);
        }
    }

    private List<int> All() => [.. Members(), .. _room.FindOrphans()];

    public List<int> Members() => Exited.IsCompleted ? [] : ProcessTree.Descendants(ProcessId);

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
