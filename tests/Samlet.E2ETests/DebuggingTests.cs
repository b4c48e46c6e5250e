using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Samlet.E2ETests;

/// <summary>
/// `--debug-port` with a debugger of each language: it attaches before the event, stops in the user's own file, and the
/// function's Timeout of one second does not end it.
/// </summary>
public sealed class DebuggingTests : IDisposable
{
    private const string Packages = "/usr/lib/python3/dist-packages";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _limit = new(Limit);

    public void Dispose() => _limit.Dispose();

    [Fact]
    [Requires("node")]
    public async Task Nodejs_stops_at_a_breakpoint()
    {
        using var app = TestApp.Node(
            "exports.handler = async (event) => {\n  const next = event.a + 1;\n  return next;\n};", "Timeout: 1");
        var port = FreePort();
        await using var run = Start(app, port);
        await run.UntilErrorsHaveAsync("Debugger listening on", Limit);

        using var debugger = await DevToolsClient.ConnectAsync(port, _limit.Token);
        await debugger.CallAsync("Debugger.enable", null, _limit.Token);
        var file = new Uri(app.Folder.PathOf("src/app.js")).AbsoluteUri;
        await debugger.CallAsync(
            "Debugger.setBreakpointByUrl", new JsonObject { ["lineNumber"] = 1, ["url"] = file }, _limit.Token);
        await debugger.CallAsync("Runtime.runIfWaitingForDebugger", null, _limit.Token);
        await debugger.UntilAsync("Debugger.paused", _limit.Token); // At the first line of the bootstrap.
        await debugger.CallAsync("Debugger.resume", null, _limit.Token);
        var stop = await debugger.UntilAsync("Debugger.paused", _limit.Token);

        var frame = stop.GetProperty("callFrames")[0];
        Assert.EndsWith("handler", frame.GetProperty("functionName").GetString(), StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(1.2), _limit.Token); // Longer than the function's Timeout.
        await debugger.CallAsync("Debugger.resume", null, _limit.Token);
        (await run.WaitAsync(Limit)).IsAnswer("42");
    }

    [Fact]
    [Requires("/usr/bin/python3", $"{Packages}/debugpy/__init__.py")]
    public async Task Python_stops_at_a_breakpoint()
    {
        using var app = TestApp.Python("def handler(event, context):\n    next = event['a'] + 1\n    return next\n", "Timeout: 1");
        var port = FreePort();
        await using var run = Start(app, port, "--runtime", "python3.11", "--debugger-path", Packages);

        await StopAndContinueAsync(run, port, "Debugger listening on", app.Folder.PathOf("src/app.py"));
        (await run.WaitAsync(Limit)).IsAnswer("42");
    }

    [Fact]
    [Requires("ruby")]
    public async Task Ruby_stops_at_a_breakpoint()
    {
        using var app = TestApp.WithFunction("ruby3.2", "app.handler", "Timeout: 1")
            .With("src/app.rb", "def handler(event:, context:)\n  following = event['a'] + 1\n  following\nend\n");
        var port = FreePort();
        await using var run = Start(app, port);

        await StopAndContinueAsync(run, port, "Debugger can attach", app.Folder.PathOf("src/app.rb"));
        (await run.WaitAsync(Limit)).IsAnswer("42");
    }

    [Fact]
    [Requires("javac")]
    public async Task Java_waits_suspended_until_a_debugger_resumes_it()
    {
        using var app = TestApp.WithFunction("java17", "App::handle", "MemorySize: 512");
        await JavaClasses.CompileAsync(
            app.Folder,
            "src",
            "public class App { public int handle(java.util.Map<String, Integer> event) { return event.get(\"a\") + 1; } }");
        var port = FreePort();
        await using var run = Start(app, port);
        await run.UntilErrorsHaveAsync("Listening for transport dt_socket", Limit);

        using var debugger = new TcpClient();
        await debugger.ConnectAsync(IPAddress.Loopback, port, _limit.Token);
        var stream = debugger.GetStream();
        await stream.WriteAsync("JDWP-Handshake"u8.ToArray(), _limit.Token);
        await stream.ReadExactlyAsync(new byte[14], _limit.Token);
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, _limit.Token);
        await stream.ReadExactlyAsync(new byte[length[3] - length.Length], _limit.Token); // That it has started.
        Assert.DoesNotContain("START RequestId", run.Errors, StringComparison.Ordinal);
        await stream.WriteAsync((byte[])[0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9], _limit.Token); // VirtualMachine.Resume

