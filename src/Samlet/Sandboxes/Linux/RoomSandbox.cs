using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The program that a room was opened for, with all that it started. Killing it leaves the room, and what is in its
/// `/tmp`, to those that come after.
/// </summary>
internal sealed class RoomSandbox(LinuxRoom room, ChildPipe pipe) : ITreeSandbox
{
    private long _treePeak;

    public int ProcessId => room.ProcessId;

    public ControlGroup? Group { get; init; }

    public Task<SandboxExit> Exited => room.Exited;

    public long PeakMemoryBytes
    {
        get
        {
            NotePeak();
            return _treePeak > 0 ? _treePeak : room.PeakBytes;
        }
    }

    /// <summary>
    /// What has not been started yet, or starts others faster than they can be killed, loses its room.
    /// </summary>
    public void Kill()
    {
        NotePeak();
        if (!room.Started.IsCompleted || ProcessTree.SignalAll(Members, Posix.SignalKill) is null)
        {
            room.Close();
        }
    }

    public void DrainOutput() => pipe.Drain();

    public async ValueTask DisposeAsync()
    {
        if (room.FindProcesses().Shell == 0)
        {
            room.Close();
        }

        Kill();
        _ = await Exited;
    }

    public void Signal(int signal) => Posix.KillAll(Members(), signal);

    /// <summary>Below the shell is the program; beside it is what lost its parent.</summary>
    public List<int> Members()
    {
        var (first, shell) = room.FindProcesses();
        var members = shell == 0 ? [] : ProcessTree.Descendants(first);
        _ = members.Remove(shell);
        return members;
    }

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
