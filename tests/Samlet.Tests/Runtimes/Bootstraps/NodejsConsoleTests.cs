using System.Buffers.Binary;
using System.Text;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What the patched console writes, in every format.</summary>
public sealed class NodejsConsoleTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("console.log('a')", "INFO\ta")]
    [InlineData("console.info('a', 1, { b: [2] })", "INFO\ta 1 { b: [ 2 ] }")]
    [InlineData("console.debug('%d %s %j', 1, 'x', { a: 1 })", "DEBUG\t1 x {\"a\":1}")]
    [InlineData("console.warn('ü€😀')", "WARN\tü€😀")]
    [InlineData("console.error('a\\nb')", "ERROR\ta\rb")]
    [InlineData("console.trace('t')", "TRACE\tt")]
    [InlineData("console.fatal('f')", "FATAL\tf")]
    [InlineData("console.log()", "INFO\tundefined")]
    [InlineData("console.assert(false, 'no')", "WARN\tAssertion failed: no")]
    public async Task A_line_of_text_has_time_request_ID_level_and_message(string statement, string expected)
    {
        foreach (var (runtime, init) in new[] { (NodejsFunction.Client3, "undefined"), (NodejsFunction.Client4, "-") })
        {
            var outcome = await NodejsFunction.WithCode(
                runtime, $"{statement}; exports.handler = async () => {{ {statement}; }};").RunAsync();
            Assert.Equal([$"TIME\t{init}\t{expected}", $"TIME\trequest-1\t{expected}"], outcome.Lines);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("console.log('a')", """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":"a"}""")]
    [InlineData("console.log({ a: 1, b: null })", """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":{"a":1,"b":null}}""")]
    [InlineData("console.warn('%s!', 'a')", """{"timestamp":"TIME","level":"WARN","requestId":"request-1","message":"a!"}""")]
    [InlineData("console.log('a\\nb', 1n)", """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":"a\nb 1n"}""")]
    [InlineData("console.log({ big: 1n })", """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":"{ big: 1n }"}""")]
    [InlineData("console.log()", """{"timestamp":"TIME","level":"INFO","requestId":"request-1"}""")]
    public async Task A_line_of_JSON_keeps_a_single_argument_as_it_is(string statement, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            Assert.Equal((runtime, expected), (runtime, Assert.Single((await LogAsJson(runtime, statement)).Lines)));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("console.error(new RangeError('e'))", "\"message\":{\"errorType\":\"RangeError\",\"errorMessage\":\"e\",\"stackTrace\":[\"RangeError: e\",")]
    [InlineData("console.error({ cause: new RangeError('e') })", "\"message\":{\"cause\":{\"errorType\":\"RangeError\",\"errorMessage\":\"e\",\"stackTrace\":[")]
    [InlineData("console.error('a', new RangeError('e'))", "\"message\":\"a RangeError: e\\n    at ")]
    [InlineData("console.error('a', new RangeError('e'))", "\"errorType\":\"RangeError\",\"errorMessage\":\"e\",\"stackTrace\":[\"RangeError: e\",")]
    public async Task An_error_in_JSON_shows_its_type_message_and_stack(string statement, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            Assert.Contains(expected, (await LogAsJson(runtime, statement)).Output, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_tenant_is_in_JSON_lines()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(runtime, "exports.handler = async () => console.log('a');") with
            {
                Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_FORMAT"] = "json" },
                EventHeaders = new Dictionary<string, string?> { ["Lambda-Runtime-Aws-Tenant-Id"] = "blue" },
            };

            Assert.Equal(
                """{"timestamp":"TIME","level":"INFO","requestId":"request-1","tenantId":"blue","message":"a"}""",
                Assert.Single((await function.RunAsync()).Lines));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null, "TRACE DEBUG INFO INFO WARN ERROR FATAL")]
    [InlineData("TRACE", "TRACE DEBUG INFO INFO WARN ERROR FATAL")]
    [InlineData("debug", "DEBUG INFO INFO WARN ERROR FATAL")]
    [InlineData("Info", "INFO INFO WARN ERROR FATAL")]
    [InlineData("WARN", "WARN ERROR FATAL")]
    [InlineData("ERROR", "ERROR FATAL")]
    [InlineData("FATAL", "FATAL")]
    [InlineData("LOUD", "TRACE DEBUG INFO INFO WARN ERROR FATAL")]
    public async Task Lower_levels_are_dropped_in_both_formats(string? level, string expected)
    {
        const string Code = """
            exports.handler = async () => {
              for (const name of ['trace', 'debug', 'info', 'log', 'warn', 'error', 'fatal']) console[name](0);
            };
            """;
        foreach (var format in new[] { "Text", "JSON" })
        {
            var function = NodejsFunction.WithCode(NodejsFunction.Client3, Code) with
            {
                Environment = new Dictionary<string, string?>
                {
                    ["AWS_LAMBDA_LOG_LEVEL"] = level,
                    ["AWS_LAMBDA_LOG_FORMAT"] = format,
                },
            };
            var separator = format == "JSON" ? '"' : '\t';
            var position = format == "JSON" ? 7 : 2;

            var levels = (await function.RunAsync()).Lines.Select(line => line.Split(separator)[position]);
            Assert.Equal(expected, string.Join(' ', levels));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_written_to_the_streams_stays_as_it_is_and_in_order()
    {
        const string Code = """
            exports.handler = async () => {
              console.log(1);
              process.stdout.write('raw\n');
              console.log(2);
              process.stderr.write('raw error');
            };
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(runtime, Code).RunAsync();

            Assert.Equal(["TIME\trequest-1\tINFO\t1", "raw", "TIME\trequest-1\tINFO\t2"], outcome.Lines);
            Assert.Equal("raw error", outcome.Error);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("process.exit(0);")]
    public async Task Output_larger_than_a_pipe_is_whole_before_the_next_event_and_at_the_exit(string ending)
    {
        var code = $$"""
            exports.handler = async () => {
              process.stdout.write('x'.repeat(1e6));
              console.log('y'.repeat(1e6));
              process.stderr.write('z'.repeat(1e6));
              {{ending}}
            };
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(runtime, code).RunAsync();

            Assert.Equal(
                (1_000_000, 1_000_000, 1_000_000),
                (outcome.Output.Count(c => c == 'x'), outcome.Output.Count(c => c == 'y'), outcome.Error.Length));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Text", 0xa55a000f, "TIME\trequest-1\tINFO\tü\nb\n", 0xa55a0017, "TIME\trequest-1\tERROR\te\n")]
    [InlineData("JSON", 0xa55a000e, """{"timestamp":"TIME","level":"INFO","requestId":"request-1","message":"ü\nb"}""", 0xa55a0016, """{"timestamp":"TIME","level":"ERROR","requestId":"request-1","message":"e"}""")]
    public async Task Frames_go_to_the_log_descriptor(
        string format, uint first, string message, uint second, string other)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are inherited on Unix only");
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(
                runtime, "exports.handler = async () => { console.log('ü\\nb'); console.error('e'); };") with
            {
                Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_FORMAT"] = format },
                LogsToDescriptor = true,
            };
            var start = DateTimeOffset.UtcNow;
            var outcome = await function.RunAsync();

            Assert.Empty(outcome.Output);
            var frames = Frames(outcome.Frames).ToList();
            Assert.Equal(
                [(first, message), (second, other)],
                frames.Select(frame => (frame.Type, NodejsLog.WithoutTime(frame.Message))));
            Assert.All(
                frames, frame => Assert.InRange(frame.Time, start.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1)));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Loggers_can_read_the_request_ID_of_client_3()
    {
        var outcome = await NodejsFunction.WithCode(
            NodejsFunction.Client3,
            "exports.handler = async () => globalThis[Symbol.for('aws.lambda.runtime.requestId')];").RunAsync();
        Assert.Equal("\"request-1\"", outcome.Post.Text);
    }

    private static Task<NodejsOutcome> LogAsJson(string runtime, string statement) =>
        (NodejsFunction.WithCode(runtime, $"exports.handler = async () => {{ {statement}; }};") with
        {
            Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON" },
        }).RunAsync();

    private static IEnumerable<(uint Type, DateTimeOffset Time, string Message)> Frames(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(start + 4));
            var microseconds = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(start + 8));
            yield return (
                BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(start)),
                DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds),
                Encoding.UTF8.GetString(bytes, start + 16, length));
            start += 16 + length;
        }
    }
}
