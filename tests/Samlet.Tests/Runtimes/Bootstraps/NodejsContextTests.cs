using System.Globalization;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>The context object, the environment, and the client that a runtime identifier asks for.</summary>
public sealed class NodejsContextTests
{
    private const string Trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";
    private const string Arn = "arn:aws:lambda:us-east-1:123456789012:function:ratings";
    private const string LogStream = "2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef";

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "callbackWaitsForEmptyEventLoop succeed fail done functionVersion functionName memoryLimitInMB logGroupName logStreamName clientContext identity invokedFunctionArn awsRequestId tenantId getRemainingTimeInMillis")]
    [InlineData(NodejsFunction.Client4, "clientContext identity invokedFunctionArn awsRequestId tenantId xRayTraceId getRemainingTimeInMillis w3c functionName functionVersion memoryLimitInMB logGroupName logStreamName")]
    public async Task The_keys_of_a_context_come_in_the_order_of_the_service(string runtime, string keys)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, "exports.handler = async (event, context) => Object.keys(context).join(' ');").RunAsync();
        Assert.Equal($"\"{keys}\"", outcome.Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, $$"""{"callbackWaitsForEmptyEventLoop":true,"functionVersion":"$LATEST","functionName":"ratings","memoryLimitInMB":"128","logGroupName":"/aws/lambda/ratings","logStreamName":"{{LogStream}}","invokedFunctionArn":"{{Arn}}","awsRequestId":"request-1"}""")]
    [InlineData(NodejsFunction.Client4, $$"""{"invokedFunctionArn":"{{Arn}}","awsRequestId":"request-1","xRayTraceId":"{{Trace}}","functionName":"ratings","functionVersion":"$LATEST","memoryLimitInMB":"128","logGroupName":"/aws/lambda/ratings","logStreamName":"{{LogStream}}"}""")]
    public async Task A_context_has_the_values_of_the_environment_and_the_event(string runtime, string expected)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, "exports.handler = async (event, context) => context;").RunAsync();
        Assert.Equal(expected, outcome.Post.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_context_identity_and_tenant_come_from_headers()
    {
        const string Code =
            "exports.handler = async (event, context) => [context.clientContext, context.identity, context.tenantId];";
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(runtime, Code) with
            {
                EventHeaders = new Dictionary<string, string?>
                {
                    ["Lambda-Runtime-Client-Context"] = """{"custom":{"ü":1}}""",
                    ["Lambda-Runtime-Cognito-Identity"] = """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""",
                    ["Lambda-Runtime-Aws-Tenant-Id"] = "blue",
                },
            };

            Assert.Equal(
                """[{"custom":{"ü":1}},{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"},"blue"]""",
                (await function.RunAsync()).Post.Text);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_4_moves_trace_context_out_of_the_client_context()
    {
        const string Code = """
            exports.handler = async (event, { clientContext, w3c }) => [clientContext, w3c(), Object.isFrozen(w3c())];
            """;
        var function = NodejsFunction.WithCode(NodejsFunction.Client4, Code) with
        {
            EventHeaders = new Dictionary<string, string?>
            {
                ["Lambda-Runtime-Client-Context"] =
                    """{"w3c":{"traceparent":"00-a","tracestate":5,"baggage":"b","x":"y"},"c":1}""",
            },
        };

        Assert.Equal("""[{"c":1},{"traceparent":"00-a","baggage":"b"},true]""", (await function.RunAsync()).Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "Lambda-Runtime-Client-Context", "{", "/invocation/request-1/error", "Cannot parse ClientContext as json: SyntaxError: ")]
    [InlineData(NodejsFunction.Client3, "Lambda-Runtime-Cognito-Identity", "{", "/invocation/request-1/error", "Cannot parse CognitoIdentity as json: SyntaxError: ")]
    [InlineData(NodejsFunction.Client4, "Lambda-Runtime-Client-Context", "{", null, "Failed to parse lambda-runtime-client-context as JSON: ")]
    [InlineData(NodejsFunction.Client4, "Lambda-Runtime-Deadline-Ms", "soon", null, "Invalid deadline timestamp")]
    [InlineData(NodejsFunction.Client4, "Lambda-Runtime-Deadline-Ms", null, null, "Missing required headers: lambda-runtime-deadline-ms")]
    [InlineData(NodejsFunction.Client4, "Lambda-Runtime-Invoked-Function-Arn", null, null, "Missing required headers: lambda-runtime-invoked-function-arn")]
    public async Task A_bad_header_fails_the_invocation_or_the_client(
        string runtime, string header, string? value, string? path, string message)
    {
        var function = NodejsFunction.WithCode(runtime, "exports.handler = async () => 1;") with
        {
            EventHeaders = new Dictionary<string, string?> { [header] = value },
        };

        var outcome = await function.RunAsync();

        Assert.Equal(path, outcome.Posts.SingleOrDefault()?.Path);
        Assert.Contains(message, path is null ? outcome.Error : outcome.Post.Text, StringComparison.Ordinal);
        Assert.Equal(path is null ? 1 : null, outcome.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_4_names_the_variables_that_are_missing()
    {
        var function = NodejsFunction.WithCode(NodejsFunction.Client4, "exports.handler = async () => 1;") with
        {
            Environment = new Dictionary<string, string?>
            {
                ["AWS_LAMBDA_FUNCTION_NAME"] = null,
                ["AWS_LAMBDA_LOG_STREAM_NAME"] = "",
            },
        };

        var outcome = await function.RunAsync();

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(
            "Missing required environment variables: AWS_LAMBDA_FUNCTION_NAME, AWS_LAMBDA_LOG_STREAM_NAME",
            outcome.Error,
            StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_remaining_time_goes_down_from_the_deadline()
    {
        const string Code = """
            exports.handler = async (event, context) => {
              const before = context.getRemainingTimeInMillis();
              await new Promise((done) => setTimeout(done, 50));
              return [before, context.getRemainingTimeInMillis()];
            };
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var text = (await NodejsFunction.WithCode(runtime, Code).RunAsync()).Post.Text;
            var times = text.Trim('[', ']').Split(',').Select(
                time => int.Parse(time, CultureInfo.InvariantCulture)).ToArray();

            Assert.InRange(times[0], 1_000, 60_000);
            Assert.InRange(times[0] - times[1], 45, 30_000);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(Trace, $"""["absent","{Trace}"]""")]
    [InlineData(null, """["absent","absent"]""")]
    [InlineData("", """["absent","absent"]""")]
    public async Task The_trace_ID_is_in_the_environment_during_an_invocation(string? header, string expected)
    {
        const string Code = """
            const read = () => '_X_AMZN_TRACE_ID' in process.env ? process.env._X_AMZN_TRACE_ID : 'absent';
            const init = read();
            exports.handler = async () => [init, read()];
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(runtime, Code) with
            {
                EventHeaders = new Dictionary<string, string?> { ["Lambda-Runtime-Trace-Id"] = header },
            };

            Assert.Equal((runtime, expected), (runtime, (await function.RunAsync()).Post.Text));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_function_sees_no_variable_or_handle_of_the_client()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are inherited on Unix only");
        const string Code = """
            exports.handler = async () => [
              Object.keys(process.env).filter((name) => name.startsWith('_') && name !== '_'),
              process.getActiveResourcesInfo?.().filter((name) => name !== 'FSReqCallback') ?? [],
              require('child_process').execSync('readlink /proc/self/fd/3 || true').toString().startsWith('socket'),
            ];
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await (NodejsFunction.WithCode(runtime, Code) with { LogsToDescriptor = true }).RunAsync();
            Assert.Equal((runtime, """[["_HANDLER","_X_AMZN_TRACE_ID"],[],false]"""), (runtime, outcome.Post.Text));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_invoke_store_of_client_4_knows_the_invocation()
    {
        const string Code = """
            const init = awslambda.InvokeStore.getRequestId();
            exports.handler = async () => {
              const store = awslambda.InvokeStore;
              store.set('mine', 1);
              let refusal;
              try { store.set(Symbol.for('_AWS_LAMBDA_REQUEST_ID'), 'x'); } catch (error) { refusal = error.message; }
              const ids = [store.getRequestId(), store.getXRayTraceId(), store.getTenantId()];
              return [init, ...ids, store.get('mine'), refusal];
            };
            """;
        var function = NodejsFunction.WithCode(NodejsFunction.Client4, Code) with
        {
            EventHeaders = new Dictionary<string, string?> { ["Lambda-Runtime-Aws-Tenant-Id"] = "blue" },
        };

        const string Refusal = "Cannot modify protected Lambda context field: Symbol(_AWS_LAMBDA_REQUEST_ID)";
        Assert.Equal(
            $"""["-","request-1","{Trace}","blue",1,"{Refusal}"]""",
            (await function.RunAsync()).Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, null, """["streamifyResponse","HttpResponseStream"]""")]
    [InlineData(NodejsFunction.Client4, null, """["streamifyResponse","HttpResponseStream","InvokeStore"]""")]
    [InlineData(NodejsFunction.Client3, "1", "[]")]
    [InlineData(NodejsFunction.Client4, "true", "[]")]
    public async Task The_global_awslambda_can_be_switched_off(string runtime, string? setting, string expected)
    {
        var function = NodejsFunction.WithCode(
            runtime, "exports.handler = async () => Object.keys(globalThis.awslambda ?? {});") with
        {
            Environment = new Dictionary<string, string?> { ["AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA"] = setting },
        };

        Assert.Equal(expected, (await function.RunAsync()).Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs16.x", "3")]
    [InlineData("nodejs18.x", "3")]
    [InlineData("nodejs20.x", "3")]
    [InlineData("nodejs22.x", "3")]
    [InlineData("nodejs24.x", "4")]
    [InlineData("nodejs26.x", "4")]
    public async Task The_runtime_identifier_decides_which_client_runs(string runtime, string client)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, "exports.handler = async (event, context) => ('done' in context ? 3 : 4);").RunAsync();
        Assert.Equal(client, outcome.Post.Text);
    }
}
