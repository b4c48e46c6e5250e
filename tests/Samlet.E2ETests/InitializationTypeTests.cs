namespace Samlet.E2ETests;

/// <summary>Functions that begin otherwise than on demand, and functions that keep tenants apart.</summary>
public sealed class InitializationTypeTests
{
    [Fact]
    [Requires("python3")]
    public async Task A_SnapStart_function_runs_its_hooks_around_the_snapshot()
    {
        using var app = TestApp.Python(
            """
            import os
            from snapshot_restore_py import register_before_snapshot, register_after_restore
            told = []
            register_before_snapshot(lambda: told.append("before"))
            register_after_restore(lambda: told.append("after"))
            def handler(event, context):
                return [told, os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"], "AWS_ACCESS_KEY_ID" in os.environ,
                        os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"].endswith("/2021-04-23/credentials")]
            """,
            "SnapStart: {ApplyOn: PublishedVersions}");

        var result = await app.InvokeAsync();

        Assert.Equal("""[["before", "after"], "snap-start", false, true]""", result.Out);
        Assert.Matches("(?s)RESTORE_START.*RESTORE_REPORT Restore Duration: .*START.*\tRestore Duration: .* ms\tBilled Restore", result.Err);
    }

    [Theory]
    [InlineData("node", "nodejs22.x")]
    [InlineData("python3", "python3.13")]
    public async Task A_function_on_a_capacity_provider_runs_in_a_managed_instance(string needs, string runtime)
    {
        RequiresAttribute.Check(needs);
        using var app = TestApp.WithFunction(
            runtime,
            "app.handler",
            "CapacityProviderConfig: {Arn: 'arn:aws:lambda:us-east-1:123456789012:capacity-provider:p', PerExecutionEnvironmentMaxConcurrency: 3}")
            .With("src/app.js", """
                exports.handler = async (event) =>
                  [event.a, process.env.AWS_LAMBDA_MAX_CONCURRENCY, process.env.AWS_LAMBDA_INITIALIZATION_TYPE];
                """)
            .With("src/app.py", """
                import os
                def handler(event, context):
                    return [event["a"], os.environ["AWS_LAMBDA_MAX_CONCURRENCY"], os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]]
                """);

        var result = await app.InvokeWithAsync("""{"a":7}""");

        Assert.Equal("""[7,"3","lambda-managed-instances"]""", result.Out.Replace(", ", ",", StringComparison.Ordinal));
        Assert.Matches(
            """"type":"platform\.report","record":\{"requestId":"[^"]*","metrics":\{"durationMs":[0-9.]+\},"status":"success","spans":\[\{"name":"responseLatency".*\{"name":"responseDuration".*[^\n]*\n$"""", result.Err);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Theory]
    [Requires("node")]
    [InlineData("Active", "1")]
    [InlineData("PassThrough", "0")]
    public async Task A_traced_function_is_sampled_and_finds_a_daemon(string mode, string sampled)
    {
        const string Code = """
            exports.handler = () => new Promise((done, fail) => {
              const [host, port] = process.env.AWS_XRAY_DAEMON_ADDRESS.split(':');
              const socket = require('dgram').createSocket('udp4');
              const trace = process.env._X_AMZN_TRACE_ID;
              if (host !== '127.0.0.1') { socket.close(); done(trace.slice(-1)); return; }
              socket.send('{}', port, host, (error) => { socket.close(); error ? fail(error) : done(trace.slice(-1)); });
            });
            """;
        using var app = TestApp.Node(Code, $"Tracing: {mode}");

        var result = await app.InvokeAsync();

        Assert.Equal($"\"{sampled}\"", result.Out);
        Assert.Equal(sampled == "1", result.Err.Contains("XRAY TraceId: 1-", StringComparison.Ordinal));
    }

    [Fact]
    [Requires("node")]
    public async Task The_tenant_is_in_the_context()
    {
        using var app = TestApp.Node(
            "exports.handler = async (event, context) => context.tenantId;",
            "TenancyConfig: {TenantIsolationMode: PER_TENANT}");

        Assert.Equal("\"blue\"", (await app.InvokeAsync("--tenant-id", "blue")).Out);
        Assert.Equal(1, (await app.InvokeAsync()).ExitCode);
    }
}
