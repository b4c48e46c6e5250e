using System.Text;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes;

public sealed class LinuxSandboxTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _output = new();
    private readonly LinuxLauncher _launcher;
    private readonly SandboxRoom _room;

    public LinuxSandboxTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        Machine.Require(RoomTools.Find().Tools is not null, "bwrap");
        var command = new RoomCommand(
            RoomTools.Find().Tools!, // Required above.
            new RoomEtc(new CacheFolder(_folder.PathOf("cache"))),
            new CacheFolder(_folder.PathOf("cache")),
            Environment.IsPrivilegedProcess);
        _launcher = new LinuxLauncher(
            command, new SpawnThread(mainThread: 0), new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
        _folder.Write("task/file", "content");
        _room = new SandboxRoom { Mounts = [new(_folder.PathOf("task"), "/var/task")], TemporaryMegabytes = 8 };
    }

    public async ValueTask DisposeAsync()
    {
        await _launcher.DisposeAsync();
        _folder.Dispose();
    }

    [Theory(Timeout = 20_000)]
    [InlineData("exit 0", "exit status 0")]
    [InlineData("exit 7", "exit status 7")]
    [InlineData("exit 129", "exit status 129")]
    [InlineData("kill -SEGV $$", "signal: segmentation fault")]
    [InlineData("kill -KILL $$", "signal: killed")]
    [InlineData("kill -TERM $$", "signal: terminated")]
    public async Task The_end_of_a_process_is_told_as_outside_of_a_room(string script, string expected)
    {
        await using (var first = Start(script))
        {
            Assert.Equal(expected, (await first.Exited).ToString());
        }

        await using var joined = Start(script);
        Assert.Equal(expected, (await joined.Exited).ToString());
    }

    [Fact(Timeout = 20_000)]
    public async Task The_room_looks_like_that_of_Lambda()
    {
        Assert.Equal(
            "/var/task content 993 990 sbx_user1051 sandbox 2",
            await RunAsync("echo $(pwd) $(cat file) $(id -u) $(id -g) $(id -un) $(hostname) $(stat -c %h /opt)"));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("localhost")]
    [InlineData("sandbox")]
    [InlineData("sandbox.localdomain")]
    [InlineData("host.docker.internal")]
    public async Task The_names_of_Lambda_and_of_Docker_are_this_computer(string name)
    {
        var answer = await RunAsync($"getent ahostsv4 {name} | head -n 1");
        Assert.StartsWith("127.0.0.1", answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("echo x > /x")]
    [InlineData("echo x > /usr/x")]
    [InlineData("echo x > /etc/x")]
    [InlineData("echo x > /etc/passwd")]
    [InlineData("echo x > /var/task/file")]
    [InlineData("echo x > /opt/x")]
    [InlineData("echo x > /dev/x")]
    [InlineData("echo x > /dev/shm/x")]
    [InlineData("echo 1 > /proc/sys/kernel/panic")]
    [InlineData("mount -o remount,rw /var/task")]
    [InlineData("umount /var/task")]
    [InlineData("cat /proc/1/environ | grep -a HOME=")]
    [InlineData("head -c 9000000 /dev/zero > /tmp/big")]
    [InlineData("unshare -Urm mount -o remount,rw,bind /var/task")]
    [InlineData("su root -c id")]
    public async Task What_is_not_the_functions_is_out_of_reach(string attempt)
    {
        Assert.Equal("refused", await RunAsync($"({attempt}) >/dev/null 2>&1 && echo done || echo refused"));
        Assert.Equal("content", await File.ReadAllTextAsync(_folder.PathOf("task/file"), CancellationToken.None));
    }

    [Fact(Timeout = 20_000)]
    public async Task There_are_no_privileges_and_none_can_be_had()
    {
        var status = await RunAsync("grep -E '^(NoNewPrivs|CapPrm|CapEff|CapAmb)' /proc/self/status | tr -s '\\t\\n' ' '");
        Assert.Equal("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1", status);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_joined_process_has_no_privileges_either_and_sees_the_same_processes()
    {
        await using var first = Start("exec sleep 1000");
        var status = await RunAsync(
            "grep -E '^(Uid|CapPrm|CapEff|NoNewPrivs)' /proc/self/status | tr -s '\\t\\n' ' '; cat /proc/1/comm");
        Assert.Equal(
            "Uid: 993 993 993 993 CapPrm: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1 bwrap", status);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_a_joined_process_left_behind_stops_and_ends_with_it()
    {
        var seconds = $"1001.{Environment.ProcessId}"; // Others run this test, too.
        await using var first = Start("exec sleep 1000");
        int daemon;
        await using (var joined = Start($"(setsid sleep {seconds} &); exec sleep 1000"))
        {
            daemon = await FindProcessAsync($"sleep\0{seconds}\0");
            joined.Freeze();
            await TestEnvironment.StopsAsync(daemon);
        }

        while (File.Exists($"/proc/{daemon}/stat"))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    [Fact(Timeout = 20_000)]
    public async Task The_limits_are_those_of_Lambda()
    {
        var limits = await RunAsync(
            "awk '/open files|processes|core|locked/ { print $(NF-2), $(NF-1) }' /proc/self/limits | tr '\\n' ' '");
        Assert.Equal("0 0 742 742 1024 1024 65536 65536", limits);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_is_in_tmp_stays_until_the_room_is_closed()
    {
        Assert.Equal("", await RunAsync("echo kept > /tmp/file; (setsid sleep 1000 &) ; kill -KILL $$"));
        const string UntilGone = "while cat /proc/[0-9]*/comm 2>/dev/null | grep -q sleep; do :; done";
        Assert.Equal("kept", await RunAsync($"cat /tmp/file; {UntilGone}")); // Killed, it takes a moment to be gone.
        await _launcher.CloseAsync(_room);
        Assert.Equal("none", await RunAsync("cat /tmp/file 2>/dev/null || echo none"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Variables_are_exactly_the_given_ones()
    {
        var names = await RunAsync("cat /proc/$$/environ | tr '\\0' '\\n' | grep -vE '^(PWD|SHLVL|_|OLDPWD)=' | sort");
        Assert.Equal("LD_LIBRARY_PATH=/var/task/it's\nNAME=a=b\nPATH=/usr/bin:/bin", names);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_changed_hosts_file_is_another_etc()
    {
        var etc = new RoomEtc(new CacheFolder(_folder.PathOf("cache")));
        Assert.Equal(etc.Prepare().Folder, etc.Prepare().Folder);
        Assert.EndsWith(
            await File.ReadAllTextAsync("/etc/hosts", TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(
                Path.Join(etc.Prepare().Folder, "hosts"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_behind_a_link_is_another_etc()
    {
        _folder.Write("run/resolv.conf", "nameserver 10.0.0.1");
        Directory.CreateDirectory(_folder.PathOf("etc"));
        File.CreateSymbolicLink(_folder.PathOf("etc/resolv.conf"), "../run/resolv.conf");
        Directory.CreateDirectory(_folder.PathOf("etc/alternatives"));
        File.CreateSymbolicLink(_folder.PathOf("etc/alternatives/java"), "/usr/bin/true");
        _folder.Write("etc/python3.11/sitecustomize.py", "pass");
        var etc = new RoomEtc(new CacheFolder(_folder.PathOf("cache"))) { Source = _folder.PathOf("etc") };
        Assert.Equal("nameserver 10.0.0.1", File.ReadAllText(Path.Join(etc.Prepare().Folder, "resolv.conf")));
        _folder.Write("run/resolv.conf", "nameserver 10.0.0.22");
        Assert.Equal("nameserver 10.0.0.22", File.ReadAllText(Path.Join(etc.Prepare().Folder, "resolv.conf")));
        Assert.Equal("/usr/bin/true", new FileInfo(Path.Join(etc.Prepare().Folder, "alternatives/java")).LinkTarget);
        Assert.Equal(
            File.GetLastWriteTimeUtc(_folder.PathOf("etc/python3.11/sitecustomize.py")),
            File.GetLastWriteTimeUtc(Path.Join(etc.Prepare().Folder, "python3.11/sitecustomize.py")));
    }

    [Fact(Timeout = 20_000)]
    public async Task Files_in_etc_are_those_of_this_computer_and_not_to_be_run()
    {
        const string Cache = "/etc/ld.so.cache";
        var length = new FileInfo(Cache).Length;
        Assert.Equal($"644 644 {length}", await RunAsync($"echo $(stat -c %a /etc/passwd {Cache}) $(wc -c <{Cache})"));
    }

    [Fact(Timeout = 20_000)]
    public async Task Layers_are_one_folder_in_which_later_ones_lie_on_top_and_changes_are_seen()
    {
        _folder.Write("one/a", "a1");
        _folder.Write("one/folder/x", "x1");
        _folder.Write("two, and: more/a", "a2");
        _folder.Write("two, and: more/folder/y", "y2");
        var room = new SandboxRoom
        {
            Mounts = _room.Mounts,
            Layers = [_folder.PathOf("one"), _folder.PathOf("two, and: more")],
            TemporaryMegabytes = 8,
        };
        Assert.Equal("a2 x1 y2", await RunAsync("echo $(cat /opt/a) $(cat /opt/folder/x) $(cat /opt/folder/y)", room));
        await _launcher.CloseAsync(room);
        _folder.Write("one/folder/x", "x9");
        Assert.Equal("x9", await RunAsync("cat /opt/folder/x; echo z 2>/dev/null > /opt/folder/x", room));
        Assert.Equal("x9", await File.ReadAllTextAsync(_folder.PathOf("one/folder/x"), CancellationToken.None));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_bubblewrap_refuses_is_told()
    {
        var room = new SandboxRoom { Mounts = [new("/nowhere", "/var/task")], TemporaryMegabytes = 8 };
        await using var sandbox = _launcher.Start(Spec("exit 0") with { Room = room });
        Assert.Contains("/nowhere", (await sandbox.Exited).Refusal, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string script, SandboxRoom? room = null)
    {
        lock (_output)
        {
            _ = _output.Clear();
        }

        await using var sandbox = _launcher.Start(Spec(script) with { Room = room ?? _room });
        _ = await sandbox.Exited;
        sandbox.DrainOutput();
        lock (_output)
        {
            return _output.ToString().Trim();
        }
    }

    private static async Task<int> FindProcessAsync(string commandLine)
    {
        while (true)
        {
            foreach (var pid in ProcessTree.Descendants(Environment.ProcessId))
            {
                if (CommandLineOf(pid) == commandLine)
                {
                    return pid;
                }
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static string CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // It has just ended.
        }
    }

    private ISandbox Start(string script) => _launcher.Start(Spec(script));

    private SandboxSpec Spec(string script) => new()
    {
        Program = "/bin/sh",
        Arguments = ["-c", script],
        Environment = [new("PATH", "/usr/bin:/bin"), new("NAME", "a=b"), new("LD_LIBRARY_PATH", "/var/task/it's")],
        WorkingFolder = "/var/task",
        Room = _room,
        Output = bytes =>
        {
            lock (_output)
            {
                _ = _output.Append(Encoding.UTF8.GetString(bytes));
            }
        },
        Mark = "NAME=a=b",
    };
}
