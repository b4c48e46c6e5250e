using System.Text.Json;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What becomes of what a .NET function writes to the console and to its logger.</summary>
public sealed class DotnetLogTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task Text_lines_have_time_request_ID_and_level()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Logs");
        var run = await function.RunAsync();

        Assert.Equal(
            [
                "request-1\tinfo\tconsole 1",
                "raw2026",
            ],
            [run.Lines[0], run.Lines[1][..7]]);
        Assert.Equal(
            [
                "request-1\tinfo\tline",
                "request-1\tinfo\tinformation",
                "request-1\twarn\ttwo",
                "lines",
                "request-1\tinfo\t3 of soap {{as is}} {list}",
                "request-1\tfail\twith exception",
                "Library.FunctionException: logged",
                "request-1\tcrit\tcritical",
                "request-1\tstatic",
                "request-1\twarn\tstatic warning",
            ],
            run.Lines.Skip(2));
        Assert.Equal("request-1\tfail\terror", DotnetRun.WithoutTime(run.Error.TrimEnd('\n')));
    }

    [Fact(Timeout = Limit)]
    public async Task Unformatted_lines_are_the_messages_alone()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Logs");
        function.Variables["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Unformatted";
        function.Variables["AWS_LAMBDA_HANDLER_LOG_LEVEL"] = "Debug";
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = "ERROR";
        var run = await function.RunAsync();

        Assert.StartsWith("console 1\nraw\nline\nhidden\ninformation\ntwo\nlines\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("error\n", run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task JSON_lines_have_named_members()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Logs");
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "blue";
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = "Root=1";
        var lines = (await function.RunAsync()).Output.Split('\n');

        Assert.Matches(
            """
            ^\{"timestamp":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"Information","requestId":"request-1","tenantId":"blue","traceId":"Root=1","message":"console 1"\}$
            """,
            lines[0]);
        var placeholders = Json(lines.Single(line => line.Contains("soap", StringComparison.Ordinal)));
        Assert.Equal("3 of soap {{as is}} {list}", placeholders.GetProperty("message").GetString());
        Assert.Equal(3, placeholders.GetProperty("count").GetInt32());
        Assert.Equal("soap", placeholders.GetProperty("product").GetString());
        Assert.Equal("[1,2]", placeholders.GetProperty("list").GetRawText());
        var failure = Json(lines.Single(line => line.Contains("errorType", StringComparison.Ordinal)));
        Assert.Equal("Error", failure.GetProperty("level").GetString());
        Assert.Equal("with exception", failure.GetProperty("message").GetString());
        Assert.Equal("Library.FunctionException", failure.GetProperty("errorType").GetString());
        Assert.Equal("logged", failure.GetProperty("errorMessage").GetString());
        Assert.Equal(JsonValueKind.Array, failure.GetProperty("stackTrace").ValueKind);
    }

    [Theory(Timeout = Limit)]
    [InlineData("WARN", "warn,fail,crit")]
    [InlineData("Error", "fail,crit")]
    [InlineData("FATAL", "crit")]
    [InlineData("nonsense", "info,warn,fail,crit")]
    public async Task Only_lines_of_the_level_asked_for_or_above_are_written(string level, string expected)
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Logs");
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        var levels = (await function.RunAsync()).Lines.Select(line => line.Split('\t'))
            .Where(parts => parts.Length >= 3)
            .Select(parts => parts[^2]);

        Assert.Equal(expected.Split(','), levels.Distinct());
    }

    [Fact(Timeout = Limit)]
    public async Task Initialization_has_no_request_ID()
    {
        using var function = new DotnetFunction("Library::Library.Hooks::Handler");

        Assert.Equal("\tinfo\tconstructor", (await function.RunAsync()).Lines[0]);
    }

    [Fact(Timeout = Limit)]
    public async Task The_descriptor_for_records_gets_one_frame_an_event()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Logs");
        function.Variables["_LAMBDA_TELEMETRY_LOG_FD"] = "1";
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = "WARN";
        var frames = (await function.RunAsync()).Frames().ToList();

        Assert.All(frames, frame => Assert.Equal(0xa55a0003u, frame.Type));
        Assert.Equal(
            ["request-1\tfail\terror", "raw", "request-1\twarn\ttwo\nlines"],
            frames.Take(3).Select(frame => DotnetRun.WithoutTime(frame.Text)));
    }

    private static JsonElement Json(string line) => JsonDocument.Parse(line).RootElement;
}
