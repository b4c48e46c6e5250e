using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// Starts programs in rooms of their own: the first of a room opens it, later ones join. What asks for no room is
/// left to another launcher, which has the control groups, too.
/// </summary>
internal sealed class LinuxLauncher(RoomCommand command, SpawnThread thread, ProcessLauncher plain) : ISandboxLauncher
{
    private readonly Dictionary<SandboxRoom, LinuxRoom> _rooms = [];
    private readonly List<JoinedSandbox> _joined = [];

    public ISandbox Start(SandboxSpec spec)
    {
        if (spec.Room is not { } room)
        {
            return plain.Start(spec);
        }

        if (spec.ProgramFault is { } fault)
        {
            throw new SandboxLaunchException(spec.Program, fault);
        }

        return FindOpen(room) is { } open ? Join(open, spec) : OpenWithLayers(room, spec);
    }

    /// <summary>Whether a child of Samlet is one of this launcher's.</summary>
    public bool Owns(int processId)
    {
        lock (_rooms)
        {
            return _rooms.Values.Any(room => room.ProcessId == processId)
                || _joined.Exists(joined => joined.ProcessId == processId);
        }
    }

    public async ValueTask CloseAsync(SandboxRoom? room)
    {
        LinuxRoom? open = null;
        lock (_rooms)
        {
            _ = room is not null && _rooms.TryGetValue(room, out open);
        }

        if (room is null || open is null)
        {
            return;
        }

        open.Close();
        await open.Closed;
        lock (_rooms)
        {
            _ = _rooms.Remove(room);
        }
    }

    public void Release(SandboxQuota? quota) => plain.Release(quota);

    public async ValueTask DisposeAsync()
    {
        SandboxRoom[] rooms;
        lock (_rooms)
        {
            rooms = [.. _rooms.Keys];
        }

        foreach (var room in rooms)
        {
            await CloseAsync(room);
        }

        thread.Dispose();
        await plain.DisposeAsync();
    }

    private bool FindStarted(SandboxRoom room)
    {
        LinuxRoom open;
        lock (_rooms)
        {
            open = _rooms[room];
        }

        return open.Started.GetAwaiter().GetResult();
    }

    /// <summary>Null also when its shell is gone: the function can end what runs under its own user.</summary>
    private LinuxRoom? FindOpen(SandboxRoom room)
    {
        LinuxRoom? open;
        lock (_rooms)
        {
            open = _rooms.GetValueOrDefault(room);
        }

        return open is not null && open.Started.GetAwaiter().GetResult() && open.FindProcesses().Shell != 0
            ? open
            : null;
    }

    /// <summary>
    /// Only the attempt shows whether layers can be joined by an overlay; else they are joined entry by entry.
    /// </summary>
    private RoomSandbox OpenWithLayers(SandboxRoom room, SandboxSpec spec)
    {
        var hasOverlay = command.HasOverlay(room);
        var sandbox = Open(room, spec);
        return hasOverlay
            && !FindStarted(room)
            && sandbox.Exited.GetAwaiter().GetResult().Refusal is { } refusal
            && command.GiveUpOverlay(refusal)
            ? Open(room, spec)
            : sandbox;
    }

    private RoomSandbox Open(SandboxRoom room, SandboxSpec spec)
    {
        var (pipe, open, group) = (new ChildPipe(spec.Output), new LinuxRoom(), plain.Groups.Find(spec.Quota));
        try
        {
            var start = command.ToOpen(room, RoomScript.OfFirst(spec), spec);
            using var further = open.DescriptorsFor(start);
            var descriptors = DescriptorsOf(spec, pipe) with
            {
                Error = open.ControlDescriptor,
                Further = further.ForChild,
            };
            open.Follow(Spawn(new(start.Program, start.Arguments, [], "/", descriptors) { Group = group }));
        }
        catch (Exception error)
        {
            open.Dispose();
            pipe.Dispose();
            if (error is SandboxLaunchException)
            {
                throw new SandboxRefusedException(error.Message);
            }

            throw;
        }

        pipe.StartReading();
        lock (_rooms)
        {
            _rooms[room] = open;
        }

        return new RoomSandbox(open, pipe) { Group = group };
    }

    private JoinedSandbox Join(LinuxRoom open, SandboxSpec spec)
    {
        var (pipe, group) = (new ChildPipe(spec.Output), plain.Groups.Find(spec.Quota));
        try
        {
            var (program, arguments) = command.ToEnter(open.FindProcesses().Shell, RoomScript.OfLater(spec), spec);
            var environment = spec.Environment.Where(static pair => !RoomScript.IsMisleading(pair.Key));
            var pid = Spawn(
                new(program, arguments, [.. environment], "/", DescriptorsOf(spec, pipe)) { Group = group });
            return Add(new JoinedSandbox(open, pid, pipe) { Group = group });
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    private JoinedSandbox Add(JoinedSandbox sandbox)
    {
        lock (_rooms)
        {
            _ = _joined.RemoveAll(static joined => joined.Exited.IsCompleted);
            _joined.Add(sandbox);
        }

        return sandbox;
    }

    /// <summary>On the thread whose end would be the end of the room.</summary>
    private int Spawn(SpawnRequest request)
    {
        var pid = thread.Start(request with { LeavesSessionKeyring = true });
        plain.Groups.Guard(request.Group);
        return pid;
    }

    private static ChildDescriptors DescriptorsOf(SandboxSpec spec, ChildPipe pipe) => pipe.ForChild with
    {
        Fourth = (int)(spec.Descriptor?.DangerousGetHandle() ?? -1),
        OutputCopy = spec.OutputCopy ?? -1,
    };
}
