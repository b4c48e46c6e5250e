using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>The two formats of LoggingConfig, through the native program and the real interpreters.</summary>
public sealed class LogFormatTests
{
    private const string Logging = "LoggingConfig: {LogFormat: JSON, ApplicationLogLevel: WARN, SystemLogLevel: DEBUG}";

    private const string Console =
        "exports.handler = async () => { console.info('a'); console.error('b\\nc'); process.stdout.write('plain\\n'); return 1; };";

    [Fact]
    [Requires("node")]
    public async Task A_record_of_several_lines_arrives_whole_and_in_order()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => { process.stdout.write('1\\n'); console.log('2\\n3'); process.stderr.write('4\\n'); console.log('5'); };");

        var result = await app.InvokeAsync();

        result.IsAnswer("null");
        Assert.Matches("(?s)START [^\n]*\n1\n[^\n]*\tINFO\t2\n3\n4\n[^\n]*\tINFO\t5\nEND ", result.Err);
    }

    [Fact]
    [Requires("python3")]
    public async Task An_error_of_Python_has_real_line_ends()
    {
        using var app = TestApp.Python("def handler(event, context):\n    raise ValueError('v')\n");

        var result = await app.InvokeAsync();

        _ = result.IsFunctionError("ValueError");
        Assert.Contains("[ERROR] ValueError: v\nTraceback (most recent call last):\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    public async Task The_template_s_format_and_levels_are_honoured()
    {
        using var app = TestApp.Node(Console, Logging);

        var result = await app.InvokeAsync();

        result.IsAnswer("1");
        Assert.Equal(
            [
                "platform.initStart", "platform.initRuntimeDone", "platform.initReport", "platform.start", "b\nc",
                "platform.runtimeDone", "platform.report",
            ],
            NamesOf(result));
        Assert.DoesNotContain("extensionOverhead", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    public async Task The_command_line_overrides_the_template()
    {
        using var app = TestApp.Node(Console, Logging);

        var result = await app.InvokeAsync("--log-format", "text");
        Assert.Contains("\tINFO\ta\n", result.Err, StringComparison.Ordinal);
        Assert.Contains("\nREPORT RequestId: ", result.Err, StringComparison.Ordinal);

        result = await app.InvokeAsync("--log-level", "fatal");
        Assert.Empty(NamesOf(result));

        result = await app.InvokeAsync("--log-level", "info");
        Assert.Equal(["platform.initStart", "platform.start", "a", "b\nc", "plain", "platform.report"], NamesOf(result));
    }

    [Fact]
    [Requires("node")]
    public async Task A_level_without_the_JSON_format_has_no_effect_and_that_is_said()
    {
        using var app = TestApp.Node(Console);

        var result = await app.InvokeAsync("--log-level", "ERROR");

        result.IsAnswer("1");
        Assert.Contains("warning: `--log-level` has no effect", result.Err, StringComparison.Ordinal);
        Assert.Contains("\tINFO\ta\n", result.Err, StringComparison.Ordinal);
    }

    private static IEnumerable<string> NamesOf(ProgramResult result) =>
        from line in result.ErrorLines
        where line.Length > 0 && !line.StartsWith("warning: ", StringComparison.Ordinal)
        select line.StartsWith('{') ? NameOf(JsonDocument.Parse(line).RootElement) : line;

    private static string NameOf(JsonElement entry) =>
        (entry.TryGetProperty("type", out var type) ? type : entry.GetProperty("message")).GetString()!;
}
