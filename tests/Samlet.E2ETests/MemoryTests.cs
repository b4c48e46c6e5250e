namespace Samlet.E2ETests;

/// <summary>What becomes of functions that take more memory than their size, in both sandboxes.</summary>
[Requires(RequiresAttribute.Linux)]
public sealed class MemoryTests
{
    private const string QuickHog =
        "exports.handler = async () => { const kept = Buffer.alloc(400 * 1024 * 1024, 1); return kept.length; };";

    private const string SlowHog =
        """
        exports.handler = () => new Promise(done => {
          const kept = [];
          const timer = setInterval(() => kept.push(Buffer.alloc(10 * 1024 * 1024, 1)), 5);
        });
        """;

    private const string ChildHog =
        """
        import subprocess, sys
        def handler(event, context):
            hog = "import time; kept = b'x' * 400_000_000; time.sleep(5)"
            return subprocess.run([sys.executable, "-c", hog]).returncode
        """;

    private const string ForkedShare =
        """
        import os, time
        kept = bytearray(b'x' * 90_000_000)
        def handler(event, context):
            children = []
            for _ in range(4):
                pid = os.fork()
                if pid == 0:
                    time.sleep(0.3)
                    os._exit(0)
                children.append(pid)
            return [os.waitpid(pid, 0)[1] for pid in children]
        """;

    [Theory]
    [InlineData("process", QuickHog)]
    [InlineData("process", SlowHog)]
    [InlineData("linux", QuickHog)]
    [InlineData("linux", SlowHog)]
    [Requires("node")]
    public async Task A_function_that_takes_more_than_its_size_is_killed(string sandbox, string code)
    {
        using var app = TestApp.Node(code, "MemorySize: 256\nTimeout: 20");
        AssertKilled(await app.InvokeAsync("--sandbox", sandbox));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("linux")]
    [Requires("python3")]
    public async Task A_function_that_has_answered_before_anybody_looked_is_killed_as_well(string sandbox)
    {
        using var app = TestApp.Python(
            "def handler(event, context): return len(b'x' * 300_000_000)\n", "MemorySize: 256\nTimeout: 20");
        AssertKilled(await app.InvokeAsync("--sandbox", sandbox));
    }

    [Theory]
    [InlineData("process")]
    [InlineData("linux")]
    [Requires("python3")]
    public async Task A_child_counts_as_the_function_itself(string sandbox)
    {
        using var app = TestApp.Python(ChildHog, "MemorySize: 256\nTimeout: 20");
        AssertKilled(await app.InvokeAsync("--sandbox", sandbox));
    }

    [Fact]
    [Requires("python3")]
    public async Task Memory_that_forked_processes_share_counts_once()
    {
        using var app = TestApp.Python(ForkedShare, "MemorySize: 256\nTimeout: 20");
        (await app.InvokeAsync()).IsAnswer("[0, 0, 0, 0]");
    }

    [Fact]
    [Requires("node")]
    public async Task The_limit_can_be_turned_off()
    {
        using var app = TestApp.Node(QuickHog, "MemorySize: 256\nTimeout: 20");
        var result = await app.InvokeAsync("--no-memory-limit");
        result.IsAnswer("419430400");
        Assert.DoesNotContain("no effect", result.Err, StringComparison.Ordinal);
    }

    private static void AssertKilled(ProgramResult result)
    {
        var error = result.IsFunctionError("Runtime.ExitError");
        Assert.EndsWith(
            "Error: Runtime exited with error: signal: killed",
            error.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal);
        Assert.Contains("Memory Size: 256 MB\tMax Memory Used: 256 MB\t", result.Err, StringComparison.Ordinal);
    }
}
