namespace Samlet.E2ETests;

/// <summary>Handlers as people write them, in each language: modules, folders, layers, context, inline code.</summary>
public sealed class RuntimeTests
{
    [Theory]
    [Requires("node")]
    [InlineData("app.handler", "app.js", "exports.handler = async event => event;")]
    [InlineData("app.handler", "app.mjs", "export const handler = async event => event;")]
    [InlineData("app.handler", "app.cjs", "module.exports.handler = async event => event;")]
    [InlineData("lib/app.handler", "lib/app.js", "exports.handler = async event => event;")]
    [InlineData("app.nested.handler", "app.js", "exports.nested = { handler: async event => event };")]
    [InlineData("app.handler", "app.js", "exports.handler = event => new Promise(done => setTimeout(done, 5, event));")]
    [InlineData("app.handler", "app.js", "exports.handler = (event, context, callback) => callback(null, event);")]
    [InlineData("app.handler", "app.mjs", "const event = await 7; export const handler = async () => event;")]
    public async Task A_Node_handler_answers(string handler, string file, string code)
    {
        using var app = TestApp.WithFunction("nodejs22.x", handler).With($"src/{file}", code);

        (await app.InvokeWithAsync("7")).IsAnswer("7");
    }

    [Theory]
    [InlineData("app.js", "exports.handler = async (event, context) =>")]
    [InlineData("app.mjs", "export const handler = async (event, context) =>")]
    [Requires(RequiresAttribute.Node24)]
    public async Task A_function_of_nodejs24_runs_on_Node_24(string file, string handler)
    {
        var node = Environment.GetEnvironmentVariable("SAMLET_TEST_NODE24")!; // Required above.
        using var app = TestApp.WithFunction("nodejs24.x", "app.handler").With(
            $"src/{file}", $"{handler} [process.versions.node.split('.')[0], typeof context.succeed, awslambda.InvokeStore !== undefined];");
        var path = $"{Path.GetDirectoryName(node)}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        var result = await (app.Invocation() with { Environment = new Dictionary<string, string> { ["PATH"] = path } })
            .RunAsync();

        result.IsAnswer("[\"24\",\"undefined\",true]");
        Assert.DoesNotContain("warning:", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    public async Task A_callback_may_leave_the_event_loop_busy()
    {
        using var app = TestApp.Node("""
            exports.handler = (event, context, callback) => {
              context.callbackWaitsForEmptyEventLoop = false;
              setInterval(() => {}, 1000);
              callback(null, 'answer');
            };
            """);

        (await app.InvokeAsync()).IsAnswer("\"answer\"");
    }

    [Theory]
    [Requires("python3")]
    [InlineData("app.handler", "app.py")]
    [InlineData("lib/app.handler", "lib/app.py")]
    [InlineData("lib.app.handler", "lib/app.py")]
    public async Task A_Python_handler_answers(string handler, string file)
    {
        using var app = TestApp.WithFunction("python3.13", handler)
            .With($"src/{file}", "def handler(event, context):\n    return event\n");

        (await app.InvokeWithAsync("""{"a":[1.0,"ö"]}""")).IsAnswer("""{"a": [1.0, "ö"]}""");
    }

    [Fact]
    [Requires("node")]
    public async Task The_Node_context_tells_what_runs()
    {
        using var app = TestApp.Node("""
            exports.handler = async (event, context) => [
              context.functionName, context.functionVersion, context.memoryLimitInMB, context.logGroupName,
              context.invokedFunctionArn, context.getRemainingTimeInMillis() > 6000, context.awsRequestId.length,
            ];
            """, "FunctionName: ratings\nTimeout: 7");

        (await app.InvokeAsync("--region", "eu-west-1")).IsAnswer(
            """["ratings","$LATEST","128","/aws/lambda/ratings","""
            + "\"arn:aws:lambda:eu-west-1:123456789012:function:ratings\",true,36]");
    }

    [Fact]
    [Requires("python3")]
    public async Task The_Python_context_and_log_are_the_services()
    {
        using var app = TestApp.Python("""
            import logging

            def handler(event, context):
                logging.warning("low water")
                print("printed")
                return [context.function_name, context.memory_limit_in_mb, context.get_remaining_time_in_millis() > 6000]
            """, "FunctionName: ratings\nTimeout: 7");

        var result = await app.InvokeAsync();

        result.IsAnswer("""["ratings", "128", true]""");
        Assert.Matches(@"(?m)^\[WARNING\]\t[0-9T:.-]+Z\t[0-9a-f-]{36}\tlow water$", result.Err);
        Assert.Contains("\nprinted\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("python3")]
    public async Task Python_finds_what_its_environment_has_installed()
    {
        using var app = TestApp.Python("""
            import json, sqlite3, site, sys

            def handler(event, context):
                return [json.loads("1"), bool(site.getsitepackages()), "site" in sys.modules, sys.flags.no_site]
            """);

        (await app.InvokeAsync()).IsAnswer("[1, true, true, 0]");
    }

    [Fact]
    [Requires("node", "python3")]
    public async Task Layers_are_on_the_search_paths()
    {
        using var app = TestApp.Of("""
            Resources:
              Shared:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: layer/}
              Node:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src/, Handler: app.handler, Runtime: nodejs22.x, Layers: [!Ref Shared]}
              Python:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src/, Handler: app.handler, Runtime: python3.13, Layers: [!Ref Shared]}
            """)
            .With("layer/nodejs/node_modules/shared/index.js", "module.exports = 'node';")
            .With("layer/python/shared.py", "name = 'python'\n")
            .With("src/app.js", "exports.handler = async () => require('shared');")
            .With("src/app.py", "import shared\n\ndef handler(event, context):\n    return shared.name\n");

        (await app.InvokeAsync("Node")).IsAnswer("\"node\"");
        (await app.InvokeAsync("Python")).IsAnswer("\"python\"");
    }

    [Fact]
    [Requires("node", "python3")]
    public async Task Inline_code_runs_in_both_forms()
    {
        using var app = TestApp.Of("""
            Resources:
              Node:
                Type: AWS::Serverless::Function
                Properties: {InlineCode: "exports.handler = async () => 'node';", Handler: index.handler, Runtime: nodejs22.x}
              Python:
                Type: AWS::Lambda::Function
                Properties:
                  Handler: index.handler
                  Runtime: python3.13
                  Code:
                    ZipFile: |
                      def handler(event, context):
                          return "python"
            """);

        (await app.InvokeAsync("Node")).IsAnswer("\"node\"");
        (await app.InvokeAsync("Python")).IsAnswer("\"python\"");
    }

    [Fact]
    [Requires("node")]
    public async Task Another_runtime_than_the_templates_is_taken_from_the_command_line()
    {
        using var app = TestApp.WithFunction("python3.13", "app.handler")
            .With("src/app.js", "exports.handler = async () => process.env.AWS_EXECUTION_ENV;");

        (await app.InvokeAsync("--runtime", "nodejs20.x")).IsAnswer("\"AWS_Lambda_nodejs20.x\"");
    }

    [Fact]
    [Requires("bash", "curl")]
    public async Task A_custom_runtime_answers_and_reports_its_own_init_error()
    {
        using var app = TestApp.Bash("""
            curl -sS -d "[$event,\"$_HANDLER\"]" "$api/invocation/$id/response" >/dev/null
            """);
        using var broken = TestApp.WithFunction("provided.al2023", "none");
        broken.Folder.WriteProgram("src/bootstrap", """
            #!/bin/sh
            curl -sS -H 'Lambda-Runtime-Function-Error-Type: Runtime.NoConfig' \
              -d '{"errorType":"Runtime.NoConfig","errorMessage":"no config"}' \
              "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/init/error" >/dev/null
            exit 1
            """);

        (await app.InvokeWithAsync("1")).IsAnswer("[1,\"none\"]");
        (await broken.InvokeAsync()).IsFunctionError("Runtime.NoConfig");
    }
}
