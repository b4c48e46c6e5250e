namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What a handler returns, as it is posted.</summary>
public sealed class NodejsResultTests
{
    private const string FiveMegabytes = "'x'.repeat(5 * 1024 * 1024)";

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V65")]
    [InlineData("{ a: 1.5, b: [null, true] }", """{"a":1.5,"b":[null,true]}""")]
    [InlineData("undefined", "null")]
    [InlineData("null", "null")]
    [InlineData("0", "0")]
    [InlineData("''", "\"\"")]
    [InlineData("NaN", "null")]
    [InlineData("'ü€😀'", "\"ü€😀\"")]
    [InlineData("'\\u0000\\ud800'", "\"\\u0000\\ud800\"")]
    [InlineData("new Date(0)", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("Buffer.from('ab')", """{"type":"Buffer","data":[97,98]}""")]
    [InlineData("new Map([[1, 2]])", "{}")]
    [InlineData("{ a: undefined, b: () => 1, c: [undefined] }", """{"c":[null]}""")]
    [InlineData("{ then(resolve) { resolve(5); } }", "5")]
    public async Task A_result_is_posted_as_JSON(string result, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await NodejsFunction.WithCode(
                runtime, $"exports.handler = async () => ({result});").RunAsync();

            Assert.Equal((runtime, "/invocation/request-1/response"), (runtime, outcome.Post.Path));
            Assert.Equal((runtime, expected), (runtime, outcome.Post.Text));
            Assert.Equal("application/json", outcome.Post.Header("Content-Type"));
        }
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V65")]
    [InlineData(NodejsFunction.Client3, "1n", "Error", "Unable to stringify response body")]
    [InlineData(NodejsFunction.Client4, "1n", "Runtime.JSONStringifyError", "Unable to stringify response body")]
    [InlineData(NodejsFunction.Client3, "cycle", "Error", "Unable to stringify response body")]
    [InlineData(NodejsFunction.Client4, "cycle", "Runtime.JSONStringifyError", "Unable to stringify response body")]
    [InlineData(NodejsFunction.Client3, "() => 1", "TypeError", "Wrong arguments")]
    [InlineData(NodejsFunction.Client4, "Symbol('s')", "TypeError", "Wrong arguments")]
    public async Task What_JSON_cannot_hold_is_an_error(string runtime, string result, string type, string message)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, $"const cycle = {{}}; cycle.cycle = cycle; exports.handler = async () => ({result});").RunAsync();

        Assert.Equal("/invocation/request-1/error", outcome.Post.Path);
        Assert.StartsWith(
            $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""",
            outcome.Post.Text,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Events_are_parsed_as_JSON_and_nothing_of_them_is_lost()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(runtime, "exports.handler = async (event) => event;") with
            {
                Events = [""" {"b" : 1.10, "a":1e3, "é":"\u00e9"} """, "[1,2]", "\"s\"", "null", "9007199254740993"],
            };

            var posts = (await function.RunAsync()).Posts;

            Assert.Equal(
                ["""{"b":1.1,"a":1000,"é":"é"}""", "[1,2]", "\"s\"", "null", "9007199254740992"],
                posts.Select(post => post.Text));
            Assert.Equal("/invocation/request-5/response", posts[4].Path);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task Five_megabytes_go_in_and_out(bool usesDescriptor, bool readsChunks)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(
                runtime, "exports.handler = async (event) => ({ ...event, more: 'ü' });") with
            {
                Events = [$$"""{"text":"{{new string('é', 2_500_000)}}"}"""],
                UsesDescriptor = usesDescriptor && !OperatingSystem.IsWindows(),
                ReadsChunks = readsChunks,
            };

            var post = (await function.RunAsync()).Post;

            Assert.Equal($$"""{"text":"{{new string('é', 2_500_000)}}","more":"ü"}""", post.Text);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_large_answer_is_out_before_the_handler_ends_the_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are inherited on Unix only");
        var outcome = await NodejsFunction.WithCode(
            NodejsFunction.Client3,
            $"exports.handler = (_, context) => {{ context.done(null, {FiveMegabytes}); process.exit(3); }};").RunAsync();

        Assert.Equal((5 * 1024 * 1024) + 2, outcome.Post.Body.Length);
        Assert.Equal(3, outcome.ExitCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task State_stays_from_one_invocation_to_the_next(bool usesDescriptor)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(
                runtime, "let count = 0; exports.handler = async () => ++count;") with
            {
                Events = ["{}", "{}", "{}"],
                UsesDescriptor = usesDescriptor && !OperatingSystem.IsWindows(),
            };

            Assert.Equal(["1", "2", "3"], (await function.RunAsync()).Posts.Select(post => post.Text));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "{", "/invocation/request-1/error", null)]
    [InlineData(NodejsFunction.Client4, "{", null, 1)]
    public async Task An_event_that_is_no_JSON_fails_the_invocation_or_the_client(
        string runtime, string payload, string? path, int? exitCode)
    {
        var function = NodejsFunction.WithCode(runtime, "exports.handler = async () => 1;") with { Events = [payload] };
        var outcome = await function.RunAsync();

        Assert.Equal(path, outcome.Posts.SingleOrDefault()?.Path);
        Assert.Equal(exitCode, outcome.ExitCode);
    }
}
