using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Logs;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Several invocations at once in one environment, with a runtime of threads.</summary>
public sealed class ManagedInstanceTests
{
    /// <summary>
    /// Every worker has its own connection. `meet` completes when three are busy at once; `held` is busy until another
    /// worker has `release`, which completes when the held one has posted; `die` waits for a held one.
    /// </summary>
    private const string Workers = """
        meet = threading.Barrier(3)
        held, release, posted = threading.Event(), threading.Event(), threading.Event()
        def work():
            while True:
                _, headers, body = call("GET", runtime.base + "invocation/next")
                event = json.loads(body)
                path = runtime.base + "invocation/" + headers["lambda-runtime-aws-request-id"]
                if event == "meet":
                    meet.wait()
                if event == "die":
                    held.wait()
                    os._exit(9)
                if event == "held":
                    held.set()
                    release.wait()
                if event == "release":
                    release.set()
                    posted.wait()
                status, _, text = call("POST", path + "/response", body=body)
                say("answered %d %s" % (status, text.decode()))
                if event == "twice":
                    say("again %s" % call("POST", path + "/response", body=body)[2].decode())
                if event in ("held", "twice"):
                    posted.set()
        threads = [threading.Thread(target=work) for _ in range(4)]
        [thread.start() for thread in threads]
        """;

    [Fact(Timeout = 60_000)]
    public async Task Invocations_run_at_the_same_time()
    {
        await using var test = Start();
        await test.Environment.InitializeAsync(TestContext.Current.CancellationToken);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(i => UntilFreeAsync(test, "\"meet\"", $"id-{i}")));

