using System.Text;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Streamed responses, snapshots, several invocations at once.</summary>
public sealed class DotnetPhaseTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    public async Task A_streamed_response_is_what_was_written_to_the_stream()
    {
        using var function = new DotnetFunction("Library::Library.Streaming::Parts");
        var run = await function.RunAsync("""["one ","","two"]""", """["again"]""");

        Assert.Equal(["one two", "again"], run.Posts.Select(post => post.Text));
        Assert.Equal("streaming", run.Posts[0].Header("Lambda-Runtime-Function-Response-Mode"));
        Assert.Equal("application/vnd.awslambda.http-integration-response", run.Posts[0].Header("Content-Type"));
        Assert.Empty(run.Posts[0].Trailers);
    }

    [Fact(Timeout = Limit)]
    public async Task A_prelude_ends_in_eight_NULs()
    {
        using var function = new DotnetFunction("Library::Library.Streaming::Http");

        Assert.Equal(
            """{"statusCode":201,"cookies":["a=b"]}""" + new string('\0', 8) + "body",
            (await function.RunAsync("\"body\"")).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_failure_midway_is_in_the_trailers()
    {
        using var function = new DotnetFunction("Library::Library.Streaming::FailMidway");
        var run = await function.RunAsync("\"half\"");

        Assert.Equal("half", run.Answer);
        Assert.Equal("FunctionException", run.Posts[0].Trailers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains(
            "\"errorMessage\": \"midway\"",
            Encoding.UTF8.GetString(Convert.FromBase64String(run.Posts[0].Trailers["Lambda-Runtime-Function-Error-Body"])),
            StringComparison.Ordinal);
        Assert.Contains("midway", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_second_stream_is_refused()
    {
        using var function = new DotnetFunction("Library::Library.Streaming::Twice");

        Assert.Equal(
            "InvalidOperationException",
            (await function.RunAsync()).Posts[0].Trailers["Lambda-Runtime-Function-Error-Type"]);
    }

    [Fact(Timeout = Limit)]
    public async Task Hooks_run_around_the_snapshot()
    {
        using var function = new DotnetFunction("Library::Library.Hooks::Handler");
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        var run = await function.RunAsync();

        Assert.Equal(["/restore/next", "/invocation/request-1/response"], run.Posts.Select(post => post.Path));
        Assert.Equal("""["before 2","before 1","after 1","after 2"]""", run.Posts[1].Text);
    }

    [Theory(Timeout = Limit)]
    [InlineData("before 1", "/init/error", "Runtime.BeforeSnapshotError", 64)]
    [InlineData("after 1", "/restore/error", "Runtime.AfterRestoreError", 65)]
    public async Task A_hook_that_fails_is_reported(string hook, string path, string errorType, int exitCode)
    {
        using var function = new DotnetFunction("Library::Library.Hooks::Handler");
        function.Variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start";
        function.Variables["FAILS"] = hook;
        var run = await function.RunAsync();
        var post = run.Posts[^1];

        Assert.Equal((path, errorType), (post.Path, post.Header("Lambda-Runtime-Function-Error-Type")));
        Assert.Contains($"\"errorMessage\": \"{hook}\"", post.Text, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_SnapStart_no_hook_runs()
    {
        using var function = new DotnetFunction("Library::Library.Hooks::Handler");

        Assert.Equal("[]", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Several_invocations_run_at_once_in_one_process()
    {
        using var function = new DotnetFunction("Library::Library.Meeting::Handler");
        function.Variables["AWS_LAMBDA_MAX_CONCURRENCY"] = "4";
        var run = await function.RunUntilPostedAsync("\"a\"", "\"b\"", "\"c\"");

        Assert.Equal(
            ["\"a request-1 True \"", "\"b request-2 True \"", "\"c request-3 True \""],
            run.Posts.Select(post => post.Text).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["request-1\tinfo\tmet a", "request-2\tinfo\tmet b", "request-3\tinfo\tmet c"],
            run.Lines.Order(StringComparer.Ordinal));
    }
}
