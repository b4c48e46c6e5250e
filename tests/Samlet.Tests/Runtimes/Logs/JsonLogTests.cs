using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

/// <summary>The JSON format of LoggingConfig: platform events as objects, levels that filter.</summary>
public sealed class JsonLogTests : IDisposable
{
    private const string Id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    private const string Time = "2026-11-24T10:00:00.064Z";

    private readonly LogSample _sample = new(LogSample.Json);

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void An_invocation_reads_as_on_the_service()
    {
        var invocation = LogSample.Invocation();
        _sample.Log.InitStart("init");
        _sample.Log.InitReport("init", default, TimeSpan.FromSeconds(1));
        _sample.Log.Start(invocation);
        _sample.Print("plain\npartial");
        _sample.Log.RuntimeDone(new(invocation, default) { Time = default });
        _sample.Log.End(Id);
        _sample.Log.Report(invocation, LogSample.Report() with { InitDuration = TimeSpan.FromMilliseconds(130.491) });

        Assert.Equal(
            $$$"""
            {"time":"{{{Time}}}","type":"platform.initStart","record":{"initializationType":"on-demand","phase":"init","runtimeVersion":"nodejs:22.v0","runtimeVersionArn":"{{{_sample.Function.RuntimeVersionArn}}}","functionName":"ratings","functionVersion":"$LATEST"}}
            {"time":"{{{Time}}}","type":"platform.start","record":{"requestId":"{{{Id}}}","version":"$LATEST"}}
            plain
            partial
            {"time":"{{{Time}}}","type":"platform.report","record":{"requestId":"{{{Id}}}","metrics":{"durationMs":26.73,"billedDurationMs":158,"memorySizeMB":128,"maxMemoryUsedMB":75,"initDurationMs":130.491},"status":"success"}}

            """,
            _sample.Text);
    }

    [Theory]
    [InlineData("DEBUG", "initStart initRuntimeDone initReport start runtimeDone report")]
    [InlineData("INFO", "initStart start report")]
    [InlineData("WARN", "")]
    public void System_events_are_filtered_by_their_level(string level, string expected) =>
        Assert.Equal(expected, TypesOf(level, PhaseStatus.Success));

    [Theory]
    [InlineData("INFO", "initStart initRuntimeDone initReport start runtimeDone report")]
    [InlineData("WARN", "initRuntimeDone initReport runtimeDone report")]
    public void What_went_wrong_is_a_warning(string level, string expected) =>
        Assert.Equal(expected, TypesOf(level, PhaseStatus.Failure));

    [Theory]
    [InlineData("WARN", """{"level":"INFO","timestamp":"2026-11-24T09:00:00Z"}""", false)]
    [InlineData("WARN", """{"level":"WARN","timestamp":"2026-11-24T09:00:00Z"}""", true)]
    [InlineData("INFO", "text", true)]
    [InlineData("WARN", "text", false)]
    [InlineData("TRACE", """{"level":"TRACE","timestamp":"2026-11-24T09:00:00Z"}""", true)]
    public void Lines_are_filtered_by_their_level(string level, string line, bool isShown)
    {
        using var sample = new LogSample(LogSample.Json with { ApplicationLevel = LogLevels.TryParse(level)!.Value });
        sample.Print(line + "\n");

        Assert.Equal(isShown ? line + "\n" : "", sample.Text);
    }

    [Fact]
    public void The_level_of_a_frame_counts_before_that_of_its_text()
    {
        using var sample = new LogSample(LogSample.Json with { ApplicationLevel = LogLevel.Warn });
        sample.Log.Output.Receive(LogSample.Frame("a\nb", LogLevel.Error));
        sample.Log.Output.Receive(LogSample.Frame("""{"level":"ERROR","timestamp":"2026-11-24T09:00:00Z"}""", LogLevel.Debug, isText: false));

        Assert.Equal("a\nb\n", sample.Text);
    }

    [Fact]
    public void An_object_without_a_timestamp_is_given_one()
    {
        _sample.Print("{\"message\":\"m\"}\n");

        Assert.Equal($$"""{"timestamp":"{{Time}}","message":"m"}""" + "\n", _sample.Text);
    }

    [Fact]
    public void Spans_tracing_and_tenant_are_part_of_the_records()
    {
        using var sample = new LogSample(LogSample.Json with { SystemLevel = LogLevel.Debug });
        var invocation = LogSample.Invocation("Root=1-5e34a614-10bdbd4ddd1fc4d5ec1a8f3d;Parent=07f022ac8ab8a1f7;Sampled=0") with { TenantId = "t" };
        sample.Log.RuntimeDone(new(invocation, new(PhaseStatus.Error, "Function.E"))
        {
            Time = new(2026, 11, 24, 10, 0, 0, 64, TimeSpan.Zero),
            Duration = TimeSpan.FromMilliseconds(5),
            ProducedBytes = 17,
            Spans = [new Span("responseLatency", new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromMilliseconds(3.5))],
        });

        Assert.Equal(
            $$$"""
            {"time":"{{{Time}}}","type":"platform.runtimeDone","record":{"requestId":"{{{Id}}}","status":"error","errorType":"Function.E","metrics":{"durationMs":5,"producedBytes":17},"spans":[{"name":"responseLatency","start":"2026-11-24T09:00:00.000Z","durationMs":3.5}],"tracing":{"spanId":"07f022ac8ab8a1f7","type":"X-Amzn-Trace-Id","value":"Root=1-5e34a614-10bdbd4ddd1fc4d5ec1a8f3d;Parent=07f022ac8ab8a1f7;Sampled=0"},"tenantId":"t"}}

            """,
            sample.Text);
    }

    [Fact]
    public void The_report_of_a_managed_instance_has_the_duration_alone()
    {
        _sample.Log.Report(LogSample.Invocation(), LogSample.Report() with { HasDurationOnly = true });

        Assert.Equal(
            $$$"""
            {"time":"{{{Time}}}","type":"platform.report","record":{"requestId":"{{{Id}}}","metrics":{"durationMs":26.73},"status":"success"}}

            """,
            _sample.Text);
    }

    private static string TypesOf(string level, PhaseStatus status)
    {
        using var sample = new LogSample(LogSample.Json with { SystemLevel = LogLevels.TryParse(level)!.Value });
        var (invocation, end) = (LogSample.Invocation(), new PhaseEnd(status, "E"));
        sample.Log.InitStart("init");
        sample.Log.InitRuntimeDone("init", end);
        sample.Log.InitReport("init", end, default);
        sample.Log.Start(invocation);
        sample.Log.RuntimeDone(new(invocation, end) { Time = default });
        sample.Log.TimedOut(Id, default);
        sample.Log.Fault(Id, "Error", "E");
        sample.Log.End(Id);
        sample.Log.Report(invocation, LogSample.Report(end));
        var types = sample.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!["platform.".Length..]);
        return string.Join(' ', types);
    }
}
