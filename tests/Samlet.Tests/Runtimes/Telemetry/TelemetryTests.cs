using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Telemetry;
using Samlet.Tests.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Telemetry;

/// <summary>From the log of an environment to a subscriber's server, over real sockets.</summary>
public sealed class TelemetryTests : IAsyncDisposable
{
    private const string Id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly LogSample _sample = new();
    private readonly EventReceiver _receiver = new();

    public async ValueTask DisposeAsync()
    {
        await _sample.Log.Telemetry.EndAsync();
        await _receiver.DisposeAsync();
        _sample.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_subscriber_gets_a_cold_and_a_warm_invocation_in_order_with_what_came_before_it_subscribed()
    {
        var log = _sample.Log;
        log.InitStart("init");
        _sample.Print("loading\n");
        Assert.Null(log.Subscribe("e1", Subscription()));
        log.InitRuntimeDone("init", default);
        log.InitReport("init", default, TimeSpan.FromMilliseconds(130.49));
        log.Telemetry.CloseSubscriptions();
        Invoke("one");
        Invoke("two");
        await log.Telemetry.FlushAsync(Limit);

        Assert.Equal(
            [
                "platform.initStart", "function: loading", "platform.telemetrySubscription", "platform.initRuntimeDone",
                "platform.initReport", "platform.start", "function: one", "platform.runtimeDone", "platform.report",
                "platform.start", "function: two", "platform.runtimeDone", "platform.report",
            ],
            (await _receiver.NextBatchAsync()).Select(NameOf));
        Assert.Equal(("POST", "/", "application/json"), (
            _receiver.LastRequest!.Method, _receiver.LastRequest.Path, _receiver.LastRequest.Header("Content-Type")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_is_sent_when_its_time_is_up()
    {
        _ = _sample.Log.Subscribe("e1", Subscription(timeoutMilliseconds: 25));

        Assert.Equal(["platform.telemetrySubscription"], (await _receiver.NextBatchAsync()).Select(NameOf));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_is_sent_when_it_is_full()
    {
        _ = _sample.Log.Subscribe("e1", Subscription(["function"]));
        _sample.Print(string.Concat(Enumerable.Range(0, 1001).Select(number => $"{number}\n")));

        var batch = await _receiver.NextBatchAsync();
        Assert.Equal((1000, "function: 999"), (batch.Length, NameOf(batch[^1])));

        await _sample.Log.Telemetry.FlushAsync(Limit);
        Assert.Equal(["function: 1000"], (await _receiver.NextBatchAsync()).Select(NameOf));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_batch_that_is_not_taken_is_sent_again()
    {
        _receiver.Answer = number => Task.FromResult(number < 3 ? 500 : 200);
        _ = _sample.Log.Subscribe("e1", Subscription(["function"], timeoutMilliseconds: 25));
        _sample.Print("kept\n");

        Assert.Equal(["function: kept"], (await _receiver.NextBatchAsync()).Select(NameOf));
        Assert.Equal(3, _receiver.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_slow_subscriber_does_not_take_is_dropped_and_that_is_said()
    {
        var answer = new TaskCompletionSource<int>();
        _receiver.Answer = _ => answer.Task;
        _ = _sample.Log.Subscribe("e1", Subscription(["platform", "function"], timeoutMilliseconds: 25));
        var line = new string('x', 99_999) + "\n";
        for (var i = 0; i < 50; i++)
        {
            _sample.Print(line);
        }

        answer.SetResult(200);
        List<JsonElement> records = [];
        var taken = 0;
        while (taken + Sum(records, "droppedRecords") < 50)
        {
            var batch = await _receiver.NextBatchAsync();
            taken += batch.Count(one => NameOf(one).StartsWith("function", StringComparison.Ordinal));
            records.AddRange(from one in batch
                             where NameOf(one) == "platform.logsDropped"
                             select one.GetProperty("record"));
        }

        Assert.InRange(Sum(records, "droppedRecords"), 25, 49);
        Assert.InRange(Sum(records, "droppedBytes"), 2_500_000, 5_000_000);
        Assert.All(records, record => Assert.Equal(
            "Some logs were dropped because the downstream consumer is slower than the logs production rate",
            record.GetProperty("reason").GetString()));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_flush_does_not_wait_longer_than_it_may()
    {
        var answer = new TaskCompletionSource<int>();
        _receiver.Answer = _ => answer.Task;
        _ = _sample.Log.Subscribe("e1", Subscription());

        await _sample.Log.Telemetry.FlushAsync(TimeSpan.FromMilliseconds(50));

        answer.SetResult(200);
        Assert.Single(await _receiver.NextBatchAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Over_TCP_an_event_is_a_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = _sample.Log.Subscribe("e1", Subscription(["function"]) with { Destination = new TelemetryDestination.Tcp(port) });
        _sample.Print("one\ntwo\n");
        var flushed = _sample.Log.Telemetry.FlushAsync(Limit);

        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        foreach (var expected in (string[])["function: one", "function: two"])
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected, NameOf(JsonDocument.Parse(line!).RootElement));
        }

        await flushed;
    }

    [Fact(Timeout = 60_000)]
    public async Task An_extension_gets_the_types_it_asked_for()
    {
        _ = _sample.Log.Subscribe("e1", Subscription(["extension"]));
        _sample.Print("function\n");
        _sample.Log.ExtensionOutput().Receive("extension\n"u8);
        await _sample.Log.Telemetry.FlushAsync(Limit);

        Assert.Equal(["extension: extension"], (await _receiver.NextBatchAsync()).Select(NameOf));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frame_is_one_record_and_bytes_that_are_no_text_are_replaced()
    {
        _ = _sample.Log.Subscribe("e1", Subscription(["function"]));
        _sample.Log.Output.Receive(LogSample.Frame("a\nb\n"));
        _sample.Log.Output.Receive([0xFF, (byte)'\n']);
        await _sample.Log.Telemetry.FlushAsync(Limit);

        Assert.Equal(["function: a\nb", "function: \ufffd"], (await _receiver.NextBatchAsync()).Select(NameOf));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("2022-07-01", true, JsonValueKind.String)]
    [InlineData("2022-12-13", true, JsonValueKind.Object)]
    [InlineData("2025-01-29", true, JsonValueKind.Object)]
    [InlineData("2022-12-13", false, JsonValueKind.String)]
    public async Task A_record_of_a_JSON_log_is_an_object_in_newer_schemas(
        string schema, bool isJson, JsonValueKind kind)
    {
        using var sample = new LogSample(new LogSettings { IsJson = isJson });
        _ = sample.Log.Subscribe("e1", Subscription(["function"]) with { SchemaVersion = schema });
        sample.Print("""{"a":1.0}""" + "\n");
        await sample.Log.Telemetry.FlushAsync(Limit);

        var record = Assert.Single(await _receiver.NextBatchAsync()).GetProperty("record");
        Assert.Equal(kind, record.ValueKind);
        Assert.Equal("""{"a":1.0}""", kind == JsonValueKind.Object ? record.GetRawText() : record.GetString());
        await sample.Log.Telemetry.EndAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task The_Logs_API_has_records_of_its_own()
    {
        var subscription = Subscription() with { Api = TelemetryApi.Logs, SchemaVersion = "2021-03-18" };
        _sample.Log.InitStart("init");
        _ = _sample.Log.Subscribe("e1", subscription);
        Invoke("line", new PhaseEnd(PhaseStatus.Failure, "Runtime.ExitError"));
        await _sample.Log.Telemetry.FlushAsync(Limit);

        Assert.Equal(
            $$$"""
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.logsSubscription","record":{"name":"e1","state":"Subscribed","types":["platform","function"]}}
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.start","record":{"requestId":"{{{Id}}}"}}
            {"time":"2026-11-24T10:00:00.064Z","type":"function","record":"line"}
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.runtimeDone","record":{"requestId":"{{{Id}}}","status":"failure"}}
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.fault","record":"RequestId: {{{Id}}} Error: exit"}
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.end","record":{"requestId":"{{{Id}}}"}}
            {"time":"2026-11-24T10:00:00.064Z","type":"platform.report","record":{"requestId":"{{{Id}}}","metrics":{"durationMs":26.73,"billedDurationMs":27,"memorySizeMB":128,"maxMemoryUsedMB":75} } }
            """.Replace("75} } }", "75}}}", StringComparison.Ordinal),
            string.Join('\n', (await _receiver.NextBatchAsync()).Select(one => one.GetRawText())));
    }

    [Fact]
    public void After_the_initialization_nobody_can_subscribe_until_the_processes_start_anew()
    {
        _sample.Log.Telemetry.CloseSubscriptions();

        Assert.Equal((403, "Telemetry.SubscriptionClosed"), Refusal(Subscription()));
        Assert.Equal((403, "Logs.SubscriptionClosed"), Refusal(Subscription() with { Api = TelemetryApi.Logs }));
        Assert.False(_sample.Log.NeedsRecords);
    }

    [Fact(Timeout = 60_000)]
    public async Task Processes_that_start_anew_subscribe_anew()
    {
        _sample.Log.Telemetry.CloseSubscriptions();
        await _sample.Log.Telemetry.EndAsync();
        _sample.Log.InitStart("invoke");

        Assert.Null(_sample.Log.Subscribe("e1", Subscription(["platform"])));
        await _sample.Log.Telemetry.FlushAsync(Limit);
        Assert.Equal("platform.initStart", NameOf((await _receiver.NextBatchAsync())[0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task To_subscribe_twice_is_to_subscribe_once_but_not_with_both_APIs()
    {
        _ = _sample.Log.Subscribe("e1", Subscription(["function"]));
        Assert.Null(_sample.Log.Subscribe("e1", Subscription(["function"])));
        Assert.Equal((400, "Logs.ValidationError"), Refusal(Subscription() with { Api = TelemetryApi.Logs }));
        _sample.Print("once\n");
        await _sample.Log.Telemetry.FlushAsync(Limit);

        Assert.Equal(["function: once"], (await _receiver.NextBatchAsync()).Select(NameOf));
    }

    [Fact]
    public void A_subscription_is_a_line_of_the_log()
    {
        _ = _sample.Log.Subscribe("e1", Subscription());
        _ = _sample.Log.Subscribe("e2", Subscription() with { Api = TelemetryApi.Logs, SchemaVersion = "2020-08-15" });

        Assert.Equal(
            "TELEMETRY\tName: e1\tState: Subscribed\tTypes: [Platform, Function]\n"
            + "LOGS\tName: e2\tState: Subscribed\tTypes: [Platform, Function]\n",
            _sample.Text);
    }

    private (int Status, string Type)? Refusal(Subscription subscription) =>
        _sample.Log.Subscribe("e1", subscription) is { } refusal ? (refusal.Status, refusal.ErrorType) : null;

    private void Invoke(string line, PhaseEnd end = default)
    {
        var invocation = LogSample.Invocation();
        _sample.Log.Start(invocation);
        _sample.Print(line);
        _sample.Log.RuntimeDone(new(invocation, end) { Time = _sample.Log.Now });
        if (end.ErrorType is { } errorType)
        {
            _sample.Log.Fault(Id, "Error: exit", errorType);
        }

        _sample.Log.End(Id);
        _sample.Log.Report(invocation, LogSample.Report(end));
    }

    private Subscription Subscription(string[]? types = null, int timeoutMilliseconds = 30_000) => new()
    {
        Api = TelemetryApi.Telemetry,
        SchemaVersion = "2022-07-01",
        Types = types ?? ["platform", "function"],
        Buffering = new BufferingLimits { MaxItems = 1000, Timeout = TimeSpan.FromMilliseconds(timeoutMilliseconds) },
        Destination = new TelemetryDestination.Http(_receiver.Port, "/", "POST"),
    };

    private static long Sum(IEnumerable<JsonElement> records, string name) =>
        records.Sum(record => record.GetProperty(name).GetInt64());

    private static string NameOf(JsonElement one)
    {
        var type = one.GetProperty("type").GetString()!;
        return type is "function" or "extension" ? $"{type}: {one.GetProperty("record").GetString()}" : type;
    }
}
