using Samlet.Runtimes;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes;

/// <summary>Control groups of the kernel that runs the tests, where they may be made.</summary>
public sealed class ControlGroupTests : IAsyncDisposable
{
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Takes a buffer of 200 MiB and fills it.</summary>
    private const string Hog = "dd if=/dev/zero of=/dev/null bs=200M count=1 2>/dev/null";

    private readonly TestRoom _test = new();

    /// <summary>Other tests have children in this process, too, which must not be taken for one of these.</summary>
    private readonly string _mark = Guid.NewGuid().ToString("N");

    public ControlGroupTests() => Assert.SkipUnless(
        ControlGroupPlace.Find(cpu: true) is { Memory: not null, Cpu: not null }, "needs writable control groups");

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_that_is_started_with_one_quota_is_born_in_one_group(bool hasRoom)
    {
        var spec = SpecOf("sh -c 'cat /proc/self/cgroup'", hasRoom, new() { MemoryBytes = 64 * Mebibyte, Cpus = 0.5 });
        var first = GroupsIn(await _test.RunAsync(spec));
        Assert.NotEmpty(first);
        Assert.Equal(first, GroupsIn(await _test.RunAsync(spec)));
        Assert.DoesNotContain("samlet-", await File.ReadAllTextAsync("/proc/thread-self/cgroup", CancellationToken.None), StringComparison.Ordinal);
        Assert.Empty(GroupsIn(await _test.RunAsync(SpecOf("cat /proc/self/cgroup", hasRoom, quota: null))));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_kernel_ends_what_goes_through_the_ceiling_and_that_is_told_once(bool hasRoom)
    {
        await using var sandbox = _test.Launcher.Start(SpecOf(
            $"{Hog}; echo $?; exec sleep 1000", hasRoom, new() { MemoryBytes = 64 * Mebibyte }));
        await _test.UntilOutputAsync("137\n");
        Assert.True(sandbox.WasKilledForMemory());
        Assert.False(sandbox.WasKilledForMemory());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_that_the_kernel_ended_ends_the_function_as_one_that_Samlet_saw()
    {
        var processes = new EnvironmentProcesses(_test.Launcher, workers: null, TimeProvider.System);
        processes.StartRuntime(SpecOf($"{Hog}; echo $?; exec sleep 1000", hasRoom: false, new() { MemoryBytes = 64 * Mebibyte }));
        await _test.UntilOutputAsync("137\n");

        processes.CheckMemory(1024L * Mebibyte, ofPast: false);

        Assert.True(processes.IsOutOfMemory);
        Assert.Equal("signal: killed", (await processes.RuntimeExited).ToString());
        await processes.EndRuntimeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Processor_time_beyond_the_share_is_not_given()
    {
        var place = ControlGroupPlace.Find(cpu: true)!; // Required above.
        var file = $"{place.Cpu}/samlet-{Environment.ProcessId}-*/cpu.stat";
        var until = $"while grep -q 'nr_throttled 0' {file}; do :; done; echo throttled";
        Assert.Equal("throttled", await _test.RunAsync(SpecOf(until, hasRoom: false, new() { Cpus = 0.1 })));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_group_goes_with_the_last_that_uses_it(bool hasRoom)
    {
        var quota = new SandboxQuota { MemoryBytes = 64 * Mebibyte, Cpus = 1 };
        var output = await _test.RunAsync(
            SpecOf("cat /proc/self/cgroup; setsid setsid sleep 1000 & exit 0", hasRoom, quota));
        var group = GroupsIn(output)[0];
        Assert.NotEmpty(FoldersOf(group));
        await _test.Launcher.CloseAsync(_test.Room);
        _test.Launcher.Release(quota);
        Assert.Empty(FoldersOf(group));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_killed_run_has_left_the_next_one_removes()
    {
        var place = ControlGroupPlace.Find(cpu: false)!; // Required above.
        var left = Path.Join(place.Memory, $"samlet-{int.MaxValue}-1");
        _ = Directory.CreateDirectory(left);
        _ = await _test.RunAsync(SpecOf("exit 0", hasRoom: false, new() { MemoryBytes = 64 * Mebibyte }));
        Assert.False(Directory.Exists(left));
    }

    private SandboxSpec SpecOf(string script, bool hasRoom, SandboxQuota? quota) => _test.Spec(script) with
    {
        Quota = quota,
        Room = hasRoom ? _test.Room : null,
        WorkingFolder = hasRoom ? "/var/task" : "/",
        Environment = [.. _test.Spec(script).Environment, new("MARK", _mark)],
        Mark = $"MARK={_mark}",
    };

    private static string[] GroupsIn(string lines) =>
    [
        .. lines.Split('\n').Select(static line => line.Split('/')[^1]).Where(
            static name => name.StartsWith($"samlet-{Environment.ProcessId}-", StringComparison.Ordinal)).Distinct(),
    ];

    private static string[] FoldersOf(string group)
    {
        var place = ControlGroupPlace.Find(cpu: true)!; // Required above.
        var folders = new[] { place.Memory, place.Cpu }.Select(folder => Path.Join(folder, group));
        return [.. folders.Where(Directory.Exists)];
    }
}

/// <summary>Where groups are made, on trees as kernels and systemd lay them out.</summary>
public sealed class ControlGroupTreeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("user.slice/app.slice/terminal.scope", "user.slice/app.slice", false)]
    [InlineData("user.slice/app.slice/terminal.scope", "", true)]
    [InlineData("user.slice/app.slice", "user.slice/app.slice", false)]
    [InlineData("system.slice/limited.service", null, false)]
    [InlineData("system.slice/limited.service", "", true)]
    [InlineData("", "", true)]
    [InlineData("../elsewhere", "", false)]
    public void In_version_2_the_nearest_group_with_the_controllers_is_the_place(string own, string? place, bool cpu)
    {
        Add("", "cpu memory pids");
        Add("user.slice", "memory pids");
        Add("user.slice/app.slice", "memory");
        Add("user.slice/app.slice/terminal.scope", "");
        Add("system.slice", "memory");
        Add("system.slice/limited.service", "");
        _folder.Write("cgroup.controllers", "cpu memory pids\n");
        _folder.Write("system.slice/limited.service/memory.max", "1000000\n");

        var found = new ControlGroupTree(_folder.Path, $"0::/{own}\n").FindPlace(cpu);

        var expected = place is null ? null : Path.TrimEndingDirectorySeparator(_folder.PathOf(place));
        Assert.Equal(expected, cpu ? found?.Cpu : found?.Memory);
    }

    [Theory]
    [InlineData("7:memory:/session/1\n3:cpu,cpuacct:/\n", "memory/session/1", "cpu,cpuacct")]
    [InlineData("7:memory:/of/outside\n3:cpu,cpuacct:/\n", "memory", "cpu,cpuacct")]
    [InlineData("7:memory:/\n0::/user.slice\n", "memory", null)]
    public void In_version_1_each_limit_has_a_place_of_its_own(string lines, string memory, string? cpu)
    {
        _ = _folder.CreateFolder("memory/session/1");
        _ = _folder.CreateFolder("cpu,cpuacct");

        var place = new ControlGroupTree(_folder.Path, lines).FindPlace(cpu: true);

        Assert.Equal(_folder.PathOf(memory), place?.Memory);
        Assert.Equal(cpu is null ? null : _folder.PathOf(cpu), place?.Cpu);
    }

    private void Add(string group, string controllers)
    {
        _folder.Write(Path.Join(group, "cgroup.procs"), "");
        _folder.Write(Path.Join(group, "cgroup.subtree_control"), controllers + "\n");
    }
}
