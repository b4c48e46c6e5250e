using System.Text.Json;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Extensions as processes of their own and inside the runtime, through whole lives of environments.</summary>
public sealed class ExtensionVectorTests
{
    private const string Echo = "runtime.serve(lambda event: event)";

    private const string Loop = """
        extension.register("e1", ["INVOKE", "SHUTDOWN"])
        while True:
            event = extension.next()
            say("event " + json.dumps(event))
            if event["eventType"] == "SHUTDOWN":
                sys.exit(0)

        """;

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V50")]
    public async Task Without_registration_of_every_external_extension_the_runtime_is_not_started()
    {
        await using var test = new TestEnvironment
        {
            InitializationLimit = TimeSpan.FromMilliseconds(500),
            Timeout = TimeSpan.FromMilliseconds(500),
        }.WithExtension("e1", "time.sleep(60)").WithRuntime("say('started')");
        var result = await test.InvokeAsync();

        Assert.Equal("Sandbox.Timedout", result.ErrorType);
        Assert.DoesNotContain("started", test.Log, StringComparison.Ordinal);
        Assert.Contains("Phase: init\tStatus: timeout", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V51")]
    public async Task An_extension_gets_each_invocation_and_the_shutdown()
    {
        var test = new TestEnvironment().WithExtension("e1", Loop).WithRuntime(Echo);
        var start = DateTimeOffset.UtcNow;
        await using (test)
        {
            Assert.Equal("7", await test.TextOfAsync("7", "first"));
            Assert.Equal("8", await test.TextOfAsync("8", "second"));
        }

        var events = EventsIn(test.Log);
        Assert.Equal(["INVOKE", "INVOKE", "SHUTDOWN"], events.Select(one => one.GetProperty("eventType").GetString()));
        Assert.Equal("first", events[0].GetProperty("requestId").GetString());
        Assert.Equal("arn:aws:lambda:eu-west-1:123456789012:function:f", events[0].GetProperty("invokedFunctionArn").GetString());
        Assert.Equal("X-Amzn-Trace-Id", events[0].GetProperty("tracing").GetProperty("type").GetString());
        Assert.StartsWith("Root=", events[0].GetProperty("tracing").GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(events[0].GetProperty("deadlineMs").GetInt64()) - test.Timeout,
            start.AddMilliseconds(-1), DateTimeOffset.UtcNow);
        Assert.Equal("SPINDOWN", events[2].GetProperty("shutdownReason").GetString());
        Assert.Contains("EXTENSION\tName: e1\tState: Ready\tEvents: [INVOKE, SHUTDOWN]", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V52")]
    public async Task An_extension_that_ends_in_an_invocation_fails_it_and_the_environment_starts_anew()
    {
        await using var test = new TestEnvironment().WithRuntime("runtime.serve(lambda event: time.sleep(event) or event)")
            .WithExtension("e1", """
                extension.register("e1", ["INVOKE"])
                extension.next()
                sys.exit(0 if os.path.exists("again") or open("again", "w").close() else 3)
                """);

        Assert.Equal(
            """{"errorType":"Extension.Crash","errorMessage":"RequestId: 1 Error: exit status 3"}""", await test.TextOfAsync("9", "1"));
        Assert.Equal(EnvironmentState.Reset, test.Environment.State);
        Assert.Equal(
            """{"errorType":"Extension.Crash","errorMessage":"RequestId: 2 Error: exit code 0"}""", await test.TextOfAsync("9", "2"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("init", "InitError")]
    [InlineData("exit", "ExitError")]
    public async Task An_extension_that_gives_up_fails_the_environment(string kind, string state)
    {
        await using var test = new TestEnvironment().WithRuntime(Echo).WithExtension("e1", $"""
            extension.register("e1", [])
            say("accepted %d" % extension.fail("{kind}", "E.Mine"))
            sys.exit(1)
            """);
        var result = await test.InvokeAsync();

        Assert.Equal($"Extension.{state}", result.ErrorType);
        Assert.Contains("accepted 202", test.Log, StringComparison.Ordinal);
        Assert.Contains($"\tState: {state}\tEvents: []\tError Type: E.Mine\n", test.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Exited", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V53")]
    public async Task An_internal_extension_may_not_ask_for_SHUTDOWN()
    {
        await using var test = new TestEnvironment().WithRuntime("""
            answer = extension.register("inner", ["SHUTDOWN"])
            runtime.serve(lambda event: answer)
            """);
        var answer = await test.TextOfAsync();

        Assert.StartsWith("[403, ", answer, StringComparison.Ordinal);
        Assert.Contains("Extension.InvalidEventType", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V54")]
    public async Task After_initialization_nobody_registers()
    {
        await using var test = new TestEnvironment().WithRuntime(
            """runtime.serve(lambda event: extension.register("late", []))""");
        var answer = await test.TextOfAsync();

        Assert.Contains("Extension.RegistrationClosed", answer, StringComparison.Ordinal);
        Assert.Contains("Extension registration closed already", answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V55")]
    public async Task The_answer_is_early_and_the_next_invocation_waits_for_the_extension()
    {
        await using var test = new TestEnvironment().WithRuntime(Echo).WithExtension("e1", """
            extension.register("e1", ["INVOKE"])
            while True:
                extension.next()
                time.sleep(1)
                say("extension is done")
            """);
        var logAtAnswer = "";
        var first = test.Environment.InvokeAsync(
            TestEnvironment.NewInvocation(id: "1"), _ => logAtAnswer = test.Log, TestContext.Current.CancellationToken);
        var second = test.InvokeAsync(id: "2");
        await first;
        await second;

        Assert.DoesNotContain("extension is done", logAtAnswer, StringComparison.Ordinal);
        var log = test.Log;
        Assert.InRange(log.IndexOf("extension is done", StringComparison.Ordinal), 0, log.IndexOf("START RequestId: 2", StringComparison.Ordinal));
        Assert.True(DurationOf(log, "1") >= 1000, log);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_extension_that_is_too_slow_leaves_the_answer_and_times_out_the_environment()
    {
        var test = new TestEnvironment { Timeout = TimeSpan.FromSeconds(3) }.WithRuntime(Echo).WithExtension("e1", """
            extension.register("e1", ["INVOKE", "SHUTDOWN"])
            extension.next()
            time.sleep(3.3)
            say("reason " + extension.next()["shutdownReason"])
            """);
        await using (test)
        {
            Assert.Equal("5", await test.TextOfAsync("5"));
            Assert.Equal(EnvironmentState.Reset, test.Environment.State);
        }

        Assert.Contains("Status: timeout", test.Log, StringComparison.Ordinal);
        Assert.Contains("reason TIMEOUT", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_crash_of_the_runtime_shuts_extensions_down_with_FAILURE()
    {
        await using var test = new TestEnvironment().WithExtension("e1", Loop).WithRuntime("runtime.next()\nsys.exit(4)");
        var result = await test.InvokeAsync();

        Assert.Equal("Runtime.ExitError", result.ErrorType);
        Assert.Equal("FAILURE", EventsIn(test.Log)[^1].GetProperty("shutdownReason").GetString());
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V57")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Only_with_an_extension_the_runtime_gets_SIGTERM(bool hasExtension)
    {
        var register = hasExtension
            ? """threading.Thread(target=lambda: (extension.register("inner", []), ready.set(), extension.next()), daemon=True).start()"""
            : "ready.set()";
        var test = new TestEnvironment().WithRuntime($"""
            ready = threading.Event()
            signal.signal(signal.SIGTERM, lambda *_: say("terminated"))
            {register}
            ready.wait()
            runtime.serve(lambda event: event)
            """);
        await using (test)
        {
            Assert.Equal("1", await test.TextOfAsync("1"));
        }

        Assert.Equal(hasExtension, test.Log.Contains("terminated", StringComparison.Ordinal));
        Assert.Equal(9, (await test.Starts[0].Exited).Signal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_extension_that_ignores_the_shutdown_is_killed_after_two_seconds()
    {
        var test = new TestEnvironment().WithRuntime(Echo).WithExtension("e1", """
            extension.register("e1", ["SHUTDOWN"])
            extension.next()
            time.sleep(60)
            """);
        var start = 0L;
        await using (test)
        {
            _ = await test.InvokeAsync();
            start = TimeProvider.System.GetTimestamp();
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1.5, 50);
        Assert.Equal(9, (await test.Starts[0].Exited).Signal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_extension_without_SHUTDOWN_is_killed_at_once()
    {
        var test = new TestEnvironment().WithExtension("e1", "extension.register('e1', [])\nextension.next()")
            .WithRuntime("signal.signal(signal.SIGTERM, lambda *_: os._exit(0))\n" + Echo);
        await using (test)
        {
            Assert.Equal("1", await test.TextOfAsync("1"));
        }

        var exits = await Task.WhenAll(test.Starts.Select(one => one.Exited));
        Assert.Equal([0, 9], exits.Select(exit => exit.Signal).Order());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/etc/passwd", "PermissionDenied", "permission denied")]
    [InlineData("/nowhere/e1", "UnknownError", "no such file or directory")]
    public async Task An_extension_that_cannot_be_started_is_a_launch_error(string program, string kind, string reason)
    {
        await using var test = new TestEnvironment().WithRuntime("say('started')").WithExtensionProgram("e1", program);

        Assert.Equal(
            $$"""{"errorType":"Extension.LaunchError","errorMessage":"RequestId: 1 Error: fork/exec {{program}}: {{reason}}"}""",
            await test.TextOfAsync());
        Assert.Contains($"Name: e1\tState: LaunchError\tEvents: []\tError Type: {kind}", test.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("started", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frozen_extension_goes_on_with_the_next_invocation()
    {
        await using var test = new TestEnvironment { Freezes = true }.WithExtension("e1", Loop).WithRuntime(Echo);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{i}", await test.TextOfAsync($"{i}", $"id-{i}"));
        }

        Assert.Equal(5, EventsIn(test.Log).Count);
    }

    private static List<JsonElement> EventsIn(string log) =>
    [
        .. log.Split('\n').Where(line => line.StartsWith("event ", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line[6..]).RootElement.Clone()),
    ];

    private static double DurationOf(string log, string requestId)
    {
        var start = log.IndexOf($"REPORT RequestId: {requestId}\tDuration: ", StringComparison.Ordinal);
        var text = log[start..].Split('\t')[1]["Duration: ".Length..].Split(' ')[0];
        return double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
