using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

namespace Samlet.Tests.Sandboxes;

public sealed class LinuxSandboxTests : IAsyncDisposable
{
    private readonly TestRoom _test = new();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("exit 0", "exit status 0")]
    [InlineData("exit 7", "exit status 7")]
    [InlineData("exit 129", "exit status 129")]
    [InlineData("kill -SEGV $$", "signal: segmentation fault")]
    [InlineData("kill -KILL $$", "signal: killed")]
    [InlineData("kill -TERM $$", "signal: terminated")]
    public async Task The_end_of_a_process_is_told_as_outside_of_a_room(string script, string expected)
    {
        await using (var first = _test.Start(script))
        {
            Assert.Equal(expected, (await first.Exited).ToString());
        }

        await using var joined = _test.Start(script);
        Assert.Equal(expected, (await joined.Exited).ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_room_looks_like_that_of_Lambda()
    {
        Assert.Equal(
            "/var/task content 993 990 sbx_user1051 sandbox 2",
            await _test.RunAsync("echo $(pwd) $(cat file) $(id -u) $(id -g) $(id -un) $(hostname) $(stat -c %h /opt)"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("localhost")]
    [InlineData("sandbox")]
    [InlineData("sandbox.localdomain")]
    [InlineData("host.docker.internal")]
    public async Task The_names_of_Lambda_and_of_Docker_are_this_computer(string name)
    {
        var answer = await _test.RunAsync($"getent ahostsv4 {name} | head -n 1");
        Assert.StartsWith("127.0.0.1", answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null, "0 0 742 742 1024 1024 65536 65536")]
    [InlineData(4096u, "0 0 742 742 4096 4096 65536 65536")]
    public async Task The_limits_are_those_of_Lambda(uint? files, string expected)
    {
        var script = "awk '/open files|processes|core|locked/ { print $(NF-2), $(NF-1) }' /proc/self/limits | tr '\\n' ' '";
        var limits = files is { } most ? new ResourceLimits { OpenFiles = most, LockedMemory = 64 * 1024 } : null;
        Assert.Equal(expected, await _test.RunAsync(_test.Spec(script) with { Limits = limits }));
        Assert.Equal(expected, await _test.RunAsync(_test.Spec(script) with { Limits = limits }));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_in_tmp_stays_until_the_room_is_closed()
    {
        Assert.Equal("", await _test.RunAsync("echo kept > /tmp/file; (setsid sleep 1000 &) ; kill -KILL $$"));
        const string UntilGone = "while cat /proc/[0-9]*/comm 2>/dev/null | grep -q sleep; do :; done";
        Assert.Equal("kept", await _test.RunAsync($"cat /tmp/file; {UntilGone}")); // Killed, it takes a moment to go.
        await _test.Launcher.CloseAsync(_test.Room);
        Assert.Equal("none", await _test.RunAsync("cat /tmp/file 2>/dev/null || echo none"));
    }

    /// <summary>Of a runtime that was started after a reset, alone in its room or beside an extension.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daemon_of_a_joined_process_is_frozen_and_ends_with_the_last_in_its_room(bool hasElder)
    {
        const string Daemon =
            "setsid sh -c 'until grep -q PPid:.1$ /proc/$$/status; do :; done; echo ready; exec sleep 1000' &";
        var first = _test.Start("exec sleep 1000");
        await using (hasElder ? null : first)
        {
        }

        var joined = _test.Start($"({Daemon}); exec sleep 1000");
        await _test.UntilOutputAsync("ready\n");
        var members = ((ITreeSandbox)joined).Members().Union(((ITreeSandbox)first).Members()).ToList();

        joined.Freeze();
        first.Freeze();
        await UntilAsync(members, static state => state == 'T');
        joined.Thaw();
        first.Thaw();
        await UntilAsync(members, static state => state != 'T');
        await joined.DisposeAsync();
        await first.DisposeAsync();

        await UntilAsync(members, static state => state is 'X' or 'Z');
        Assert.Equal(hasElder ? 3 : 2, members.Count);
    }

    private static async Task UntilAsync(List<int> processes, Predicate<char> isThere)
    {
        while (!processes.TrueForAll(id => isThere(StateOf(id))))
        {
            await Task.Yield();
        }
    }

    /// <summary>As `/proc` has it; X for one that is gone.</summary>
    private static char StateOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0];
        }
        catch (IOException)
        {
            return 'X';
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Variables_are_exactly_the_given_ones()
    {
        var names = await _test.RunAsync("cat /proc/$$/environ | tr '\\0' '\\n' | grep -vE '^(PWD|SHLVL|_|OLDPWD)=' | sort");
        Assert.Equal("LD_LIBRARY_PATH=/var/task/it's\nNAME=a=b\nPATH=/usr/bin:/bin", names);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_changed_hosts_file_is_another_etc()
    {
        var etc = new RoomEtc(new CacheFolder(_test.Folder.PathOf("cache")));
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
        _test.Folder.Write("run/resolv.conf", "nameserver 10.0.0.1");
        Directory.CreateDirectory(_test.Folder.PathOf("etc"));
        File.CreateSymbolicLink(_test.Folder.PathOf("etc/resolv.conf"), "../run/resolv.conf");
        Directory.CreateDirectory(_test.Folder.PathOf("etc/alternatives"));
        File.CreateSymbolicLink(_test.Folder.PathOf("etc/alternatives/java"), "/usr/bin/true");
        _test.Folder.Write("etc/python3.11/sitecustomize.py", "pass");
        var etc = new RoomEtc(new CacheFolder(_test.Folder.PathOf("cache"))) { Source = _test.Folder.PathOf("etc") };
        Assert.Equal("nameserver 10.0.0.1", File.ReadAllText(Path.Join(etc.Prepare().Folder, "resolv.conf")));
        _test.Folder.Write("run/resolv.conf", "nameserver 10.0.0.22");
        Assert.Equal("nameserver 10.0.0.22", File.ReadAllText(Path.Join(etc.Prepare().Folder, "resolv.conf")));
        Assert.Equal("/usr/bin/true", new FileInfo(Path.Join(etc.Prepare().Folder, "alternatives/java")).LinkTarget);
        Assert.Equal(
            File.GetLastWriteTimeUtc(_test.Folder.PathOf("etc/python3.11/sitecustomize.py")),
            File.GetLastWriteTimeUtc(Path.Join(etc.Prepare().Folder, "python3.11/sitecustomize.py")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Files_in_etc_are_those_of_this_computer_and_not_to_be_run()
    {
        const string Cache = "/etc/ld.so.cache";
        var length = new FileInfo(Cache).Length;
        Assert.Equal($"644 644 {length}", await _test.RunAsync($"echo $(stat -c %a /etc/passwd {Cache}) $(wc -c <{Cache})"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Layers_are_one_folder_in_which_later_ones_lie_on_top_and_changes_are_seen(bool hasOverlay)
    {
        if (!hasOverlay)
        {
            new RefusalMemory(new CacheFolder(_test.Folder.PathOf("cache")), "overlay").Remember("refused before");
        }

        _test.Folder.Write("one/a", "a1");
        _test.Folder.Write("one/folder/x", "x1");
        _test.Folder.Write("one/only/deep/file", "d1");
        _test.Folder.Write("one/hidden/file", "h1");
        _test.Folder.Write("one/shown", "s1");
        _test.Folder.Write("two, and: more/a", "a2");
        _test.Folder.Write("two, and: more/folder/y", "y2");
        _test.Folder.Write("two, and: more/hidden", "h2");
        _test.Folder.Write("two, and: more/shown/file", "s2");
        _ = Directory.CreateSymbolicLink(_test.Folder.PathOf("one/link"), "folder/x");
        _ = Directory.CreateSymbolicLink(_test.Folder.PathOf("one/broken"), "/nowhere");
        var room = new SandboxRoom
        {
            Mounts = _test.Room.Mounts,
            Layers = [_test.Folder.PathOf("one"), _test.Folder.PathOf("two, and: more")],
            TemporaryMegabytes = 8,
        };
        Assert.Equal("a2 x1 y2", await _test.RunAsync("echo $(cat /opt/a) $(cat /opt/folder/x) $(cat /opt/folder/y)", room));
        Assert.Equal("d1 h2 s2 x1", await _test.RunAsync(
            "echo $(cat /opt/only/deep/file) $(cat /opt/hidden) $(cat /opt/shown/file) $(cat /opt/link)", room));
        Assert.Equal(
            "a broken folder hidden link only shown x y folder/x /nowhere /opt/folder/y 755 755",
            await _test.RunAsync(
                "echo $(ls /opt) $(ls /opt/folder) $(readlink /opt/link) $(readlink /opt/broken) "
                + "$(realpath /opt/folder/y) $(stat -c %a /opt /opt/folder)",
                room));
        Assert.Equal("refused", await _test.RunAsync("(echo x > /opt/new || echo x > /opt/folder/new) 2>&- || echo refused", room));
        await _test.Launcher.CloseAsync(room);
        _test.Folder.Write("one/folder/x", "x9");
        Assert.Equal("x9", await _test.RunAsync("cat /opt/folder/x; echo z 2>/dev/null > /opt/folder/x", room));
        Assert.Equal("x9", await File.ReadAllTextAsync(_test.Folder.PathOf("one/folder/x"), CancellationToken.None));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("#!/bin/sh\necho 'bwrap: Unknown option --perms' >&2\nexit 1\n", "bwrap: Unknown option --perms")]
    [InlineData("#!/bin/sh\nexit 1\n", "`bwrap` says nothing and ends with exit status 1")]
    [InlineData("#!/nowhere\n", "no such file or directory")]
    public async Task A_bubblewrap_that_is_old_or_broken_is_a_refusal(string program, string reason)
    {
        _test.Folder.WriteProgram("bwrap", program);
        var tools = RoomTools.Find().Tools! with { Bubblewrap = _test.Folder.PathOf("bwrap") }; // Required above.
        var cache = new CacheFolder(_test.Folder.PathOf("cache"));
        await using var launcher = new LinuxLauncher(
            new RoomCommand(tools, new RoomEtc(cache), cache),
            new SpawnThread(mainThread: 0),
            new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
        Assert.Contains(reason, await RefusalOfAsync(launcher), StringComparison.Ordinal);
    }

    private async Task<string?> RefusalOfAsync(LinuxLauncher launcher)
    {
        try
        {
            await using var sandbox = launcher.Start(_test.Spec("exit 0"));
            return (await sandbox.Exited).Refusal;
        }
        catch (SandboxRefusedException error)
        {
            return error.Message;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_bubblewrap_refuses_is_told()
    {
        var room = new SandboxRoom { Mounts = [new("/nowhere", "/var/task")], TemporaryMegabytes = 8 };
        await using var sandbox = _test.Launcher.Start(_test.Spec("exit 0") with { Room = room });
        Assert.Contains("/nowhere", (await sandbox.Exited).Refusal, StringComparison.Ordinal);
    }
}
