using System.Text;
using System.Text.Json;
using Samlet.Tests.Runtimes.Telemetry;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>An extension that subscribes to telemetry, through whole lives of environments.</summary>
public sealed class TelemetryVectorTests : IAsyncDisposable
{
    private const string Runtime = """
        say("loading")
        while True:
            event = runtime.next()
            say("handling " + str(event))
            if event == "sleep":
                time.sleep(60)
            elif event == "exit":
                sys.exit(3)
            elif event == "fail":
                call("POST", runtime.base + "invocation/" + runtime.id + "/error",
                     {"Lambda-Runtime-Function-Error-Type": "Function.Mine"}, '{"errorMessage":"m","errorType":"Mine"}')
            else:
                runtime.respond(event)
        """;

    private readonly EventReceiver _receiver = new();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V56")]
    public async Task A_subscriber_sees_cold_warm_failing_and_timed_out_invocations_in_order_and_in_their_schema()
    {
        var test = Environment(TimeSpan.FromSeconds(1));
        await using (test)
        {
            _ = await test.InvokeAsync("\"a\"", "cold");
            _ = await test.InvokeAsync("\"b\"", "warm");
            _ = await test.InvokeAsync("\"fail\"", "failing");
            _ = await test.InvokeAsync("\"sleep\"", "timed out");
        }

        var events = await AllEventsAsync();
        Assert.Equal(
            [
                "platform.initStart", "platform.telemetrySubscription", "function: loading",
                "platform.initRuntimeDone success", "platform.extension Ready", "platform.initReport success",
                .. Invocation("cold", "handling a", "success"),
                .. Invocation("warm", "handling b", "success"),
                .. Invocation("failing", "handling fail", "error"),
                .. Invocation("timed out", "handling sleep", "timeout"),
            ],
            events.Select(NameOf));
        Assert.All(events, AssertSchema);
        Assert.Equal(
            ["initDurationMs", null],
            events.Where(one => TypeOf(one) == "platform.report").Take(2).Select(InitDurationOf));
        Assert.False(events[^1].GetProperty("record").TryGetProperty("spans", out _), "the extension was done in time");
    }