        (await run.WaitAsync(Limit)).IsAnswer("42");
    }

    [Fact]
    [Requires("dlv", "go")]
    public async Task Go_waits_for_Delve_and_answers_when_it_continues()
    {
        using var app = TestApp.WithFunction("provided.al2023", "none", "Timeout: 1");
        await GoProgram.BuildAsync(app.Folder);
        var port = FreePort();
        await using var run = Start(app, port);
        await run.UntilErrorsHaveAsync("API server listening", Limit);

        app.Folder.Write("commands", "continue\n");
        var client = new TestProgram(app.Folder, [])
        {
            Program = ["dlv", "connect", $"127.0.0.1:{port}", "--init", app.Folder.PathOf("commands")],
        };
        await using var connected = client.Start();

        (await run.WaitAsync(Limit)).IsAnswer("""{"a":41}""");
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires("gdbserver", "gcc", "curl")]
    public async Task A_native_program_waits_for_a_debugger_and_answers_when_it_continues()
    {
        using var app = TestApp.Bash("""curl -sS -d "$event" "$api/invocation/$id/response" >/dev/null""", "Timeout: 1");
        await ReplaceByNativeProgramAsync(app.Folder);
        var port = FreePort();
        await using var run = Start(app, port);
        await run.UntilErrorsHaveAsync("istening", Limit);

        using var debugger = new TcpClient();
        await debugger.ConnectAsync(IPAddress.Loopback, port, _limit.Token);
        var going = GoOnAtEveryStopAsync(debugger.GetStream());

        (await run.WaitAsync(Limit)).IsAnswer("""{"a":41}""");
        await going;
    }

    [Fact]
    [Requires("node")]
    public async Task A_port_that_is_taken_is_refused_before_anything_starts()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = await app.InvokeAsync("--debug-port", $"{port}");

        result.IsRefusal(1, $"port {port} cannot be used");
        result.HasHint("--debug-port");
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task A_script_has_no_debugger()
    {
        using var app = TestApp.Bash("true");

        (await app.InvokeAsync("--debug-port", $"{FreePort()}")).IsRefusal(1, "is a script");
    }

    [Fact]
    [Requires("node")]
    public async Task A_debugger_folder_that_is_not_there_is_refused()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");

        var result = await app.InvokeAsync("--debug-port", $"{FreePort()}", "--debugger-path", "nowhere");

        result.IsRefusal(1, "there is no folder", "nowhere");
    }

    private static RunningProgram Start(TestApp app, int port, params string[] more)
    {
        var program = app.Invocation(["-e", "-", "--debug-port", $"{port}", .. more]);
        return (program with { Input = """{"a":41}"""u8.ToArray() }).Start();
    }

    /// <summary>Attaches once the port is open, stops in line 2 of the function, and lets it go on.</summary>
    private async Task StopAndContinueAsync(RunningProgram run, int port, string ready, string file)
    {
        await run.UntilErrorsHaveAsync(ready, Limit);
        using var debugger = await DebugAdapterClient.ConnectAsync(port, _limit.Token);
        await debugger.SendAsync("initialize", new JsonObject { ["adapterID"] = "test" }, _limit.Token);
        await debugger.UntilAnswerAsync("initialize", _limit.Token);
        await debugger.SendAsync("attach", new JsonObject { ["localfs"] = true, ["nonstop"] = true }, _limit.Token);
        await debugger.UntilEventAsync("initialized", _limit.Token);
        await debugger.SendAsync(
            "setBreakpoints",
            new JsonObject
            {
                ["source"] = new JsonObject { ["path"] = file },
                ["breakpoints"] = new JsonArray(new JsonObject { ["line"] = 2 }),
            },
            _limit.Token);
        await debugger.UntilAnswerAsync("setBreakpoints", _limit.Token);
        await debugger.SendAsync("configurationDone", [], _limit.Token);
        var reason = await ContinueAsync(debugger);
        if (reason == "pause") // Older versions of Ruby's debugger stop before the first line, too.
        {
            reason = await ContinueAsync(debugger);
        }

        Assert.Equal("breakpoint", reason);
    }

    /// <summary>Waits for a stop, goes on, and tells why it was.</summary>
    private async Task<string?> ContinueAsync(DebugAdapterClient debugger)
    {
        var stop = await debugger.UntilEventAsync("stopped", _limit.Token);
        var thread = stop.GetProperty("threadId").GetInt32();
        await debugger.SendAsync("continue", new JsonObject { ["threadId"] = thread }, _limit.Token);
        return stop.GetProperty("reason").GetString();
    }

    /// <summary>The script becomes one that a program in C turns into.</summary>
    private static async Task ReplaceByNativeProgramAsync(TempFolder folder)
    {
        File.Move(folder.PathOf("src/bootstrap"), folder.PathOf("src/script"));
        folder.Write("main.c", "#include <unistd.h>\nint main(void) { return execl(\"script\", \"script\", (char *)0); }\n");
        var build = new TestProgram(folder, []) { Program = ["gcc", "-g", "-o", "src/bootstrap", "main.c"] };
        Assert.Equal(0, (await build.RunAsync()).ExitCode);
    }

    /// <summary>GDB's remote protocol: `$c#63` continues; a stop is a packet that begins with T.</summary>
    private async Task GoOnAtEveryStopAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var answer = "$T";
        do
        {
            if (answer.Contains("$T", StringComparison.Ordinal))
            {
                await stream.WriteAsync("+$c#63"u8.ToArray(), _limit.Token);
            }

            answer = Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, _limit.Token));
        }
        while (answer.Length > 0);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
