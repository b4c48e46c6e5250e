using System.Text;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Runtimes that go through a snapshot and its restoration.</summary>
public sealed class SnapStartTests
{
    [Fact(Timeout = 60_000)]
    public async Task A_runtime_is_restored_at_once_and_the_log_says_so()
    {
        await using var test = Start("""
            say("before")
            say(call("GET", runtime.base + "restore/next")[0])
            say("after")
            runtime.serve(lambda event: event)
            """);

        Assert.Equal("5", await test.TextOfAsync("5"));
        Assert.Matches("(?s)INIT_START.*before\n.*RESTORE_START.*200\nafter\n.*RESTORE_REPORT Restore Duration: .*START RequestId", test.Log);
        Assert.Contains("\tRestore Duration: ", test.Log[test.Log.IndexOf("REPORT RequestId", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotContain("\tInit Duration: ", test.Log, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("restore/error")]
    [InlineData("init/error")]
    public async Task A_failing_hook_fails_the_invocation(string path)
    {
        await using var test = Start($$"""
            call("GET", runtime.base + "restore/next")
            call("POST", runtime.base + "{{path}}", {"Lambda-Runtime-Function-Error-Type": "Runtime.AfterRestoreError"}, '{"x":1}')
            sys.exit(65)
            """);
        var result = await test.InvokeAsync();

        Assert.Equal(("{\"x\":1}", "Runtime.AfterRestoreError"), (Encoding.UTF8.GetString(result.Payload.Span), result.ErrorType));
        Assert.Single(test.Starts);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_runtime_without_hooks_is_simply_ready()
    {
        await using var test = Start("runtime.serve(lambda event: event)");

        Assert.Equal("5", await test.TextOfAsync("5"));
        Assert.DoesNotContain("RESTORE", test.Log, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V18")]
    public async Task Elsewhere_there_is_nothing_to_restore()
    {
        await using var test = new TestEnvironment().WithRuntime("""
            statuses = [call("GET", runtime.base + "restore/next")[0], call("POST", runtime.base + "restore/error")[0]]
            runtime.serve(lambda event: statuses)
            """);

        Assert.Equal("[404, 404]", await test.TextOfAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task Credentials_are_behind_an_address_and_a_token()
    {
        var credentials = new AwsCredentials("id", "secret", "session");
        await using var test = new TestEnvironment
        {
            Initialization = InitializationType.SnapStart,
            Credentials = new(credentials, "token", new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        }.WithRuntime("""
            def get(token):
                status, _, body = call("GET", "/2021-04-23/credentials", {"Authorization": token})
                return [status, json.loads(body)] if status == 200 else status
            runtime.serve(lambda event: [get("token"), get("other")])
            """);

        Assert.Equal(
            """[[200, {"AccessKeyId": "id", "SecretAccessKey": "secret", "Token": "session", "Expiration": "2030-01-02T03:04:05Z"}], 404]""",
            await test.TextOfAsync());
    }

    private static TestEnvironment Start(string script) =>
        new TestEnvironment { Initialization = InitializationType.SnapStart }.WithRuntime(script);
}
