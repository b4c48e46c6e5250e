using System.Text;
using System.Text.Json;
using Samlet.Runtimes;
using Samlet.Sandboxes.Linux;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>What becomes of an environment whose runtime fails, ends or goes on too long: real processes.</summary>
public sealed class ProcessVectorTests
{
    private const string Counting = """
        count = 0
        def handler(event):
            global count
            count += 1
            path = "mark.txt"
            marked = os.path.exists(path)
            open(path, "w").close()
            if event == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            if event == "sleep":
                time.sleep(30)
            return [count, marked]
        runtime.serve(handler)
        """;

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V36")]
    public async Task Two_invocations_share_one_initialization()
    {
        await using var test = new TestEnvironment().WithRuntime(Counting);

        Assert.Equal("[1, false]", await test.TextOfAsync(id: "1"));
        Assert.Equal("[2, true]", await test.TextOfAsync(id: "2"));
        Assert.Equal(1, Count(test.Log, "INIT_START"));
        Assert.Equal(2, Count(test.Log, "START RequestId: "));
        Assert.Equal(2, Count(test.Log, "END RequestId: "));
        Assert.Equal(1, Count(test.Log, "\tInit Duration: "));
        Assert.Contains("REPORT RequestId: 1\t", test.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Init Duration", test.Log[test.Log.IndexOf("REPORT RequestId: 2", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V32")]
    public async Task After_a_kill_memory_is_new_and_files_are_kept()
    {
        await using var test = new TestEnvironment().WithRuntime(Counting);
        _ = await test.InvokeAsync("0");

        Assert.Equal(
            """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 2 Error: Runtime exited with error: signal: killed"}""",
            await test.TextOfAsync("\"die\"", "2"));
        Assert.Equal(EnvironmentState.Reset, test.Environment.State);
        Assert.Equal("[1, true]", await test.TextOfAsync("0", "3"));
        Assert.Equal(EnvironmentState.Ready, test.Environment.State);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V33")]
    public async Task After_a_timeout_memory_is_new_and_files_are_kept()
    {
        await using var test = new TestEnvironment { Timeout = TimeSpan.FromSeconds(3) }.WithRuntime(Counting);
        _ = await test.InvokeAsync("0");

        Assert.Equal(
            """{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 2 Error: Task timed out after 3.00 seconds"}""",
            await test.TextOfAsync("\"sleep\"", "2"));
        Assert.Equal("[1, true]", await test.TextOfAsync("0", "3"));
        Assert.Contains("Status: timeout", test.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V31")]
    [InlineData(0, "Runtime exited without providing a reason")]
    [InlineData(3, "Runtime exited with error: exit status 3")]
    public async Task A_runtime_that_exits_at_once_is_tried_twice(int status, string reason)
    {
        await using var test = new TestEnvironment().WithRuntime($"say('loading')\nsys.exit({status})");

        Assert.Equal(
            $$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 1 Error: {{reason}}"}""", await test.TextOfAsync());
        Assert.Equal(
            [
                "INIT_START", "loading", "INIT_REPORT init", "loading", "INIT_REPORT invoke", "START", "RequestId:",
                "Runtime.ExitError", "END", "REPORT",
            ],
            test.Log.TrimEnd('\n').Split('\n').Select(KindOf));
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V8")]
    public async Task An_initialization_error_is_the_result_after_two_tries()
    {
        await using var test = new TestEnvironment().WithRuntime("""
            say("loading")
            call("POST", runtime.base + "init/error", {"Lambda-Runtime-Function-Error-Type": "Runtime.Bad"}, '{"x": 1}')
            sys.exit(1)
            """);
        var result = await test.InvokeAsync();

        Assert.Equal((InvocationStatus.Error, "{\"x\": 1}"), (result.Status, Encoding.UTF8.GetString(result.Payload.Span)));
        Assert.Equal(2, Count(test.Log, "loading"));
        Assert.Equal(
            ["INIT_START", "loading", "INIT_REPORT init", "loading", "INIT_REPORT invoke", "START", "END", "REPORT"],
            test.Log.TrimEnd('\n').Split('\n').Select(KindOf));
        Assert.EndsWith("\tStatus: error\tError Type: Runtime.Bad\n", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V34")]
    public async Task A_slow_initialization_succeeds_within_the_invocation()
    {
        await using var test = new TestEnvironment { InitializationLimit = TimeSpan.FromSeconds(1) }.WithRuntime("""
            slow = not os.path.exists("tried")
            open("tried", "w").close()
            time.sleep(60 if slow else 0)
            runtime.serve(lambda event: "done")
            """);

        Assert.Equal("\"done\"", await test.TextOfAsync());
        Assert.Contains("Phase: init\tStatus: timeout", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V35")]
    public async Task An_initialization_without_end_is_a_timeout_of_the_invocation()
    {
        await using var test = new TestEnvironment
        {
            InitializationLimit = TimeSpan.FromSeconds(1),
            Timeout = TimeSpan.FromSeconds(1),
        }.WithRuntime("time.sleep(60)");
        var result = await test.InvokeAsync();

        Assert.Equal("Sandbox.Timedout", result.ErrorType);
        Assert.Contains("Phase: invoke\tStatus: timeout", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V37")]
    public async Task Parallel_invocations_take_turns()
    {
        await using var test = new TestEnvironment().WithRuntime("runtime.serve(lambda event: event)");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => test.TextOfAsync($"{i}", $"id-{i}")));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), answers);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_runtime_that_ends_between_invocations_is_started_anew()
    {
        await using var test = new TestEnvironment().WithRuntime("""
            runtime.next()
            runtime.respond("first")
            threading.Timer(0.1, lambda: os._exit(7)).start()
            try:
                runtime.next()
                runtime.respond("second")
            finally:
                time.sleep(5)
            """);
        Assert.Equal("\"first\"", await test.TextOfAsync(id: "1"));
        await test.RuntimeEndAsync();

        Assert.Equal("\"first\"", await test.TextOfAsync(id: "2"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Between_invocations_a_frozen_environment_does_nothing()
    {
        await using var test = new TestEnvironment { Freezes = true }.WithRuntime("""
            def tick():
                while True:
                    time.sleep(0.01)
                    open("ticks", "a").write("x")
            threading.Thread(target=tick, daemon=True).start()
            def ticks():
                return os.path.getsize("ticks") if os.path.exists("ticks") else 0
            def handler(event):
                before = ticks()
                while ticks() == before:
                    time.sleep(0.01)
                return True
            runtime.serve(handler)
            """);
        Assert.Equal("true", await test.TextOfAsync(id: "1"));
        Assert.Equal(EnvironmentState.Frozen, test.Environment.State);
        await test.RuntimeStopsAsync();

        Assert.Equal("true", await test.TextOfAsync(id: "2"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_left_the_group_of_its_runtime_is_frozen_and_goes_on_with_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found below /proc");
        await using var test = new TestEnvironment { Freezes = true }.WithRuntime("""
            def tick(name):
                open(name, "w").write(str(os.getpid()))
                while True:
                    time.sleep(0.01)
                    open(name + ".ticks", "a").write("x")
            def ticks(name):
                return os.path.getsize(name + ".ticks") if os.path.exists(name + ".ticks") else 0
            def go_on(event):
                for name in ("session", "daemon"):
                    before = ticks(name)
                    while ticks(name) == before:
                        time.sleep(0.01)
                return [int(open(name).read()) for name in ("session", "daemon")]
            if os.fork() == 0:
                os.setsid()
                tick("session")
            if os.fork() == 0:
                os.setsid()
                os.fork() or tick("daemon")
                os._exit(0)
            runtime.serve(go_on)
            """);
        var pids = JsonSerializer.Deserialize<int[]>(await test.TextOfAsync(id: "1"))!;
        foreach (var pid in pids)
        {
            await TestEnvironment.StopsAsync(pid);
        }

        Assert.Equal(pids, JsonSerializer.Deserialize<int[]>(await test.TextOfAsync(id: "2")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Daemons_that_end_are_buried_between_invocations()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found below /proc");
        await using var test = new TestEnvironment { Freezes = true }.WithRuntime("""
            def leave_behind(event):
                ended, end = os.pipe()
                child = os.fork()
                if child == 0:
                    os.fork()
                    os._exit(0)
                os.close(end)
                os.waitpid(child, 0)
                return len(os.read(ended, 1))
            runtime.serve(leave_behind)
            """);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("0", await test.TextOfAsync(id: $"{i}"));
        }

        var runtime = test.Starts[0].ProcessId;
        var left = ProcessTree.OwnChildren().Count(child => child != runtime && ProcessTree.Session(child) == runtime);
        Assert.InRange(left, 0, 2); // The last may be about to end.
    }

    private static string KindOf(string line) =>
        line.Split(' ')[0] + (line.Split("\tPhase: ") is [_, var rest] ? " " + rest.Split('\t')[0] : "");

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
