using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What stands on the streams of a function, and in the frames of the telemetry descriptor.</summary>
public sealed class PythonBootstrapOutputTests
{
    private const int Limit = 60_000;

    private const string Logging =
        """
        import logging
        log = logging.getLogger("a.b")
        log.setLevel("DEBUG")
        logging.basicConfig(level="DEBUG", format="never")
        log.info("init")
        def handler(event, context):
            for level in ("debug", "info", "warning", "error", "critical"):
                getattr(log, level)("%s é\nline", level)
        """;

    [Fact(Timeout = Limit)]
    public async Task Everything_written_is_there_before_the_process_may_be_killed()
    {
        using var function = new PythonFunction(
            """
            import os, sys
            sys.stdout.write("1")
            def handler(event, context):
                print("2", end="")
                sys.stdout.buffer.write(b"3")
                sys.__stdout__.write("4")
                sys.stdout.writelines(["5", "6"])
                os.write(1, b"7")
                print("8", file=sys.stderr, end="")
                sys.__stderr__.write("9")
            """);
        var run = await function.RunAsync();

        Assert.Equal("1234567".Order(), run.Output.Order());
        Assert.Equal("89", run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_that_the_function_closes_or_replaces_does_no_harm()
    {
        using var function = new PythonFunction(
            "import io, sys\nsys.__stderr__.close()\nsys.stdout = io.StringIO()\ndef handler(event, context): return 1");
        Assert.Equal("1", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Log_records_have_the_form_of_the_service_and_basicConfig_changes_nothing()
    {
        using var function = new PythonFunction(Logging);
        var run = await function.RunAsync();
        const string Stamp = @"\t20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t";

        Assert.Matches(
            $@"^\[INFO\]{Stamp}\tinit\n\[DEBUG\]{Stamp}request-1\tdebug é\nline\n\[INFO\]{Stamp}request-1\tinfo é\nline\n" +
            $@"\[WARNING\]{Stamp}request-1\twarning é\nline\n\[ERROR\]{Stamp}request-1\terror é\nline\n" +
            $@"\[CRITICAL\]{Stamp}request-1\tcritical é\nline\n$",
            run.Output);
        Assert.Equal("", run.Error);
    }

    [Theory(Timeout = Limit)]
    [InlineData(null, "WARNING ERROR")]
    [InlineData("TRACE", "DEBUG INFO WARNING ERROR")]
    [InlineData("Info", "INFO WARNING ERROR")]
    [InlineData("ERROR", "ERROR")]
    [InlineData("FATAL", "")]
    [InlineData("nonsense", "WARNING ERROR")]
    public async Task The_level_of_the_root_logger_comes_from_the_configuration(string? level, string expected)
    {
        using var function = new PythonFunction(
            """
            import logging
            def handler(event, context):
                for level in ("debug", "info", "warning", "error"): getattr(logging, level)("m")
                return len(logging.getLogger().handlers)
            """);
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level ?? "-";
        var run = await function.RunAsync();

        var levels = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line[1..line.IndexOf(']', StringComparison.Ordinal)]);
        Assert.Equal(expected, string.Join(' ', levels));
        Assert.Equal("1", run.Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Log_records_in_JSON_have_the_members_of_the_service()
    {
        using var function = new PythonFunction(
            """
            import logging
            logging.getLogger("a.b").warning("é %s", 1, extra={"key": [1], "none": None})
            def handler(event, context):
                try:
                    1 / 0
                except ZeroDivisionError:
                    logging.exception("it")
                logging.info("hidden")
                print("plain")
                raise ValueError("v")
            """);
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "tenant";
        var lines = (await function.RunAsync()).Output.Split('\n');

        Assert.Equal(
            """{"timestamp": "", "level": "WARNING", "message": "é 1", "logger": "a.b", "requestId": "", "key": [1]}""",
            WithoutTime(lines[0]));
        var record = JsonDocument.Parse(lines[1]).RootElement;
        Assert.Equal(
            "timestamp level message logger stackTrace errorType errorMessage requestId location tenantId",
            string.Join(' ', record.EnumerateObject().Select(static member => member.Name)));
        Assert.Equal($"{function.Root}/app.py:handler:7", record.GetProperty("location").GetString());
        Assert.StartsWith(
            $"  File \"{function.Root}/app.py\", line 5, in handler\n    1 / 0\n", record.GetProperty("stackTrace")[0].GetString());
        Assert.Equal("plain", lines[2]);
        Assert.Equal(
            """{"timestamp": "", "log_level": "ERROR", "errorMessage": "v", "errorType": "ValueError", "requestId": "request-1",""" +
            $$""" "stackTrace": ["  File \"{{function.Root}}/app.py\", line 10, in handler\n""" +
            """    raise ValueError(\"v\")\n"]}""",
            WithoutTime(lines[3]));
    }

    [Fact(Timeout = Limit)]
    public async Task An_uncaught_exception_is_one_log_event_with_no_break_spaces()
    {
        using var function = new PythonFunction("def handler(event, context):\n    raise ValueError('a\\nb')\n");
        Assert.Equal(
            "[ERROR] ValueError: a\nb\rTraceback (most recent call last):\r" +
            $"\u00a0\u00a0File \"{function.Root}/app.py\", line 2, in handler\r" +
            "\u00a0\u00a0\u00a0\u00a0raise ValueError('a\\nb')\n",
            (await function.RunAsync()).Output);
    }

    [Theory(Timeout = Limit)]
    [InlineData("-", true)]
    [InlineData("ERROR", false)]
    public async Task An_init_error_is_warned_of_unless_the_level_forbids_it(string level, bool isWarned)
    {
        using var function = new PythonFunction("import not_there");
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level;
        var lines = (await function.RunAsync()).Output.Split('\n');

        const string Warning =
            @"^\[WARNING\]\t\d{4}-\d\d-\d\dT[\d:.]{12}Z\t\tLAMBDA_WARNING: Unhandled exception\. The most likely cause is ";
        Assert.Equal(isWarned, System.Text.RegularExpressions.Regex.IsMatch(lines[0], Warning));
        Assert.Equal(
            "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'not_there'" +
            "\rTraceback (most recent call last):",
            lines[isWarned ? 1 : 0]);
    }

    [Theory(Timeout = Limit)]
    [InlineData("-", 0x0000000Fu, 0x00000017u)]
    [InlineData("JSON", 0x0000000Eu, 0x00000016u)]
    public async Task The_telemetry_descriptor_gets_frames_of_their_level(string format, uint info, uint error)
    {
        using var function = new PythonFunction(
            """
            import logging, os
            logging.getLogger().setLevel("INFO")
            def handler(event, context):
                logging.info("a\nb")
                context.log("plain")
                print("_LAMBDA_TELEMETRY_LOG_FD" in os.environ)
                raise ValueError("v")
            """);
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = format;
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = "INFO";
        function.Variables["_LAMBDA_TELEMETRY_LOG_FD"] = "9";
        var file = function.PathBeside("frames");
        function.InterpreterOptions = ["-c", "exec 9>\"$0\"; exec \"$@\"", file, function.Program, "-S"];
        function.Program = "/bin/sh";

        var run = await function.RunAsync();
        var frames = ReadFrames(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).ToArray();

        Assert.Equal("False\n", run.Output);
        Assert.Equal([0xA55A0000 | info, 0xA55A0003, 0xA55A0000 | error], frames.Select(static frame => frame.Type));
        Assert.Contains(format == "JSON" ? "a\\nb" : "a\nb\n", frames[0].Text, StringComparison.Ordinal);
        Assert.Equal("plain", frames[1].Text);
        const string Block = "[ERROR] ValueError: v\nTraceback (most recent call last):\n\u00a0\u00a0File";
        Assert.Contains(format == "JSON" ? "\"errorType\": \"ValueError\"" : Block, frames[2].Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task The_logging_hook_survives_a_search_for_the_module_and_leaves_no_trace()
    {
        using var function = new PythonFunction(
            """
            import importlib.util, sys
            importlib.util.find_spec("logging")
            import logging.handlers
            def handler(event, context):
                import site
                site.getsitepackages()
                finder = sys.path_importer_cache[importlib.util.__file__.rsplit("/importlib", 1)[0]]
                hooks = ["exec_module" in vars(logging.__loader__), "find_spec" in vars(finder)]
                return [len(logging.getLogger().handlers), *hooks]
            """);
        Assert.Equal("[1, false, false]", (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("-", true)]
    [InlineData("1", false)]
    public async Task A_preview_runtime_says_so_once(string silenced, bool isWarned)
    {
        using var function = new PythonFunction("def handler(event, context): pass");
        function.Variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.15";
        function.Variables["LAMBDA_DISABLE_PREVIEW_WARN"] = silenced;
        var output = (await function.RunAsync("1", "2")).Output;

        Assert.Equal(isWarned ? 2 : 1, output.Split("LAMBDA_WARNING: This is a preview runtime version").Length);
    }

    private static string WithoutTime(string line) => string.Concat(line.AsSpan(0, 15), line.AsSpan(35));

    private static IEnumerable<(uint Type, string Text)> ReadFrames(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(start + 4));
            var time = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(start + 8));
            var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            Assert.InRange(time / 1_000_000, now - 60, now);
            var type = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(start));
            yield return (type, Encoding.UTF8.GetString(bytes, start + 16, length));
            start += 16 + length;
        }
    }
}
