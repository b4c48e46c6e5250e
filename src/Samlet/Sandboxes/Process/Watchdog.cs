using System.IO.Pipes;
using System.Text;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Process;

/// <summary>
/// A small shell that outlives Samlet for the blink of an eye: it reads which groups run and, when the pipe closes
/// without a farewell because Samlet was killed, kills them and, where `/proc` shows it, everything that carries
/// their mark, and empties and removes the control groups that Samlet has made. It costs the start of a shell beside
/// the function's own, never a wait.
/// </summary>
internal sealed class Watchdog(SpawnThread thread) : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        live=
        folders=
        while read -r what group mark; do
          case $what in
            watch) live="$live $group/$mark" ;;
            undo) eval "undo_$group=\$mark" ;;
            forget)
              rest=
              for one in $live; do [ "$one" = "$group/$mark" ] || rest="$rest $one"; done
              live=$rest
              unset "undo_$group" ;;
            remove) folders="$folders $group=$mark" ;;
            keep)
              rest=
              for one in $folders; do [ "${one%%=*}" = "$group" ] || rest="$rest $one"; done
              folders=$rest ;;
          esac
        done
        for one in $live; do kill -KILL -- "-${one%%/*}" 2>/dev/null; done
        for one in $live; do eval "eval \"\${undo_${one%%/*}-}\""; done
        for one in $live; do
          for file in /proc/[0-9]*/environ; do
            pid=${file#/proc/}
            grep -qzxF -- "${one#*/}" "$file" 2>/dev/null && kill -KILL "${pid%/environ}" 2>/dev/null
          done
        done
        for one in $folders; do
          folder=${one#*=}
          tries=0
          while [ -d "$folder" ] && ! rmdir "$folder" 2>/dev/null && [ $tries -lt 500 ]; do
            kill -KILL $(cat "$folder/cgroup.procs") 2>/dev/null
            tries=$((tries + 1))
            sleep 0.01
          done
        done
        exit 0
        """;

    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.Out, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _silence = new(PipeDirection.In, HandleInheritability.None);

    private readonly TaskCompletionSource _spawned = new();
    private int _isStarted;

    /// <summary>0 until it runs, and where there is no shell.</summary>
    public int ProcessId { get; private set; }

    /// <summary>
    /// Starts it beside the first function, not in front of it: a runtime whose Samlet ends in between finds its
    /// Runtime API gone and ends by itself.
    /// </summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            thread.Post(Spawn);
        }
    }

    public void Watch(int group, string mark) => Tell($"watch {group} {mark}\n");

    /// <summary>What the shell is to do besides killing the group, in one line.</summary>
    public void Undo(int group, string line) => Tell($"undo {group} {line}\n");

    public void Forget(int group, string mark) => Tell($"forget {group} {mark}\n");

    /// <summary>The folders of a control group to remove, which have a name in common.</summary>
    public void Remove(string name, IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        {
            Tell($"remove {name} {folder}\n");
        }
    }

    /// <summary>They are gone already.</summary>
    public void Keep(string name) => Tell($"keep {name} -\n");

    public void Dispose()
    {
        if (_isStarted != 0)
        {
            _spawned.Task.GetAwaiter().GetResult();
        }

        if (ProcessId != 0)
        {
            _ = Posix.Kill(ProcessId, Posix.SignalKill);
            Wait();
        }

        _pipe.Dispose();
        _silence.Dispose();
    }

    private void Spawn()
    {
        var (input, output) = (Number(_pipe.ClientSafePipeHandle), Number(_silence.ClientSafePipeHandle));
        try
        {
            ProcessId = PosixSpawn.Start(new(
                "/bin/sh", ["-c", Script], [new("PATH", "/usr/bin:/bin")], "/", new(input, output, output)));
        }
        catch (SandboxLaunchException)
        {
            // Without a shell there is no watchdog; everything else works.
        }

        _pipe.DisposeLocalCopyOfClientHandle();
        _silence.DisposeLocalCopyOfClientHandle();
        _spawned.SetResult();
    }

    private static int Number(Microsoft.Win32.SafeHandles.SafePipeHandle handle) => (int)handle.DangerousGetHandle();

    private void Tell(string line)
    {
        try
        {
            _pipe.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (IOException)
        {
            // The watchdog has been killed; what it watched over is still killed on the usual ways.
        }
    }

    private unsafe void Wait() => _ = Posix.Wait(ProcessId, out _, 0, null);
}
