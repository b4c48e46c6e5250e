using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The program that a room was opened for, with all that it started. Killing it leaves the room, and what is in its
/// `/tmp`, to those that come after.
/// </summary>
internal sealed class RoomSandbox : ITreeSandbox
{
    private readonly LinuxRoom _room;
    private readonly ChildPipe _pipe;
    private long _treePeak;

    public RoomSandbox(LinuxRoom room, ChildPipe pipe)
    {
        (_room, _pipe) = (room, pipe);
        room.Add(this);
    }

    public int ProcessId => _room.ProcessId;

    public ControlGroup? Group { get; init; }

    public Task<SandboxExit> Exited => _room.Exited;

    public long PeakMemoryBytes
    {
        get
        {
            NotePeak();
            return _treePeak > 0 ? _treePeak : _room.PeakBytes;
        }
    }

    /// <summary>
    /// What has not been started yet, or starts others faster than they can be killed, loses its _room.
    /// </summary>
    public void Kill()
    {
        NotePeak();
        if (!_room.Started.IsCompleted || ProcessTree.SignalAll(Members, Posix.SignalKill) is null)
        {
            _room.Close();
        }
    }

    public void DrainOutput() => _pipe.Drain();

    public async ValueTask DisposeAsync()
    {
        if (_room.FindProcesses().Shell == 0)
        {
            _room.Close();
        }

        Kill();
        _ = await Exited;
        _room.Remove(this);
    }

    public void Signal(int signal) => Posix.KillAll(Members(), signal);

    /// <summary>Below the shell is the program; beside it is what lost its parent.</summary>
    public List<int> Members() => _room.FindProcesses().Shell is var shell and not 0
        ? [.. ProcessTree.Descendants(shell), .. _room.OrphansOf(this)]
        : [];

    private void NotePeak() => _treePeak = Math.Max(_treePeak, ProcessTree.PeakBytes(Members()));
}
