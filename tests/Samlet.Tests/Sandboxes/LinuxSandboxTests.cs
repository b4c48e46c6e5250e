using System.Globalization;
using System.Runtime.InteropServices;
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
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SpawnThread _thread = new(mainThread: 0);
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
            RoomOwners.Find());
        _launcher = new LinuxLauncher(
            command, _thread, new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
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
    [InlineData("setpriv --reuid=0 id")]
    [InlineData("setpriv --reuid=0 --regid=0 --clear-groups cat /etc/passwd")]
    [InlineData("cat /etc/shadow")]
    [InlineData("ls /root")]
    [InlineData("ls /home")]
    [InlineData("ls /sys")]
    [InlineData("ls /run")]
    [InlineData("ls /proc/1/cwd/")]
    [InlineData("echo x > /dev/tty")]
    [InlineData("mknod /tmp/disk b 8 0")]
    [InlineData("mknod /tmp/memory c 1 1 && head -c 1 /tmp/memory")]
    [InlineData("mount -t tmpfs tmpfs /tmp")]
    [InlineData("mount -t proc proc /tmp")]
    [InlineData("mount --bind /tmp /var/task")]
    [InlineData("chroot / true")]
    [InlineData("pivot_root /tmp /tmp")]
    [InlineData("nsenter --target 1 --mount true")]
    [InlineData("unshare -m true")]
    [InlineData("unshare -p -f true")]
    [InlineData("hostname another")]
    [InlineData("echo b > /proc/sysrq-trigger")]
    [InlineData("echo 1 > /proc/sys/vm/drop_caches")]
    [InlineData("ulimit -c unlimited")]
    [InlineData("ulimit -n 100000")]
    [InlineData("ulimit -l unlimited")]
    [InlineData("ln /etc/passwd /tmp/passwd")]
    [InlineData("ln -s /etc/passwd /tmp/link; echo x >> /tmp/link")]
    [InlineData("renice -n -10 $$")]
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

    [Theory(Timeout = 20_000)]
    [InlineData(null, "0 0 742 742 1024 1024 65536 65536")]
    [InlineData(4096u, "0 0 742 742 4096 4096 65536 65536")]
    public async Task The_limits_are_those_of_Lambda(uint? files, string expected)
    {
        var script = "awk '/open files|processes|core|locked/ { print $(NF-2), $(NF-1) }' /proc/self/limits | tr '\\n' ' '";
        var limits = files is { } most ? new ResourceLimits { OpenFiles = most, LockedMemory = 64 * 1024 } : null;
        Assert.Equal(expected, await RunAsync(Spec(script) with { Limits = limits }));
        Assert.Equal(expected, await RunAsync(Spec(script) with { Limits = limits }));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_room_that_has_all_its_processes_leaves_other_rooms_theirs()
    {
        const string Script = "i=0; while [ $i -lt 500 ]; do sleep 1000 & i=$((i+1)); done; echo ready; wait";
        await using var first = Start(Script);
        await UntilOutputAsync("ready");
        var other = new SandboxRoom { Mounts = _room.Mounts, TemporaryMegabytes = 8 };
        Assert.Equal("ready", await RunAsync(Spec(Script.Replace("wait", "kill -KILL $$")) with { Room = other }));
    }

    [Fact(Timeout = 20_000)]
    public async Task As_root_each_room_is_a_user_whom_this_computer_does_not_know()
    {
        Assert.SkipUnless(RoomOwners.Find() == RoomOwner.Own, "needs root, and user namespaces for it");
        var other = new SandboxRoom { Mounts = _room.Mounts, TemporaryMegabytes = 8 };
        await using var one = Start("echo ready; exec sleep 1000");
        await UntilOutputAsync("ready");
        await using var two = _launcher.Start(Spec("echo ready; exec sleep 1000") with { Room = other });
        await UntilOutputAsync("ready\nready");

        var users = new HashSet<int> { UserOf(one), UserOf(two) };
        Assert.Equal(2, users.Count);
        Assert.All(users, user => Assert.InRange(user, 60_600, int.MaxValue));
        Assert.DoesNotContain(users, user => File.ReadLines("/etc/passwd").Any(line => line.Split(':')[2] == $"{user}"));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_opened_the_room_tells_nothing_of_this_computer_or_of_other_functions()
    {
        var told = await RunAsync("cat /proc/1/environ /proc/1/cmdline 2>/dev/null | tr '\\0' ' '");
        Assert.DoesNotContain(_folder.Path, told, StringComparison.Ordinal);
        Assert.DoesNotContain("NAME=", told, StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task No_file_is_open_but_the_functions_own()
    {
        await using var first = Start("exec sleep 1000");
        Assert.Equal("0 1 2 3", await RunAsync("echo $(ls /proc/self/fd)"));
        await using var other = _launcher.Start(
            Spec("ls /proc/self/fd | tr '\\n' ' '") with
            {
                Room = new SandboxRoom { Mounts = _room.Mounts, TemporaryMegabytes = 8 },
            });
        _ = await other.Exited;
        other.DrainOutput();
        Assert.EndsWith("0 1 2 3 ", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task The_keys_of_the_developer_stay_outside()
    {
        Assert.SkipUnless(File.Exists("/proc/keys"), "needs a kernel with keys");
        var added = new TaskCompletionSource<int>();
        _thread.Post(() => added.SetResult(AddKey("user", "samlet-secret", "secret"u8.ToArray(), 6, SessionKeyring)));
        Assert.SkipWhen(await added.Task < 0, "keys are forbidden here");

        Assert.DoesNotContain("samlet-secret", await RunAsync("cat /proc/keys"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 20_000)]
    public async Task What_a_function_tells_in_place_of_the_shell_ends_at_most_itself()
    {
        await using var flood = Start(
            """
            control=/proc/2/fd/2
            head -c 20000000 /dev/zero > $control
            echo > $control
            echo samlet started > $control
            echo samlet started > $control
            echo samlet exited nonsense > $control
            exit 5
            """);
        _ = await flood.Exited;
        Assert.Equal("fine", await RunAsync("echo fine", new SandboxRoom { Mounts = _room.Mounts, TemporaryMegabytes = 8 }));
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

    [Theory(Timeout = 20_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Layers_are_one_folder_in_which_later_ones_lie_on_top_and_changes_are_seen(bool hasOverlay)
    {
        if (!hasOverlay)
        {
            new RefusalMemory(new CacheFolder(_folder.PathOf("cache")), "overlay").Remember("refused before");
        }

        _folder.Write("one/a", "a1");
        _folder.Write("one/folder/x", "x1");
        _folder.Write("one/only/deep/file", "d1");
        _folder.Write("one/hidden/file", "h1");
        _folder.Write("one/shown", "s1");
        _folder.Write("two, and: more/a", "a2");
        _folder.Write("two, and: more/folder/y", "y2");
        _folder.Write("two, and: more/hidden", "h2");
        _folder.Write("two, and: more/shown/file", "s2");
        _ = Directory.CreateSymbolicLink(_folder.PathOf("one/link"), "folder/x");
        _ = Directory.CreateSymbolicLink(_folder.PathOf("one/broken"), "/nowhere");
        var room = new SandboxRoom
        {
            Mounts = _room.Mounts,
            Layers = [_folder.PathOf("one"), _folder.PathOf("two, and: more")],
            TemporaryMegabytes = 8,
        };
        Assert.Equal("a2 x1 y2", await RunAsync("echo $(cat /opt/a) $(cat /opt/folder/x) $(cat /opt/folder/y)", room));
        Assert.Equal("d1 h2 s2 x1", await RunAsync(
            "echo $(cat /opt/only/deep/file) $(cat /opt/hidden) $(cat /opt/shown/file) $(cat /opt/link)", room));
        Assert.Equal(
            "a broken folder hidden link only shown x y folder/x /nowhere /opt/folder/y 755 755",
            await RunAsync(
                "echo $(ls /opt) $(ls /opt/folder) $(readlink /opt/link) $(readlink /opt/broken) "
                + "$(realpath /opt/folder/y) $(stat -c %a /opt /opt/folder)",
                room));
        Assert.Equal("refused", await RunAsync("(echo x > /opt/new || echo x > /opt/folder/new) 2>&- || echo refused", room));
        await _launcher.CloseAsync(room);
        _folder.Write("one/folder/x", "x9");
        Assert.Equal("x9", await RunAsync("cat /opt/folder/x; echo z 2>/dev/null > /opt/folder/x", room));
        Assert.Equal("x9", await File.ReadAllTextAsync(_folder.PathOf("one/folder/x"), CancellationToken.None));
    }

    [Theory(Timeout = 20_000)]
    [InlineData("#!/bin/sh\necho 'bwrap: Unknown option --perms' >&2\nexit 1\n", "bwrap: Unknown option --perms")]
    [InlineData("#!/bin/sh\nexit 1\n", "`bwrap` says nothing and ends with exit status 1")]
    [InlineData("#!/nowhere\n", "no such file or directory")]
    public async Task A_bubblewrap_that_is_old_or_broken_is_a_refusal(string program, string reason)
    {
        _folder.WriteProgram("bwrap", program);
        var tools = RoomTools.Find().Tools! with { Bubblewrap = _folder.PathOf("bwrap") }; // Required above.
        var cache = new CacheFolder(_folder.PathOf("cache"));
        await using var launcher = new LinuxLauncher(
            new RoomCommand(tools, new RoomEtc(cache), cache, RoomOwners.Find()),
            new SpawnThread(mainThread: 0),
            new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
        Assert.Contains(reason, await RefusalOfAsync(launcher), StringComparison.Ordinal);
    }

    private async Task<string?> RefusalOfAsync(LinuxLauncher launcher)
    {
        try
        {
            await using var sandbox = launcher.Start(Spec("exit 0"));
            return (await sandbox.Exited).Refusal;
        }
        catch (SandboxRefusedException error)
        {
            return error.Message;
        }
    }

    [Fact(Timeout = 20_000)]
    public async Task What_bubblewrap_refuses_is_told()
    {
        var room = new SandboxRoom { Mounts = [new("/nowhere", "/var/task")], TemporaryMegabytes = 8 };
        await using var sandbox = _launcher.Start(Spec("exit 0") with { Room = room });
        Assert.Contains("/nowhere", (await sandbox.Exited).Refusal, StringComparison.Ordinal);
    }

    private const int SessionKeyring = -3;

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Call(nint number, string type, string description, byte[] payload, nint length, nint ring);

    private static int AddKey(string type, string description, byte[] payload, int length, int ring) => Call(
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? 217 : 248, type, description, payload, length, ring);

    private static int UserOf(ISandbox sandbox) => ProcessTree.Descendants(sandbox.ProcessId)
        .Select(id => File.ReadLines($"/proc/{id}/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)))
        .Select(line => int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture))
        .Last();

    private async Task UntilOutputAsync(string text)
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

    private Task<string> RunAsync(string script, SandboxRoom? room = null) =>
        RunAsync(Spec(script) with { Room = room ?? _room });

    private async Task<string> RunAsync(SandboxSpec spec)
    {
        lock (_output)
        {
            _ = _output.Clear();
        }

        await using var sandbox = _launcher.Start(spec);
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

            Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        },
        Mark = "NAME=a=b",
    };
}
