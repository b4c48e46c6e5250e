using System.Text;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes;

/// <summary>Rooms of a launcher of their own, and what the processes in them print.</summary>
internal sealed class TestRoom : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        Machine.Require(RoomTools.Find().Tools is not null, "bwrap");
        var command = new RoomCommand(
            RoomTools.Find().Tools!, // Required above.
            new RoomEtc(new CacheFolder(Folder.PathOf("cache"))),
            new CacheFolder(Folder.PathOf("cache")));
        Launcher = new LinuxLauncher(
            command, Thread, new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
        Folder.Write("task/file", "content");
        Room = new SandboxRoom { Mounts = [new(Folder.PathOf("task"), "/var/task")], TemporaryMegabytes = 8 };
    }

    public TempFolder Folder { get; } = new();

    public SpawnThread Thread { get; } = new(mainThread: 0);

    public LinuxLauncher Launcher { get; }

    /// <summary>The one that is used when no other is named.</summary>
    public SandboxRoom Room { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Launcher.DisposeAsync();
        Folder.Dispose();
    }

    public async Task UntilOutputAsync(string text)
    {
        while (true)
        {
            var more = _more.Task;
            lock (_output)
            {
                if (_output.ToString().Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }

            await more;
        }
    }

    public Task<string> RunAsync(string script, SandboxRoom? room = null) =>
        RunAsync(Spec(script) with { Room = room ?? Room });

    public async Task<string> RunAsync(SandboxSpec spec)
    {
        lock (_output)
        {
            _ = _output.Clear();
        }

        await using var sandbox = Launcher.Start(spec);
        _ = await sandbox.Exited;
        sandbox.DrainOutput();
        lock (_output)
        {
            return _output.ToString().Trim();
        }
    }

    public ISandbox Start(string script) => Launcher.Start(Spec(script));

    public SandboxSpec Spec(string script) => new()
    {
        Program = "/bin/sh",
        Arguments = ["-c", script],
        Environment = [new("PATH", "/usr/bin:/bin"), new("NAME", "a=b"), new("LD_LIBRARY_PATH", "/var/task/it's")],
        WorkingFolder = "/var/task",
        Room = Room,
        Output = bytes =>
        {
            lock (_output)
            {
                _ = _output.Append(Encoding.UTF8.GetString(bytes));
            }

            Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        },
        Mark = "NAME=a=b",
    };
}