    [Fact(Timeout = 60_000)]
    public async Task That_the_runtime_is_ready_is_told_while_an_extension_is_not()
    {
        await using var test = Environment(TimeSpan.FromSeconds(10), """
            while not os.path.exists("told"):
                time.sleep(0.01)
            """);
        var invoking = test.InvokeAsync("\"a\"", "1");
        List<string> events = [];
        while (!events.Contains("platform.initRuntimeDone success"))
        {
            events.AddRange((await _receiver.NextBatchAsync()).Select(NameOf));
        }

        Assert.DoesNotContain("platform.initReport success", events);
        await File.WriteAllTextAsync(Path.Join(test.Folder, "told"), "", TestContext.Current.CancellationToken);
        Assert.Equal("\"a\"", Encoding.UTF8.GetString((await invoking).Payload.Span));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_crash_is_a_failure_and_what_came_before_it_is_delivered()
    {
        var test = Environment(TimeSpan.FromSeconds(10));
        await using (test)
        {
            _ = await test.InvokeAsync("\"exit\"", "crash");
        }

        var events = await AllEventsAsync();
        Assert.Equal(Invocation("crash", "handling exit", "failure"), events.Select(NameOf).TakeLast(4));
        Assert.Equal("Runtime.ExitError", events[^1].GetProperty("record").GetProperty("errorType").GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_may_not_subscribe_is_refused()
    {
        await using var test = new TestEnvironment().WithRuntime("runtime.serve(lambda event: event)").WithExtension("e1", """
            def subscribe(headers, body="{}", path="/2022-07-01/telemetry", method="PUT"):
                status, _, answer = call(method, path, headers, body)
                say("%d %s" % (status, answer.decode().split('"errorType":')[-1].strip()))

            subscribe({})
            subscribe({"Lambda-Extension-Identifier": "x"})
            subscribe({"Lambda-Extension-Identifier": "00000000-0000-0000-0000-000000000000"})
            extension.register("e1", ["INVOKE"])
            mine = {"Lambda-Extension-Identifier": extension.id}
            subscribe(mine)
            subscribe(mine, "not JSON", "/2020-08-15/logs")
            subscribe(mine, method="POST")
            extension.next()
            subscribe(mine, '{"schemaVersion":"2022-07-01","types":["platform"],"destination":{"protocol":"TCP","port":1234}}')
            extension.next()
            """);
        _ = await test.InvokeAsync();

        Assert.Equal(
            [
                """403 "Extension.MissingExtensionIdentifier"}""", """403 "Extension.InvalidExtensionIdentifier"}""",
                """403 "Extension.UnknownExtensionIdentifier"}""", """400 "ValidationError"}""",
                """400 "Logs.ValidationError"}""", "404 404 page not found", """403 "Telemetry.SubscriptionClosed"}""",
            ],
            test.Log.Split('\n').Where(line => line is ['4', '0', _, ' ', ..]));
    }

    private static IEnumerable<string> Invocation(string id, string line, string status) =>
    [
        $"platform.start {id}", $"function: {line}", $"platform.runtimeDone {id} {status}", $"platform.report {id} {status}",
    ];

    private TestEnvironment Environment(TimeSpan timeout, string beforeReady = "") => new TestEnvironment { Timeout = timeout }
        .WithRuntime(Runtime)
        .WithExtension("e1", $$$"""
            extension.register("e1", ["INVOKE", "SHUTDOWN"])
            status, _, body = call("PUT", "/2022-07-01/telemetry", {"Lambda-Extension-Identifier": extension.id}, json.dumps({
                "schemaVersion": "2022-12-13", "types": ["platform", "function"],
                "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": 25},
                "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:{{{_receiver.Port}}}"}}))
            assert (status, body) == (200, b'"OK"'), (status, body)
            {{{beforeReady}}}
            while extension.next()["eventType"] != "SHUTDOWN":
                pass
            """);

    /// <summary>Everything up to the environment's end, at which nothing is left to be sent.</summary>
    private async Task<List<JsonElement>> AllEventsAsync()
    {
        List<JsonElement> events = [];
        for (var i = 0; i < _receiver.Requests; i++)
        {
            events.AddRange(await _receiver.NextBatchAsync());
        }

        return events;
    }

    private static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;

    private static string? InitDurationOf(JsonElement report) =>
        report.GetProperty("record").GetProperty("metrics").TryGetProperty("initDurationMs", out _) ? "initDurationMs" : null;

    private static string NameOf(JsonElement one)
    {
        var record = one.GetProperty("record");
        if (record.ValueKind == JsonValueKind.String)
        {
            return $"{TypeOf(one)}: {record.GetString()}";
        }

        var words = new[] { "requestId", "status", "state" }
            .Select(name => record.TryGetProperty(name, out var value) ? value.GetString() : null)
            .Where(word => word is not (null or "Subscribed"));
        return string.Join(' ', [TypeOf(one), .. words]);
    }

    private static void AssertSchema(JsonElement one)
    {
        Assert.Equal(["time", "type", "record"], one.EnumerateObject().Select(member => member.Name));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", one.GetProperty("time").GetString());
        string[] expected = TypeOf(one) switch
        {
            "platform.initStart" =>
                ["initializationType", "phase", "runtimeVersion", "runtimeVersionArn", "functionName", "functionVersion"],
            "platform.telemetrySubscription" => ["name", "state", "types"],
            "platform.extension" => ["name", "state", "events"],
            "platform.initRuntimeDone" => ["initializationType", "phase", "status"],
            "platform.initReport" => ["initializationType", "phase", "status", "metrics"],
            "platform.start" => ["requestId", "version", "tracing"],
            "platform.runtimeDone" => ["requestId", "status", "metrics", "tracing"],
            "platform.report" => ["requestId", "metrics", "status", "tracing"],
            _ => [],
        };
        var record = one.GetProperty("record");
        var members = record.ValueKind == JsonValueKind.Object
            ? record.EnumerateObject().Select(member => member.Name).Where(name => name is not ("spans" or "errorType"))
            : [];
        Assert.Equal(expected, members);
    }
}
