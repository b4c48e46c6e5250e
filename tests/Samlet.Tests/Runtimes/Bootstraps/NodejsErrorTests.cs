namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Errors that a handler throws, that nobody catches, and the ways in which a process can end.</summary>
public sealed class NodejsErrorTests
{
    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V64")]
    [InlineData("new TypeError('m')", "TypeError", "m")]
    [InlineData("new (class Mine extends Error { name = 'Mine' })('m')", "Mine", "m")]
    [InlineData("new (class Mine extends TypeError {})('m')", "TypeError", "m")]
    [InlineData("new Error('ü\\x7f')", "Error", "ü%7F")]
    [InlineData("new Error()", "Error", "")]
    public async Task An_error_is_posted_with_its_name_message_and_stack(string thrown, string type, string message)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(
                runtime, $"exports.handler = async () => {{ throw {thrown}; }};").RunAsync();

            Assert.Equal("/invocation/request-1/error", outcome.Post.Path);
            Assert.Null(outcome.Post.Header("Lambda-Runtime-Function-Error-Type"));
            Assert.StartsWith(
                $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":["{{type}}""",
                outcome.Post.Text,
                StringComparison.Ordinal);
            Assert.Contains("index.js:1:", outcome.Post.Text, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V64")]
    [InlineData("'s'", """{"errorType":"string","errorMessage":"s","trace":[]}""")]
    [InlineData("5", """{"errorType":"number","errorMessage":"5","trace":[]}""")]
    [InlineData("{ a: 1 }", """{"errorType":"object","errorMessage":"[object Object]","trace":[]}""")]
    public async Task What_is_no_error_is_posted_by_its_type(string thrown, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(
                runtime, $"exports.handler = async () => {{ throw ({thrown}); }};").RunAsync();
            Assert.Equal((runtime, expected), (runtime, outcome.Post.Text));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "undefined", """{"errorType":"string","errorMessage":"handled","trace":[]}""")]
    [InlineData(NodejsFunction.Client4, "undefined", """{"errorType":"undefined","errorMessage":"undefined","trace":[]}""")]
    [InlineData(NodejsFunction.Client3, "null", """{"errorType":"string","errorMessage":"handled","trace":[]}""")]
    [InlineData(NodejsFunction.Client4, "null", """{"errorType":"object","errorMessage":"null","trace":[]}""")]
    [InlineData(NodejsFunction.Client3, "{ name: 'N', message: 'M', stack: 'S\\nT' }", """{"errorType":"N","errorMessage":"M","trace":["S","T"]}""")]
    [InlineData(NodejsFunction.Client4, "{ name: 'N', message: 'M', stack: 'S' }", """{"errorType":"object","errorMessage":"[object Object]","trace":[]}""")]
    [InlineData(NodejsFunction.Client3, "Object.assign(new Error('m'), { stack: undefined })", """{"errorType":"handled","errorMessage":"callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack"}""")]
    [InlineData(NodejsFunction.Client4, "Object.assign(new Error('m'), { stack: undefined })", """{"errorType":"Error","errorMessage":"m","trace":[]}""")]
    public async Task Unusual_errors_differ_between_the_clients(string runtime, string thrown, string expected)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, $"exports.handler = async () => {{ throw ({thrown}); }};").RunAsync();
        Assert.Equal(expected, outcome.Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "Runtime.handler", "Runtime.handleOnceNonStreaming")]
    [InlineData(NodejsFunction.Client4, "BufferedInvokeProcessor.handler", "BufferedInvokeProcessor.processInvoke")]
    public async Task The_stack_has_the_frames_of_the_service(string runtime, string handler, string caller)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, "exports.handler = async function handler() { throw new Error('m'); };").RunAsync();

        Assert.Contains($"\"    at {handler} (", outcome.Post.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"\"    at {caller} (file:///var/runtime/index.mjs:", outcome.Post.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("bootstrap.cjs", outcome.Post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_file_has_the_services_name_in_stacks()
    {
        var folder = Path.GetDirectoryName(NodejsInterpreter.Bootstrap)!; // A file is never a root.
        Assert.All(Directory.GetFiles(folder, "*.cjs"), static file =>
            Assert.EndsWith("\n//# sourceURL=file:///var/runtime/index.mjs\n", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("setImmediate(() => { throw new Error('lost'); });", 129, "Error", "lost", "Uncaught Exception")]
    [InlineData("Promise.reject(new Error('lost'));", 128, "Runtime.UnhandledPromiseRejection", "Error: lost", "Unhandled Promise Rejection")]
    [InlineData("Promise.reject('lost');", 128, "Runtime.UnhandledPromiseRejection", "lost", "Unhandled Promise Rejection")]
    public async Task Client_3_posts_what_nobody_caught_and_exits(
        string statement, int exitCode, string type, string message, string label)
    {
        var inHandler =
            $"exports.handler = () => new Promise(() => {{ {statement} setTimeout(() => {{}}, 20_000); }});";
        foreach (var (code, path, usesDescriptor) in new[]
        {
            (inHandler, "/invocation/request-1/error", true), (statement, "/init/error", true),
            (inHandler, "/invocation/request-1/error", false), (statement, "/init/error", false),
        })
        {
            var function = NodejsFunction.WithCode(NodejsFunction.Client3, $"exports.handler = async () => {{}}; {code}");
            var outcome = await (function with { UsesDescriptor = usesDescriptor && !OperatingSystem.IsWindows() })
                .RunAsync();

            Assert.Equal((path, exitCode), (outcome.Posts[0].Path, outcome.ExitCode));
            Assert.StartsWith(
                $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""",
                outcome.Posts[0].Text,
                StringComparison.Ordinal);
            Assert.Contains($"\tERROR\t{label} \t{{\"errorType\":\"{type}\"", outcome.Output, StringComparison.Ordinal);
            Assert.Equal(
                path == "/init/error" ? type : null, outcome.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("setTimeout(() => { throw new Error('lost'); });")]
    [InlineData("Promise.reject(new Error('lost'));")]
    public async Task With_client_4_node_decides_what_nobody_caught(string statement)
    {
        var outcome = await NodejsFunction.WithCode(
            NodejsFunction.Client4, $"exports.handler = () => new Promise(() => {{ {statement} }});").RunAsync();

        Assert.Empty(outcome.Posts);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Error: lost", outcome.Error, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("exports.handler = async () => process.exit(0);", 0)]
    [InlineData("exports.handler = async () => process.exit(7);", 7)]
    [InlineData("process.exit(5);", 5)]
    public async Task A_process_may_end_itself(string code, int exitCode)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(runtime, code).RunAsync();

            Assert.Empty(outcome.Posts);
            Assert.Equal(exitCode, outcome.ExitCode);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_clients_own_words_for_an_error_in_the_log_hold_its_properties()
    {
        const string Code = """
            exports.handler = async () => { throw Object.assign(new Error('m'), { code: 'E', detail: { n: 1 } }); };
            """;
        const string Shown = """{"errorType":"Error","errorMessage":"m","code":"E","detail":{"n":1},"stack":["Error: m",""";
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(runtime, Code).RunAsync();

            Assert.StartsWith(
                $"TIME\trequest-1\tERROR\tInvoke Error \t{Shown}",
                Assert.Single(outcome.Lines),
                StringComparison.Ordinal);
        }
    }
}
