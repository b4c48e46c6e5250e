namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Answers by callback and context, and invocations that end with an empty event loop: client 3.</summary>
public sealed class NodejsCallbackTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("callback(null, { a: 1 })", """{"a":1}""")]
    [InlineData("callback()", "null")]
    [InlineData("callback(null, 1); callback(null, 2)", "1")]
    [InlineData("context.succeed({ a: 1 })", """{"a":1}""")]
    [InlineData("context.succeed()", "null")]
    [InlineData("context.done(null, 3)", "3")]
    [InlineData("context.succeed(1); callback(null, 2); context.fail(new Error('late'))", "1")]
    [InlineData("setTimeout(() => callback(null, 'later'), 20)", "\"later\"")]
    [InlineData("return new Promise(() => setTimeout(() => callback(null, 9), 5))", "9")]
    [InlineData("callback(null, 1); return Promise.resolve(2)", "1")]
    [InlineData("return 5", "null")]
    [InlineData("", "null")]
    [InlineData("return new Promise(() => {})", "null")]
    public async Task A_plain_function_answers_once(string body, string expected)
    {
        var outcome = await Run($"exports.handler = (event, context, callback) => {{ {body}; }};", "{}", "{}");
        Assert.Equal(
            [("/invocation/request-1/response", expected), ("/invocation/request-2/response", expected)],
            outcome.Posts.Select(post => (post.Path, post.Text)));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("callback('e')", """{"errorType":"string","errorMessage":"e","trace":[]}""")]
    [InlineData("callback('e', 1)", """{"errorType":"string","errorMessage":"e","trace":[]}""")]
    [InlineData("context.done('e')", """{"errorType":"string","errorMessage":"e","trace":[]}""")]
    [InlineData("context.fail()", """{"errorType":"string","errorMessage":"handled","trace":[]}""")]
    [InlineData("throw 'e'", """{"errorType":"string","errorMessage":"e","trace":[]}""")]
    public async Task A_plain_function_fails(string body, string expected)
    {
        var outcome = await Run($"exports.handler = (event, context, callback) => {{ {body}; }};", "{}");
        Assert.Equal(("/invocation/request-1/error", expected), (outcome.Post.Path, outcome.Post.Text));
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V60")]
    [InlineData("callback(null, 1)", true)]
    [InlineData("context.callbackWaitsForEmptyEventLoop = false; callback(null, 1)", false)]
    [InlineData("context.succeed(1)", false)]
    [InlineData("return Promise.resolve(1)", false)]
    public async Task Only_a_callback_waits_for_the_empty_event_loop(string body, bool waits)
    {
        var outcome = await Run(
            $$"""
            exports.handler = (event, context, callback) => {
              setTimeout(() => console.log('timer'), {{(waits ? 500 : 600_000)}});
              {{body}};
            };
            """,
            "{}");

        Assert.Equal("1", outcome.Post.Text);
        Assert.Equal(waits, outcome.Output.Contains("timer", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_async_function_that_never_settles_is_an_error_and_the_next_event_is_served(bool usesDescriptor)
    {
        var function = NodejsFunction.WithCode(
            NodejsFunction.Client3, "exports.handler = async (event) => event.ends ? 1 : new Promise(() => {});") with
        {
            Events = ["{}", """{"ends":true}"""],
            UsesDescriptor = usesDescriptor && !OperatingSystem.IsWindows(),
        };

        var posts = (await function.RunAsync()).Posts;

        const string Message = "The Lambda runtime client detected an unexpected Node.js exit code. This is most "
            + "commonly caused by a Promise that was never settled. For more information, see "
            + "https://nodejs.org/docs/latest/api/process.html#exit-codes";
        Assert.StartsWith(
            $$"""{"errorType":"Runtime.NodeJsExit","errorMessage":"{{Message}}","trace":[""",
            posts[0].Text,
            StringComparison.Ordinal);
        Assert.Equal(("/invocation/request-2/response", "1"), (posts[1].Path, posts[1].Text));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_promise_that_never_settles_ends_client_4()
    {
        var outcome = await NodejsFunction.WithCode(
            NodejsFunction.Client4, "exports.handler = () => new Promise(() => {});").RunAsync();

        Assert.Empty(outcome.Posts);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_callback_that_cannot_be_serialized_is_an_uncaught_exception()
    {
        var outcome = await Run("exports.handler = (event, context, callback) => callback(null, 1n);", "{}");

        Assert.StartsWith(
            """{"errorType":"Error","errorMessage":"Unable to stringify response body",""",
            outcome.Post.Text,
            StringComparison.Ordinal);
        Assert.Equal(129, outcome.ExitCode);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("(event, context, callback) => callback()", null, true)]
    [InlineData("(event, context, callback) => callback()", "1", false)]
    [InlineData("async (event, context, callback) => 1", null, false)]
    [InlineData("(event, context) => context.succeed()", null, false)]
    [InlineData("awslambda.streamifyResponse(async (event, stream, context) => stream.end())", null, false)]
    public async Task A_handler_with_a_callback_is_warned_of(string handler, string? disable, bool isWarned)
    {
        var function = NodejsFunction.WithCode(NodejsFunction.Client3, $"exports.handler = {handler};") with
        {
            Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING"] = disable },
        };

        var lines = (await function.RunAsync()).Lines;

        const string Warning = "TIME\tundefined\tWARN\tWARN: AWS Lambda has removed support for callback-based";
        Assert.Equal(isWarned, lines.Any(line => line.StartsWith(Warning, StringComparison.Ordinal)));
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V61")]
    [InlineData("nodejs24.x", null, "(event, context, callback) => callback()", "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.")]
    [InlineData("nodejs26.x", null, "async (event, context, callback) => 1", "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24.")]
    [InlineData("nodejs22.x", "8", "(event, context, callback) => callback()", "ERROR: AWS Lambda does not support callback-based function handlers when using Node.js 22 with Managed Instances. To use Managed Instances, modify this function to use a supported handler signature. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.")]
    public async Task Client_4_refuses_a_handler_with_three_parameters(
        string runtime, string? concurrency, string handler, string message)
    {
        var function = NodejsFunction.WithCode(runtime, $"exports.handler = {handler};") with
        {
            Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_MAX_CONCURRENCY"] = concurrency },
        };

        var outcome = await function.RunAsync();

        Assert.Equal("/init/error", outcome.Posts[0].Path);
        Assert.Equal(concurrency is null ? 1 : 0, outcome.ExitCode);
        Assert.Equal(
            "Runtime.CallbackHandlerDeprecated", outcome.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.StartsWith(
            $$"""{"errorType":"Runtime.CallbackHandlerDeprecated","errorMessage":"{{message}}""",
            outcome.Posts[0].Text,
            StringComparison.Ordinal);
    }

    private static Task<NodejsOutcome> Run(string code, params string[] events) =>
        (NodejsFunction.WithCode(NodejsFunction.Client3, code) with { Events = events }).RunAsync();
}
