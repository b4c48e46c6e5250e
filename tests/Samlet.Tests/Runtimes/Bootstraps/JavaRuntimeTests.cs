using System.Text.Json;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Errors, context, logs, threads and snapshots (spec: 12.2, 12.4 to 12.6, 15.12, 16).</summary>
public sealed class JavaRuntimeTests
{
    private const int Limit = 90_000;

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V76")]
    public async Task An_exception_is_told_with_its_stack_and_its_cause()
    {
        var run = await JavaFunction.RunAsync("samples.Faults::fail", "\"outer\"");
        var names = run.Json.EnumerateObject().Select(static member => member.Name);

        Assert.Equal("errorMessage errorType stackTrace cause", string.Join(' ', names));
        Assert.Equal(("outer", "samples.Faults$Custom"), (run.Member("errorMessage"), run.Member("errorType")));
        var frames = run.Json.GetProperty("stackTrace").EnumerateArray().Select(static frame => frame.GetString()!).ToList();
        Assert.Matches(@"^samples\.Faults\.fail\(Faults\.java:\d+\)$", frames[0]);
        Assert.DoesNotContain(frames, static frame => frame.Contains("samlet", StringComparison.Ordinal));
        Assert.Equal("inner", run.Json.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal(("/invocation/request-1/error", "Runtime.UserException"), (run.Path, run.ErrorHeader));
        var cause = JsonDocument.Parse(run.Posts[0].Header("Lambda-Runtime-Function-XRay-Error-Cause")!).RootElement;
        Assert.Equal("outer", cause.GetProperty("exceptions")[0].GetProperty("message").GetString());
        Assert.Equal("Faults.java", cause.GetProperty("paths")[0].GetString());
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_is_logged_in_the_form_of_the_service()
    {
        var run = await JavaFunction.RunAsync("samples.Faults::noMessage", "\"x\"");

        Assert.StartsWith(
            "java.lang.IllegalStateException: java.lang.IllegalStateException\njava.lang.IllegalStateException\n\tat samples.Faults.noMessage(",
            run.Output,
            StringComparison.Ordinal);
        Assert.EndsWith("\n\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("java.lang.IllegalStateException", run.Member("errorMessage"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("overflow", "java.lang.StackOverflowError", 0)]
    [InlineData("memory", "java.lang.OutOfMemoryError", 0)]
    [InlineData("inputOutput", "java.io.IOError", 0)]
    [InlineData("error", "java.lang.AssertionError", null)]
    [InlineData("fail", "samples.Faults$Custom", null)]
    public async Task Only_what_breaks_the_machine_ends_the_process(string method, string type, int? exitCode)
    {
        var run = await JavaFunction.RunAsync($"samples.Faults::{method}", "\"x\"");

        Assert.Equal((type, exitCode), (run.Member("errorType"), run.ExitCode));
    }

    [Theory(Timeout = Limit)]
    [InlineData("networkaddress.cache.negative.ttl", "", "1")]
    [InlineData("networkaddress.cache.negative.ttl", "7", "7")]
    [InlineData("jdk.tls.disabledAlgorithms", "", "SSLv3, RC4, MD5withRSA, DH keySize < 1024, EC keySize < 224, DES40_CBC, RC4_40, 3DES_EDE_CBC")]
    public async Task Security_properties_are_those_of_the_service(string name, string seconds, string expected)
    {
        var function = new JavaFunction("samples.Handlers::security");
        if (seconds.Length > 0)
        {
            function.Variables["AWS_LAMBDA_JAVA_NETWORKADDRESS_CACHE_NEGATIVE_TTL"] = seconds;
        }

        Assert.Equal($"\"{expected}\"", (await function.RunAsync($"\"{name}\"")).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Security_properties_of_the_functions_own_come_first()
    {
        using var folder = new TempFolder();
        var file = folder.Write("own.properties", "networkaddress.cache.negative.ttl=3\n");
        var function = new JavaFunction("samples.Handlers::security");
        function.Variables["JAVA_TOOL_OPTIONS"] = $"-Djava.security.properties={file}";

        Assert.Equal("\"3\"", (await function.RunAsync("\"networkaddress.cache.negative.ttl\"")).Answer);
        Assert.StartsWith(
            "\"SSLv3, RC4, ", (await function.RunAsync("\"jdk.tls.disabledAlgorithms\"")).Answer, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task System_exit_ends_the_process_without_an_answer()
    {
        var run = await JavaFunction.RunAsync("samples.Faults::exit", "\"3\"");

        Assert.Equal(3, run.ExitCode);
        Assert.Empty(run.Posts);
    }

    [Fact(Timeout = Limit)]
    public async Task State_lives_on_after_an_exception()
    {
        var run = await JavaFunction.RunAsync("samples.Faults::count", "\"a\"", "\"fail\"", "\"b\"");

        Assert.Equal("2", run.Posts[2].Text);
    }

    [Fact(Timeout = Limit)]
    public async Task A_response_that_is_too_large_does_no_harm()
    {
        var function = new JavaFunction("samples.Faults::count") { PostStatus = 413 };

        Assert.Equal(2, (await function.RunAsync("\"a\"", "\"b\"")).Posts.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task An_interrupt_of_one_invocation_is_not_the_next_ones()
    {
        var run = await JavaFunction.RunAsync("samples.Faults::interrupt", "\"a\"", "\"b\"");

        Assert.Equal(["\"false\"", "\"false\""], run.Posts.Select(static post => post.Text));
    }

    [Theory(Timeout = Limit)]
    [InlineData("java17", "null", false)]
    [InlineData("java21", "null", true)]
    [InlineData("java11", "Root=1", false)]
    [InlineData("java8.al2", "Root=1", true)]
    public async Task The_context_tells_of_function_and_invocation(string runtime, string traceVariable, bool chunks)
    {
        var function = new JavaFunction("samples.Faults::context") { Runtime = runtime, ReadsChunks = chunks };
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = "Root=1";
        var run = await function.RunAsync("{}");

        Assert.Equal(
            """{"awsRequestId":"request-1","logGroupName":"/aws/lambda/f","logStreamName":"2026/01/01/[$LATEST]0","functionName":"f","functionVersion":"$LATEST","invokedFunctionArn":"arn:aws:lambda:us-east-1:123456789012:function:ratings","memoryLimitInMB":512,"remaining":true,"identity":"null","clientContext":"null","tenantId":"null" """
            + $",\"xrayTraceId\":\"Root=1\",\"traceProperty\":\"Root=1\",\"traceVariable\":\"{traceVariable}\",\"sameLogger\":true}}",
            run.Answer.Replace("\"tenantId\":\"null\"", "\"tenantId\":\"null\" ", StringComparison.Ordinal));
        Assert.Equal("", run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task The_context_tells_of_the_caller()
    {
        var function = new JavaFunction("samples.Faults::context");
        function.EventHeaders["Lambda-Runtime-Trace-Id"] = null;
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "t";
        function.EventHeaders["Lambda-Runtime-Cognito-Identity"] = """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""";
        function.EventHeaders["Lambda-Runtime-Client-Context"] = """{"client":{"app_title":"é"},"custom":{"k":"v"},"env":{"platform":"x"}}""";
        var run = await function.RunAsync("{}");

        Assert.Equal(
            ("i", "é{k=v}{platform=x}", "t", "null"),
            (run.Member("identity"), run.Member("clientContext"), run.Member("tenantId"), run.Member("traceProperty")));
    }

    [Theory(Timeout = Limit)]
    [InlineData("", "out é\nraw\n[WARN] warned\n[DEBUG] debugged\nbytes\nglobal\n")]
    [InlineData("WARN", "out é\nraw\n[WARN] warned\nbytes\nglobal\n")]
    public async Task The_logger_writes_text_as_it_is_and_levels_in_brackets(string level, string output)
    {
        var function = new JavaFunction("samples.Faults::log");
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = level;

        Assert.Equal(output, (await function.RunAsync("\"x\"")).Output);
    }

    [Fact(Timeout = Limit)]
    public async Task The_logger_writes_JSON()
    {
        var function = new JavaFunction("samples.Faults::log");
        function.Variables["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
        function.Variables["AWS_LAMBDA_LOG_LEVEL"] = "INFO";
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "t";
        var lines = (await function.RunAsync("\"x\"")).Output.Split('\n');

        Assert.Equal("out é", lines[0]);
        Assert.Matches(
            """^\{"timestamp":"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","message":"raw\\n","level":"UNDEFINED","AWSRequestId":"request-1","tenantId":"t"\}$""",
            lines[1]);
        Assert.Contains("\"level\":\"WARN\"", lines[2], StringComparison.Ordinal);
        Assert.Equal("bytes", lines[3]);
    }

    [Fact(Timeout = Limit)]
    public async Task Threads_share_one_handler_and_leave_the_trace_property_alone()
    {
        var function = new JavaFunction("samples.Faults::together") { Runtime = "java21" };
        function.Variables["AWS_LAMBDA_MAX_CONCURRENCY"] = "2";
        var run = await function.RunBothAsync("\"a\"", "\"b\"");

        Assert.Equal(
            ["\"Lambda-Function-1null\"", "\"Lambda-Function-2null\""], run.Posts.Select(static post => post.Text).Order());
        Assert.StartsWith("Starting 2 concurrent function handler threads.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Hooks_around_a_snapshot_run_in_their_order()
    {
        var function = new JavaFunction("samples.Faults$Hooks::calls");
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        var run = await function.RunAsync("1");

        Assert.Equal(["/restore/next", "/invocation/request-1/response"], run.Posts.Select(static post => post.Path));
        Assert.Equal("\"b2b1a1a212\"", run.Posts[1].Text);
    }

    [Theory(Timeout = Limit)]
    [InlineData("before", "/init/error", "Runtime.BeforeCheckpointError", "org.crac.CheckpointException")]
    [InlineData("after", "/restore/error", "Runtime.AfterRestoreError", "org.crac.RestoreException")]
    public async Task A_hook_that_fails_ends_the_process(string hook, string path, string header, string type)
    {
        var function = new JavaFunction("samples.Faults$Hooks::calls");
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        function.Variables["FAILS"] = hook;
        var run = await function.RunAsync("1");
        var post = run.Posts[^1];

        Assert.Equal((path, header), (post.Path, post.Header("Lambda-Runtime-Function-Error-Type")));
        Assert.Contains($"\"errorType\":\"{type}\"", post.Text, StringComparison.Ordinal);
        Assert.Equal(64, run.ExitCode);
    }
}
