namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>The second argument of a handler, and what else an invocation brings along.</summary>
public sealed class PythonBootstrapContextTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("context.aws_request_id", "\"request-1\"")]
    [InlineData("context.function_name", "\"f\"")]
    [InlineData("context.function_version", "\"$LATEST\"")]
    [InlineData("context.memory_limit_in_mb", "\"128\"")]
    [InlineData("context.log_group_name", "\"/aws/lambda/f\"")]
    [InlineData("context.log_stream_name", "\"2026/01/01/[$LATEST]0\"")]
    [InlineData("context.invoked_function_arn", "\"arn:aws:lambda:us-east-1:123456789012:function:ratings\"")]
    [InlineData("context.tenant_id", "null")]
    [InlineData("context.client_context", "null")]
    [InlineData("[context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]", "[null, null]")]
    [InlineData("50000 < context.get_remaining_time_in_millis() <= 60000", "true")]
    [InlineData("type(context.get_remaining_time_in_millis()).__name__", "\"int\"")]
    [InlineData("type(context).__module__ + '.' + type(context).__name__", "\"awslambdaric.lambda_context.LambdaContext\"")]
    [InlineData("repr(context.identity)", "\"CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])\"")]
    [InlineData("isinstance(context, __import__('awslambdaric.lambda_context').lambda_context.LambdaContext)", "true")]
    public async Task The_context_tells_of_the_function_and_the_invocation(string expression, string expected)
    {
        using var function = new PythonFunction($"def handler(event, context): return {expression}");
        Assert.Equal(expected, (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("context.client_context.custom", """{"k": 1}""")]
    [InlineData("context.client_context.env", "null")]
    [InlineData("context.client_context.client.app_title", "\"é\"")]
    [InlineData("context.client_context.client.installation_id", "null")]
    [InlineData("context.identity.cognito_identity_id", "\"i\"")]
    [InlineData("context.identity.cognito_identity_pool_id", "\"p\"")]
    [InlineData("context.tenant_id", "\"t\"")]
    public async Task The_context_tells_of_the_caller(string expression, string expected)
    {
        using var function = new PythonFunction($"def handler(event, context): return {expression}");
        function.EventHeaders["Lambda-Runtime-Client-Context"] = """{"custom":{"k":1},"client":{"app_title":"é"}}""";
        function.EventHeaders["Lambda-Runtime-Cognito-Identity"] = """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""";
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "t";
        Assert.Equal(expected, (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Client-Context", "Unable to parse Client Context JSON: ")]
    [InlineData("Cognito-Identity", "Unable to parse Cognito Identity JSON: ")]
    public async Task A_caller_that_cannot_be_read_is_an_error(string header, string message)
    {
        using var function = new PythonFunction("def handler(event, context): return 1");
        function.EventHeaders[$"Lambda-Runtime-{header}"] = "{";
        var run = await function.RunAsync();

        Assert.Equal("Runtime.LambdaContextUnmarshalError", run.ErrorType);
        Assert.StartsWith(message, run.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("import os\nearly = os.environ.get('_X_AMZN_TRACE_ID')\n")]
    [InlineData("early = None\n")]
    public async Task The_trace_id_is_there_during_an_invocation_only_and_in_children_too(string head)
    {
        using var function = new PythonFunction(
            head + "def handler(event, context):\n    import os\n" +
            "    return [early, os.environ['_X_AMZN_TRACE_ID'], os.popen('echo $_X_AMZN_TRACE_ID').read()]\n");
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = "Root=1;Sampled=0";
        var run = await function.RunAsync("1", "2");

        Assert.Equal("""[null, "Root=1;Sampled=0", "Root=1;Sampled=0\n"]""", run.Posts[1].Text);
    }

    [Fact(Timeout = Limit)]
    public async Task A_trace_id_does_not_stay_when_the_next_invocation_has_none()
    {
        using var function = new PythonFunction(
            "def handler(event, context):\n    import os\n    return os.environ.get('_X_AMZN_TRACE_ID')\n");
        function.Variables["_X_AMZN_TRACE_ID"] = "stale";
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = null;
        Assert.Equal("null", (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("import logging\n")]
    public async Task The_log_of_the_context_writes_as_it_is(string head)
    {
        using var function = new PythonFunction(head + "def handler(event, context):\n    context.log('a\\n')\n    context.log(5)\n");
        Assert.Equal("a\n5", (await function.RunAsync()).Output);
    }

    [Fact(Timeout = Limit)]
    public async Task Hooks_around_a_snapshot_run_in_their_order()
    {
        using var function = new PythonFunction(
            """
            from snapshot_restore_py import register_after_restore, register_before_snapshot
            calls = []
            for number in (1, 2):
                register_before_snapshot(calls.append, number)
                register_after_restore(calls.append, number + 10)
            def handler(event, context): return calls
            """);
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        var run = await function.RunAsync();

        Assert.Equal(["/restore/next", "/invocation/request-1/response"], run.Posts.Select(static post => post.Path));
        Assert.Equal("[2, 1, 11, 12]", run.Posts[1].Text);
    }

    [Theory(Timeout = Limit)]
    [InlineData("register_before_snapshot", "/init/error", "Runtime.BeforeSnapshotError", 64)]
    [InlineData("register_after_restore", "/restore/error", "Runtime.AfterRestoreError", 65)]
    public async Task A_hook_that_fails_ends_the_process(string hook, string path, string errorType, int exitCode)
    {
        using var function = new PythonFunction(
            $"import snapshot_restore_py\n@snapshot_restore_py.{hook}\ndef fail():\n    raise ValueError('v')\n" +
            "def handler(event, context): pass\n");
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        var run = await function.RunAsync();
        var post = run.Posts[^1];

        Assert.Equal((path, errorType), (post.Path, post.Header("Lambda-Runtime-Function-Error-Type")));
        Assert.Contains("\"errorType\": \"ValueError\"", post.Text, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }
}
