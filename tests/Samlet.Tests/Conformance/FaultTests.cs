using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Runtimes that do what none should: each ends in its documented error, the next invocation works.</summary>
public sealed class FaultTests
{
    private const string Faulty = """
        address = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")

        def raw(data, wait=False):
            connection = socket.create_connection((address[0], int(address[1])))
            connection.sendall(data)
            answer = connection.recv(65536) if wait else b""
            connection.close()
            return answer.decode()

        def head(path, length):
            return ("POST %s%s HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (runtime.base, path, length)).encode()

        while True:
            event = runtime.next()
            path = "invocation/" + runtime.id + "/response"

        """;

    [Theory(Timeout = 60_000)]
    [InlineData("""raw(b"\0\1\2garbage\r\n\r\n")""")]
    [InlineData("""raw(os.urandom(1 << 20))""")]
    [InlineData("""raw(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", True)""")]
    [InlineData("""raw(b"GET /2018-06-01/runtime/inv")""")]
    public async Task Garbage_on_the_socket_disturbs_nothing(string garbage)
    {
        await using var test = RuntimeThat($"{garbage}\n    runtime.respond(event)");

        Assert.Equal("1", await test.TextOfAsync("1", "a"));
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task Garbage_instead_of_an_answer_is_a_truncated_response()
    {
        await using var test = RuntimeThat("""
            raw(head(path, 0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked") + b"garbage\r\n", True) if event == 1 else runtime.respond(event)
            """);

        Assert.Equal("Runtime.TruncatedResponse", (await test.InvokeAsync("1", "a")).ErrorType);
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_closed_in_the_middle_of_an_answer_is_a_truncated_response()
    {
        await using var test = RuntimeThat("raw(head(path, 100) + b'half') if event == 1 else runtime.respond(event)");

        Assert.Equal("Runtime.TruncatedResponse", (await test.InvokeAsync("1", "a")).ErrorType);
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_answer_is_refused_and_the_first_counts()
    {
        await using var test = RuntimeThat("runtime.respond(event); say(runtime.respond('second'))");

        Assert.Equal("1", await test.TextOfAsync("1", "a"));
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Contains("403", test.Log, StringComparison.Ordinal);
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_runtime_that_never_asks_for_next_gives_its_answer_and_times_out()
    {
        await using var test = RuntimeThat("runtime.respond(event); time.sleep(60 if event == 1 else 0)", TimeSpan.FromSeconds(3));

        Assert.Equal("1", await test.TextOfAsync("1", "a"));
        Assert.Contains("a Task timed out after 3.00 seconds", test.Log, StringComparison.Ordinal);
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Equal(2, test.Starts.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Output_without_end_blocks_nobody()
    {
        await using var test = RuntimeThat("""
            sys.stdout.write("x" * 1023 + "\n") if event == 0 else [sys.stdout.write("x" * 1023 + "\n") for _ in range(20000)]
                runtime.respond(event)
            """);

        Assert.Equal("1", await test.TextOfAsync("1", "a"));
        Assert.Equal("0", await test.TextOfAsync("0", "b"));
        Assert.Single(test.Starts);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("os.fork() or time.sleep(60)", false)]
    [InlineData("os.fork() or (os.setsid(), time.sleep(60))", false)]
    [InlineData("os.fork() or (os.setsid(), os.fork() or time.sleep(60), os._exit(0))", false)]
    [InlineData("os.fork() or (os.setsid(), os.fork() or time.sleep(60), os._exit(0))", true)]
    public async Task A_child_that_holds_the_pipe_does_not_hold_up_the_end(string fork, bool inherits)
    {
        await using var test = new TestEnvironment { InheritsConnection = inherits }.WithRuntime(
            Faulty + $"    runtime.respond(event) if event == 2 else ({fork}, os._exit(5))");
        var start = TimeProvider.System.GetTimestamp();
        var result = await test.InvokeAsync("1", "a");

        Assert.Equal("Runtime.ExitError", result.ErrorType);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 50);
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_child_that_outlives_its_invocation_does_not_hold_up_the_answer()
    {
        await using var test = RuntimeThat("(os.fork() or time.sleep(60)) if event == 1 else 0\n    runtime.respond(event)");

        Assert.Equal("1", await test.TextOfAsync("1", "a"));
        Assert.Equal("2", await test.TextOfAsync("2", "b"));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stream_cut_off_by_the_timeout_keeps_what_was_sent()
    {
        var caller = new StreamRecorder();
        await using var test = RuntimeThat(
            """
            connection = socket.create_connection((address[0], int(address[1])))
                connection.sendall(head(path, 0).replace(b"Content-Length: 0", b"Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked"))
                connection.sendall(b"3\r\nabc\r\n")
                time.sleep(60)
            """,
            TimeSpan.FromSeconds(1));
        var result = await test.Environment.InvokeAsync(
            TestEnvironment.NewInvocation() with { Stream = caller }, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(["abc"], caller.Rest());
        Assert.Equal(("Sandbox.Timedout", true), (result.ErrorType, result.IsStreamed));
    }

    private static TestEnvironment RuntimeThat(string does, TimeSpan? timeout = null) =>
        new TestEnvironment { Timeout = timeout ?? TimeSpan.FromSeconds(10) }.WithRuntime($"{Faulty}    {does}");
}
