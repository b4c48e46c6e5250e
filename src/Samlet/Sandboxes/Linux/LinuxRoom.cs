using System.Globalization;
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
    private const string FirstProcess = "    \"child-pid\": ";
    private const int LongestLine = 4096;
    private const int LongestComplaint = 16 * 1024;

    private readonly TaskCompletionSource<SandboxExit> _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AnonymousPipeServerStream _control = new(PipeDirection.In, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _gate = new(PipeDirection.Out, HandleInheritability.None);
    private readonly StringBuilder _complaint = new();
    private readonly List<ISandbox> _sandboxes = [];
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

    public RoomDescriptors DescriptorsFor(RoomStart start) =>
        new(_control.ClientSafePipeHandle, _gate.ClientSafePipeHandle, start.Options);

    /// <summary>Takes over a started process.</summary>
    public void Follow(int processId)
    {
        _processId = processId;
        _control.DisposeLocalCopyOfClientHandle();
        _gate.DisposeLocalCopyOfClientHandle();
        new Thread(Read, 128 * 1024) { IsBackground = true, Name = "room" }.Start();
    }

    /// <summary>Gives up a room whose process could not be started.</summary>
    public void Dispose()
    {
        _control.Dispose();
        _gate.Dispose();
    }

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

    /// <summary>Called for each program that is started in the room, in their order.</summary>
    public void Add(ISandbox sandbox)
    {
        lock (_sandboxes)
        {
            _sandboxes.Add(sandbox);
        }
    }

    public void Remove(ISandbox sandbox)
    {
        lock (_sandboxes)
        {
            _ = _sandboxes.Remove(sandbox);
        }
    }

    /// <summary>
    /// What lost its parent, with all below. Nobody can tell whose it was, so it is the eldest program's that is there,
    /// which goes last: none to any other.
    /// </summary>
    public List<int> OrphansOf(ISandbox sandbox)
    {
        lock (_sandboxes)
        {
            if (_sandboxes is not [var eldest, ..] || eldest != sandbox)
            {
                return [];
            }
        }

        var (first, shell) = FindProcesses();
        var orphans = shell == 0 ? [] : ProcessTree.ChildrenOfThread(first);
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

    /// <summary>The function can write to this pipe too, any line any number of times and of any length.</summary>
    private void Read()
    {
        using (_gate)
        using (_control)
        {
            var (block, length) = (new byte[LongestLine], 0);
            while (_control.Read(block, length, block.Length - length) is > 0 and var read)
            {
                length = TakeLines(block, length + read);
                length = length == block.Length ? 0 : length;
            }
        }

        Finish();
    }

    /// <summary>How much of an unfinished line is left, then at the beginning of the block.</summary>
    private int TakeLines(byte[] block, int length)
    {
        var rest = block.AsSpan(0, length);
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Take(Encoding.UTF8.GetString(rest[..end]));
            rest = rest[(end + 1)..];
        }

        rest.CopyTo(block);
        return rest.Length;
    }

    private void Take(string line)
    {
        if (line == RoomScript.Started)
        {
            _ = _started.TrySetResult(true);
        }
        else if (!_started.Task.IsCompleted)
        {
            TakeBefore(line);
        }
        else if (line.StartsWith(RoomScript.Exited, StringComparison.Ordinal))
        {
            _ = _exited.TrySetResult(RoomExit.Parse(line.AsSpan(RoomScript.Exited.Length)));
        }
    }

    /// <summary>Bubblewrap tells of the room in JSON, a value a line; what it complains of looks otherwise.</summary>
    private void TakeBefore(string line)
    {
        if (line.StartsWith(FirstProcess, StringComparison.Ordinal))
        {
            GiveNumbers(int.Parse(line.AsSpan(FirstProcess.Length).TrimEnd(','), CultureInfo.InvariantCulture));
        }
        else if (line is not "{" and not "}"
            && !line.StartsWith("    \"", StringComparison.Ordinal)
            && _complaint.Length < LongestComplaint)
        {
            _ = _complaint.AppendLine(line);
        }
    }

    /// <summary>Bubblewrap waits for its user namespace to get numbers, and goes on when the gate is closed.</summary>
    private void GiveNumbers(int first)
    {
        try
        {
            File.WriteAllText($"/proc/{first}/uid_map", RoomOwners.MapOf(RoomEtc.UserId, first));
            File.WriteAllText($"/proc/{first}/gid_map", RoomOwners.MapOf(RoomEtc.GroupId, first));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _ = _complaint.AppendLine(CultureInfo.InvariantCulture, $"cannot give the room its users: {error.Message}");
        }

        _gate.Dispose();
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
    private SandboxExit Refused(SandboxExit end) =>
        end.Signal != 0 || RoomExit.Of(end.Status).Signal != 0 ? new SandboxExit(0, Posix.SignalKill)
        : _complaint.Length == 0 ? end with { Refusal = $"`bwrap` says nothing and ends with {end}" }
        : end with { Refusal = _complaint.ToString().Trim() };
}
