namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Multi-concurrency: threads, each with many invocations at a time.</summary>
public sealed class NodejsConcurrencyTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "1")]
    [InlineData("nodejs24.x", "3")]
    public async Task Invocations_run_at_the_same_time_and_know_themselves(string runtime, string workers)
    {
        const string Code = """
            let running = 0;
            exports.handler = async (event, context) => {
              running++;
              await new Promise((done) => setTimeout(done, 300));
              const isItself = awslambda.InvokeStore.getRequestId() === context.awsRequestId;
              console.log(event);
              return [isItself, running > 1, process.env._X_AMZN_TRACE_ID ?? null];
            };
            """;
        var function = NodejsFunction.WithCode(runtime, Code) with
        {
            Events = [.. Enumerable.Range(1, 12).Select(static number => $"{number}")],
            Environment = Concurrency(workers),
            Posts = 12,
        };

        var outcome = await function.RunAsync();

        Assert.Equal(
            Enumerable.Range(1, 12).Select(static number => $"/invocation/request-{number}/response"),
            outcome.Posts.Select(static post => post.Path).OrderBy(static path => path.Length)
                .ThenBy(static path => path));
        Assert.Contains(outcome.Posts, static post => post.Text == "[true,true,null]");
        Assert.All(outcome.Posts, static post => Assert.StartsWith("[true,", post.Text, StringComparison.Ordinal));
        Assert.Contains(
            """{"timestamp":"TIME","level":"INFO","requestId":"request-7","message":7}""", outcome.Lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failed_init_phase_is_posted_by_every_thread_and_ends_the_process()
    {
        var function = NodejsFunction.WithCode(NodejsFunction.Client4, "throw new RangeError('init');") with
        {
            Environment = Concurrency("2"),
        };

        var outcome = await function.RunAsync();

        Assert.Equal(["/init/error", "/init/error"], outcome.Posts.Select(static post => post.Path));
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_ends_a_thread_is_in_the_log()
    {
        const string Code = """
            exports.handler = async (event) => {
              Promise.reject(new RangeError('nobody catches it'));
              await new Promise(() => {});
            };
            """;
        var function = NodejsFunction.WithCode(NodejsFunction.Client4, Code) with
        {
            Environment = Concurrency("1"),
            Posts = 1, // There will be none: it ends before.
        };

        var outcome = await function.RunAsync();

        Assert.Contains(outcome.Lines, static line => line.StartsWith(
            """{"timestamp":"TIME","level":"ERROR","message":{"errorType":"RangeError","errorMessage":"nobody catches it",""",
            StringComparison.Ordinal));
    }

    private static Dictionary<string, string?> Concurrency(string workers) => new()
    {
        ["AWS_LAMBDA_MAX_CONCURRENCY"] = "16",
        ["AWS_LAMBDA_NODEJS_WORKER_COUNT"] = workers,
    };
}
