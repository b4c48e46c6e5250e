using System.IO.Pipes;
using System.Text;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// A set of namespaces that bubblewrap made and the shell in it that stays (<see cref="RoomScript"/>). It ends as a
/// whole, with everything in it, when its first process is killed or when Samlet ends, however that happens.
/// </summary>
internal sealed class LinuxRoom : IDisposable
{
    private readonly TaskCompletionSource<SandboxExit> _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AnonymousPipeServerStream _control = new(PipeDirection.In, HandleInheritability.None);
    private readonly StringBuilder _complaint = new();
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _processId;

    /// <summary>The end of the program that the room was opened for.</summary>
    public Task<SandboxExit> Exited => _exited.Task;

    /// <summary>True when the room is made, false when it cannot be or is gone before.</summary>
    public Task<bool> Started => _started.Task;

    /// <summary>Completes when nothing of the room is left.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Bubblewrap's own process outside of the room.</summary>
    public int ProcessId => _processId;

    /// <summary>The highest memory that a process of the room had, known once it is closed.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>The standard error of everything but the program.</summary>
    public int ControlDescriptor => (int)_control.ClientSafePipeHandle.DangerousGetHandle();

    /// <summary>Takes over a started process.</summary>
    public void Follow(int processId)
    {
        _processId = processId;
        _control.DisposeLocalCopyOfClientHandle();
        new Thread(Read, 128 * 1024) { IsBackground = true, Name = "room" }.Start();
    }

    /// <summary>Gives up a room whose process could not be started.</summary>
    public void Dispose() => _control.Dispose();

    /// <summary>
    /// The room's first process and the shell; 0 while they do not run yet. Read from the process tree each time: a
    /// number that is kept could be another's by the time it is used.
    /// </summary>
    public (int First, int Shell) FindProcesses()
    {
        if (Closed.IsCompleted || ProcessTree.ChildrenOfThread(_processId) is not [var first, ..])
        {
            return default;
        }

        return (first, ProcessTree.ChildrenOfThread(first) is [var shell, ..] ? shell : 0);
    }

    /// <summary>What lost its parent, which is beside the shell then, and all below that.</summary>
    public List<int> FindOrphans()
    {
        var (first, shell) = FindProcesses();
        if (shell == 0)
        {
            return [];
        }

        var orphans = ProcessTree.ChildrenOfThread(first);
        _ = orphans.Remove(shell);
        return [.. orphans, .. orphans.SelectMany(ProcessTree.Descendants)];
    }

    /// <summary>
    /// When the first process of the room is gone so is everything in it, and only then bubblewrap outside ends. Where
    /// there is none yet, bubblewrap is killed, and its child with it.
    /// </summary>
    public void Close()
    {
        if (!Closed.IsCompleted)
        {
            var first = FindProcesses().First;
            _ = Posix.Kill(first == 0 ? _processId : first, Posix.SignalKill);
        }
    }

    private void Read()
    {
        using (var reader = new StreamReader(_control, Encoding.UTF8))
        {
            while (reader.ReadLine() is { } line)
            {
                Take(line);
            }
        }

        Finish();
    }

    private void Take(string line)
    {
        if (line == RoomScript.Started)
        {
            _started.SetResult(true);
        }
        else if (!_started.Task.IsCompleted)
        {
            _ = _complaint.AppendLine(line);
        }
        else if (line.StartsWith(RoomScript.Exited, StringComparison.Ordinal))
        {
            _ = _exited.TrySetResult(RoomExit.Parse(line.AsSpan(RoomScript.Exited.Length)));
        }
    }

    private unsafe void Finish()
    {
        ResourceUsage usage = default;
        var status = Reaper.WaitFor(_processId, &usage);
        PeakBytes = usage.PeakBytes;
        _closed.SetResult();
        _ = _exited.TrySetResult(_started.TrySetResult(false) ? Refused(status) : new SandboxExit(0, Posix.SignalKill));
    }

    /// <summary>Killed before it had started is no refusal.</summary>
    private SandboxExit Refused(SandboxExit end) => end.Signal != 0 || _complaint.Length == 0
        ? end with { Signal = Posix.SignalKill }
        : end with { Refusal = _complaint.ToString().Trim() };
}
