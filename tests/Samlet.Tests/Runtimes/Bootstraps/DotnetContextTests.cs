namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What a .NET handler learns of its invocation.</summary>
public sealed class DotnetContextTests
{
    private const int Limit = 60_000;
    private const string Trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0";

    [Fact(Timeout = Limit)]
    public async Task The_context_is_complete()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Context");
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "blue";
        function.EventHeaders["Lambda-Runtime-Cognito-Identity"] =
            """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}""";
        function.EventHeaders["Lambda-Runtime-Client-Context"] =
            """{"client":{"installation_id":"phone"},"custom":{"answer":42},"env":{"locale":"de"}}""";

        Assert.Equal(
            """{"AwsRequestId":"request-1","FunctionName":"ratings","FunctionVersion":"$LATEST","""
            + """
            "InvokedFunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:ratings","LogGroupName":"/aws/lambda/ratings","LogStreamName":"2026/01/01/[$LATEST]0",
            """
            + $$"""
            "MemoryLimitInMB":256,"HasRemainingTime":true,"TenantId":"blue","TraceId":"{{Trace}}","TraceVariable":"{{Trace}}","TraceProvider":"{{Trace}}",
            """
            + """
            "Serializer":"JsonFunctionSerializer","Unheard":"body of the interface","Identity":"id/pool","Installation":"phone","Custom":"42","Environment":"de"}
            """,
            (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_headers_identity_and_client_context_are_there_and_empty()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Context");
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = null;
        var json = (await function.RunAsync()).Json;

        Assert.Equal("/", json.GetProperty("Identity").GetString());
        foreach (var name in (string[])["Installation", "Custom", "Environment", "TenantId", "TraceId", "TraceVariable"])
        {
            Assert.Equal(System.Text.Json.JsonValueKind.Null, json.GetProperty(name).ValueKind);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_object_of_the_handler_serves_every_invocation_and_its_context_ends_with_each()
    {
        using var counting = new DotnetFunction("Library::Library.Shapes::Count");
        using var flowing = new DotnetFunction("Library::Library.Behaviour::Flow");

        Assert.Equal(["1", "2"], (await counting.RunAsync("\"\"", "\"\"")).Posts.Select(post => post.Text));
        Assert.Equal(["1", "1"], (await flowing.RunAsync("\"\"", "\"\"")).Posts.Select(post => post.Text));
    }

    [Fact(Timeout = Limit)]
    public async Task Events_come_in_chunks_as_well_and_may_be_large()
    {
        using var function = new DotnetFunction("Library::Library.Shapes::Streams") { ReadsChunks = true };
        var payload = $"\"{new string('ü', 200_000)}\"";

        Assert.Equal(payload, (await function.RunAsync(payload)).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_response_that_is_refused_does_not_end_the_process()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Large") { PostStatus = 413 };
        var run = await function.RunAsync("100000", "100000");

        Assert.Equal(2, run.Posts.Count);
        Assert.Null(run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task The_memory_of_the_function_limits_the_heap_unless_told_otherwise()
    {
        using var limited = new DotnetFunction("Library::Library.Behaviour::HeapLimit");
        using var unlimited = new DotnetFunction("Library::Library.Behaviour::HeapLimit");
        unlimited.Variables["AWS_LAMBDA_DOTNET_DISABLE_MEMORY_LIMIT_CHECK"] = "true";

        Assert.Equal("256", (await limited.RunAsync()).Answer);
        Assert.NotEqual("256", (await unlimited.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Run_once_ends_after_one_event()
    {
        using var function = new DotnetFunction("Library::Library.Shapes::Nothing");
        function.Variables["AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE"] = "true";
        var run = await function.RunAsync("1", "2");

        Assert.Equal((0, 1), (run.ExitCode, run.Posts.Count));
    }

    [Fact(Timeout = Limit)]
    public async Task All_types_of_all_assemblies_can_be_listed_as_libraries_do()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Types");

        Assert.True((await function.RunAsync()).Json.GetInt32() > 100);
    }

    [Fact(Timeout = Limit)]
    public async Task The_first_version_of_the_package_serves_as_well()
    {
        using var function = new DotnetFunction("Old::Old.Function::Handler") { Project = "Old" };
        var run = await function.RunAsync();

        Assert.Equal("\"request-1\"", run.Answer);
        Assert.Equal(["request-1\tinfo\tline", "text", "request-1\tstatic"], run.Lines);
    }

    [Fact(Timeout = Limit)]
    public async Task A_function_needs_no_package_for_streams()
    {
        using var function = new DotnetFunction("Plain::Plain.Function::Handler") { Project = "Plain" };

        Assert.Equal("[1,  2]", (await function.RunAsync("[1,  2]")).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_no_stream_needs_a_serializer()
    {
        using var input = new DotnetFunction("Plain::Plain.Function::Text") { Project = "Plain" };
        using var output = new DotnetFunction("Plain::Plain.Function::Types") { Project = "Plain" };

        Assert.Equal(
            "Could not find the LambdaSerializerAttribute on the assembly 'Plain' or method 'Text' while attempting to deserialize input data of type 'System.String'. To use types other than System.IO.Stream as input/output parameters, the assembly or Lambda function should be annotated with Amazon.Lambda.Core.LambdaSerializerAttribute.",
            (await input.RunAsync()).ErrorMessage);
        Assert.StartsWith(
            "Could not find the LambdaSerializerAttribute on the assembly 'Plain' or method 'Types' while attempting to serialize output data of type 'System.Int32'. ",
            (await output.RunAsync()).ErrorMessage,
            StringComparison.Ordinal);
    }
}
