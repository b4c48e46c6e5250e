using System.Globalization;
using System.Runtime.InteropServices;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;

namespace Samlet.Tests.Sandboxes;

/// <summary>What keeps a room apart from this computer and from other rooms, each an attempt from inside.</summary>
public sealed class RoomIsolationTests : IAsyncDisposable
{
    private const int SessionKeyring = -3;

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Call(
        nint number, string type, string description, byte[] payload, nint length, nint ring);

    private static int AddKey(string type, string description, byte[] payload, int length, int ring) => Call(
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? 217 : 248, type, description, payload, length, ring);

    private readonly TestRoom _test = new();

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory(Timeout = 60_000)]
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
        Assert.Equal("refused", await _test.RunAsync($"({attempt}) >/dev/null 2>&1 && echo done || echo refused"));
        Assert.Equal("content", await File.ReadAllTextAsync(_test.Folder.PathOf("task/file"), CancellationToken.None));
    }

    [Fact(Timeout = 60_000)]
    public async Task There_are_no_privileges_and_none_can_be_had()
    {
        var status = await _test.RunAsync("grep -E '^(NoNewPrivs|CapPrm|CapEff|CapAmb)' /proc/self/status | tr -s '\\t\\n' ' '");
        Assert.Equal("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapAmb: 0000000000000000 NoNewPrivs: 1", status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_joined_process_has_no_privileges_either_and_sees_the_same_processes()
    {
        await using var first = _test.Start("exec sleep 1000");
        var status = await _test.RunAsync(
            "grep -E '^(Uid|CapPrm|CapEff|NoNewPrivs)' /proc/self/status | tr -s '\\t\\n' ' '; cat /proc/1/comm");
        Assert.Equal(
            "Uid: 993 993 993 993 CapPrm: 0000000000000000 CapEff: 0000000000000000 NoNewPrivs: 1 bwrap", status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_room_that_has_all_its_processes_leaves_other_rooms_theirs()
    {
        const string Script = "i=0; while [ $i -lt 500 ]; do sleep 1000 & i=$((i+1)); done; echo ready; wait";
        await using var first = _test.Start(Script);
        await _test.UntilOutputAsync("ready");
        var other = new SandboxRoom { Mounts = _test.Room.Mounts, TemporaryMegabytes = 8 };
        Assert.Equal("ready", await _test.RunAsync(_test.Spec(Script.Replace("wait", "kill -KILL $$")) with { Room = other }));
    }

    [Fact(Timeout = 60_000)]
    public async Task As_root_each_room_is_a_user_whom_this_computer_does_not_know()
    {
        Assert.SkipUnless(RoomOwners.Find() == RoomOwner.Own, "needs root, and user namespaces for it");
        var other = new SandboxRoom { Mounts = _test.Room.Mounts, TemporaryMegabytes = 8 };
        await using var one = _test.Start("echo ready; exec sleep 1000");
        await _test.UntilOutputAsync("ready");
        await using var two = _test.Launcher.Start(_test.Spec("echo ready; exec sleep 1000") with { Room = other });
        await _test.UntilOutputAsync("ready\nready");

        var users = new HashSet<int> { UserOf(one), UserOf(two) };
        Assert.Equal(2, users.Count);
        Assert.All(users, user => Assert.InRange(user, 60_600, int.MaxValue));
        Assert.DoesNotContain(users, user => File.ReadLines("/etc/passwd").Any(line => line.Split(':')[2] == $"{user}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_opened_the_room_tells_nothing_of_this_computer_or_of_other_functions()
    {
        var told = await _test.RunAsync("cat /proc/1/environ /proc/1/cmdline 2>/dev/null | tr '\\0' ' '");
        Assert.DoesNotContain(_test.Folder.Path, told, StringComparison.Ordinal);
        Assert.DoesNotContain("NAME=", told, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_file_is_open_but_the_functions_own()
    {
        await using var first = _test.Start("exec sleep 1000");
        Assert.Equal("0 1 2 3", await _test.RunAsync("echo $(ls /proc/self/fd)"));
        await using var other = _test.Launcher.Start(
            _test.Spec("ls /proc/self/fd | tr '\\n' ' '") with
            {
                Room = new SandboxRoom { Mounts = _test.Room.Mounts, TemporaryMegabytes = 8 },
            });
        _ = await other.Exited;
        other.DrainOutput();
        Assert.EndsWith("0 1 2 3 ", _test.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_keys_of_the_developer_stay_outside()
    {
        Assert.SkipUnless(File.Exists("/proc/keys"), "needs a kernel with keys");
        var added = new TaskCompletionSource<int>();
        _test.Thread.Post(() => added.SetResult(AddKey("user", "samlet-secret", "secret"u8.ToArray(), 6, SessionKeyring)));
        Assert.SkipWhen(await added.Task < 0, "keys are forbidden here");

        Assert.DoesNotContain("samlet-secret", await _test.RunAsync("cat /proc/keys"), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_function_tells_in_place_of_the_shell_ends_at_most_itself()
    {
        await using var flood = _test.Start(
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
        flood.DrainOutput();
        Assert.Equal("fine", await _test.RunAsync("echo fine", new SandboxRoom { Mounts = _test.Room.Mounts, TemporaryMegabytes = 8 }));
    }

    private static int UserOf(ISandbox sandbox) => ProcessTree.Descendants(sandbox.ProcessId)
        .Select(id => File.ReadLines($"/proc/{id}/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)))
        .Select(line => int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture))
        .Last();
}
