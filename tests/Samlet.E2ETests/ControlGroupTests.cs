using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>Limits that the kernel holds, where Samlet may make control groups.</summary>
[Requires(RequiresAttribute.Linux, "bash", "curl")]
public sealed class ControlGroupTests
{
    private const string ShowsLimit =
        """
        name=$(grep -o 'samlet-.*' /proc/self/cgroup | head -n 1)
        files=$(find /sys/fs/cgroup -path "*/$name/cpu.max" -o -path "*/$name/cpu.cfs_quota_us" -o -path "*/$name/cpu.cfs_period_us" | sort -r)
        limit=$(echo $(cat $files))
        curl -sS -d "\"$limit\"" "$api/invocation/$id/response"
        """;

    [Theory]
    [InlineData("MemorySize: 128", "1447 20000")]
    [InlineData("MemorySize: 1769", "20000 20000")]
    [InlineData("MemorySize: 10240", "115771 20000")]
    public async Task A_function_gets_the_processor_time_of_its_memory_size(string size, string limit)
    {
        using var app = TestApp.Bash(ShowsLimit, $"Timeout: 60\n{size}").In(TestApp.Process);
        Assert.SkipUnless(await HasGroupsAsync(app, "cpu"), "needs control groups for processor time");

        (await app.InvokeAsync("--limit-cpu")).IsAnswer($"\"{limit}\"");
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task Who_may_make_no_group_is_told_and_has_all_processors(string sandbox)
    {
        using var app = TestApp.Bash("curl -sS -d 1 \"$api/invocation/$id/response\"").In(sandbox);

        var result = await OrdinaryUser.As(1234, app.Invocation("--limit-cpu")).RunAsync();

        result.IsAnswer("1");
        Assert.Contains("warning: `--limit-cpu` has no effect", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", (await app.InvokeAsync()).Err, StringComparison.Ordinal);
    }

    /// <summary>The function waits for the watchdog, the other child of its parent.</summary>
    [Fact]
    public async Task The_group_of_a_killed_run_is_removed()
    {
        using var app = TestApp.Bash(
            """
            until grep -lqa 'trap' $(sed 's|\([0-9]*\) *|/proc/\1/cmdline |g' /proc/$PPID/task/*/children); do sleep 0.05; done
            echo "guarded $(sed -n 's|.*/\(samlet-.*\)|\1|p' /proc/self/cgroup | head -n 1) end" >&2
            exec sleep 1000
            """,
            "Timeout: 900").In(TestApp.Process);
        Assert.SkipUnless(await HasGroupsAsync(app, "memory"), "needs control groups for memory");
        await using var running = app.Invocation().Start();
        await running.UntilErrorsHaveAsync(" end", TimeSpan.FromSeconds(50));
        var group = running.Errors.Split("guarded ")[1].Split(' ')[0];
        Assert.NotEmpty(FoldersOf(group));
        var watchers = Leftovers.ChildrenOf(running.Id);

        running.KillAtOnce();

        await Leftovers.AssertEndAsync(watchers);
        Assert.Empty(FoldersOf(group));
    }

    public static IEnumerable<string> FoldersOf(string group) => Directory.EnumerateDirectories(
        "/sys/fs/cgroup",
        $"{group}*",
        new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true });

    private static async Task<bool> HasGroupsAsync(TestApp app, string kind)
    {
        var report = await new TestProgram(app.Folder, ["doctor", "--json"]).RunAsync();
        return JsonDocument.Parse(report.Out).RootElement.GetProperty("checks").EnumerateArray()
            .Single(static check => check.GetProperty("id").GetString() == "cgroup")
            .GetProperty("details").GetProperty(kind).GetString() is [_, ..];
    }
}