        Assert.All(answers, answer => Assert.Equal("\"meet\"", answer));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task More_than_the_limit_are_refused_at_once()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 1,
            Timeout = TimeSpan.FromSeconds(2),
        }.WithRuntime(Workers);
        await test.Environment.InitializeAsync(TestContext.Current.CancellationToken);
        var held = test.InvokeAsync("\"held\"", "1");
        var refused = await test.InvokeAsync("1", "2");

        Assert.Equal("Runtime.Unavailable", refused.ErrorType);
        Assert.Equal("Sandbox.Timedout", (await held).ErrorType);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_timeout_kills_nobody_and_the_late_answer_is_gone()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 4,
            Timeout = TimeSpan.FromSeconds(2),
        }.WithRuntime(Workers);

        Assert.Equal(
            """{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after 2.00 seconds"}""", await test.TextOfAsync("\"held\"", "1"));
        Assert.Equal("\"release\"", await UntilFreeAsync(test, "\"release\"", "2"));

        Assert.Contains("answered 410", test.Log, StringComparison.Ordinal);
        Assert.Contains("InvokeTimeout", test.Log, StringComparison.Ordinal);
        Assert.Contains("Z 1 Task timed out after 2.00 seconds\n\nEND RequestId: 1\nREPORT RequestId: 1\tDuration: 2000.00 ms\tStatus: timeout\n", test.Log, StringComparison.Ordinal);
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_end_of_the_runtime_fails_all_that_are_open()
    {
        await using var test = Start();
        var held = UntilFreeAsync(test, "\"held\"", "1");
        var dead = UntilFreeAsync(test, "\"die\"", "2");

        Assert.Contains("exit status 9", await dead, StringComparison.Ordinal);
        Assert.Contains("Runtime.ExitError", await held, StringComparison.Ordinal);
        Assert.Equal("3", await UntilFreeAsync(test, "3", "3"));
        Assert.Equal(2, test.Starts.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_answer_is_refused()
    {
        await using var test = Start();
        Assert.Equal("\"twice\"", await test.TextOfAsync("\"twice\"", "1"));
        Assert.Equal("\"release\"", await UntilFreeAsync(test, "\"release\"", "2"));

        Assert.Contains("InvokeResponseWasSent", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Extensions_are_not_told_of_invocations()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 4,
        }.WithRuntime(Workers).WithExtension("e1", """
            say(extension.register("e1", ["INVOKE"]))
            say(extension.register("e1", ["SHUTDOWN"])[0])
            extension.next()
            """);

        Assert.Equal("1", await test.TextOfAsync("1", "1"));
        Assert.Contains("Extension.InvalidEventType", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Python_has_a_process_for_each_invocation_at_once()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 3,
        }.WithPythonFunction("""
            import os, time
            print("loaded")
            def handler(event, context):
                if event == "exit":
                    os._exit(3)
                open("here-%d" % os.getpid(), "w").close()
                while sum(name.startswith("here-") for name in os.listdir(".")) < 3:
                    time.sleep(0.01)
                return os.getpid()
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => UntilFreeAsync(test, "1", $"id-{i}")));

        Assert.Equal(3, answers.Distinct().Count());
        Assert.Equal(3, test.Log.Split("loaded").Length - 1);
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_has_gone_gets_no_invocation()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 2,
            Timeout = TimeSpan.FromSeconds(2),
        }.WithPythonFunction("""
            import os, threading
            def handler(event, context):
                if event == "exit":
                    threading.Timer(0.1, lambda: os._exit(3)).start()
                    return os.getpid()
                return event
            """);
        var gone = int.Parse(await UntilFreeAsync(test, "\"exit\"", "0"), System.Globalization.CultureInfo.InvariantCulture);
        while (IsRunning(gone))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        // Waits a moment for the connections of the living, too, which stay.
        await test.Server.FinishConnectionsAsync(TestContext.Current.CancellationToken);
        for (var i = 1; i <= 4; i++)
        {
            Assert.Equal($"{i}", await UntilFreeAsync(test, $"{i}", $"id-{i}"));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_invocation_fails_with_its_worker_and_the_others_go_on()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 2,
            Timeout = TimeSpan.FromSeconds(50),
        }.WithPythonFunction("""
            import os, time
            def handler(event, context):
                if event == "die":
                    open("dying", "w").close()
                    while not os.path.exists("die"):
                        time.sleep(0.01)
                    os._exit(3)
                while event == "meet" and not os.path.exists("dying"):
                    time.sleep(0.01)
                open("die", "w").close()
                return event
            """);
        var dead = UntilFreeAsync(test, "\"die\"", "1");

        Assert.Equal("\"meet\"", await UntilFreeAsync(test, "\"meet\"", "2"));
        Assert.Equal(
            """{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 1 Error: Runtime exited without providing a reason"}""",
            await dead);
        Assert.Equal("3", await UntilFreeAsync(test, "3", "3"));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Lines_of_workers_that_print_at_once_stay_whole()
    {
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.ManagedInstances,
            MaxConcurrency = 2,
            Workers = new WorkerLog(),
        }.WithPythonFunction("""
            import os, sys, time
            def handler(event, context):
                print("first of %s, " % event, end="")
                os.system("printf 'child of %s, '" % event)
                open("printed-%s" % event, "w").close()
                while not (os.path.exists("printed-1") and os.path.exists("printed-2")):
                    time.sleep(0.01)
                print("last of %s" % event, file=sys.stderr)
            """);
        _ = await Task.WhenAll(UntilFreeAsync(test, "1", "1"), UntilFreeAsync(test, "2", "2"));

        Assert.Equal(
            ["first of 1, child of 1, last of 1", "first of 2, child of 2, last of 2"],
            test.Log.Split('\n').Where(line => line.Contains("first", StringComparison.Ordinal)).Order());
    }

    /// <summary>A process that has ended is there until its parent asks for it.</summary>
    private static bool IsRunning(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static TestEnvironment Start() => new TestEnvironment
    {
        Initialization = InitializationType.ManagedInstances,
        MaxConcurrency = 4,
    }.WithRuntime(Workers);

    /// <summary>Right after its start not all workers of a runtime have asked for work.</summary>
    private static async Task<string> UntilFreeAsync(TestEnvironment test, string payload, string id)
    {
        while (true)
        {
            var result = await test.InvokeAsync(payload, id);
            if (result.ErrorType != "Runtime.Unavailable")
            {
                return Encoding.UTF8.GetString(result.Payload.Span);
            }

            await Task.Yield();
        }
    }
}
