using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>A program that was started into an open room: a runtime after the first, or an extension.</summary>
internal sealed class JoinedSandbox : ITreeSandbox
{
    private readonly ChildPipe _pipe;
    private readonly Reaper _reaper;
    private long _treePeak;

    public JoinedSandbox(int processId, ChildPipe pipe)
    {
        (ProcessId, _pipe) = (processId, pipe);
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

    /// <summary>
    /// The process outside is left to end by itself: only its parent can bury the one inside, and the room cannot end
    /// before that has been done.
    /// </summary>
    public void Kill()
    {
        NotePeak();
        if (Exited.IsCompleted)
        {
            return;
        }

        var members = Members();
        Posix.KillAll(members.Count > 0 ? members : [ProcessId], Posix.SignalKill);
    }

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

    public List<int> Members() => Exited.IsCompleted ? [] : ProcessTree.Descendants(ProcessId);

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
