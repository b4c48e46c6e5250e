namespace Samlet.E2ETests;

/// <summary>Runtimes that cannot start, end too soon or take too long.</summary>
public sealed class ProcessVectorTests
{
    [Fact]
    [Trait("Vector", "V30")]
    public async Task A_custom_runtime_needs_a_bootstrap()
    {
        using var app = TestApp.WithFunction("provided.al2023", "none").With("src/other", "");

        var error = (await app.InvokeAsync()).IsFunctionError("Runtime.InvalidEntrypoint");

        Assert.EndsWith(
            "Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [Requires("bash")]
    [Trait("Vector", "V31")]
    [InlineData("exit 0", "Error: Runtime exited without providing a reason")]
    [InlineData("exit 3", "Error: Runtime exited with error: exit status 3")]
    [InlineData("kill -KILL $$", "Error: Runtime exited with error: signal: killed")]
    [InlineData("kill -SEGV $$", "Error: Runtime exited with error: signal: segmentation fault")]
    public async Task A_bootstrap_that_ends_at_once_says_how(string script, string message)
    {
        using var app = TestApp.WithFunction("provided.al2023", "none");
        app.Folder.WriteProgram("src/bootstrap", $"#!/usr/bin/env bash\necho loading\n{script}\n");

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Runtime.ExitError");
        Assert.EndsWith(message, error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, result.ErrorLines.Count(line => line == "loading"));
        Assert.Contains("Phase: init\tStatus: error\tError Type: Runtime.ExitError", result.Err, StringComparison.Ordinal);
        Assert.Contains("Phase: invoke\tStatus: error\tError Type: Runtime.ExitError", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    [Trait("Vector", "V33")]
    public async Task A_timeout_comes_after_the_configured_seconds()
    {
        using var app = TestApp.Node("exports.handler = () => new Promise((done) => setTimeout(done, 5000));", "Timeout: 1");

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Sandbox.Timedout");
        Assert.EndsWith("Error: Task timed out after 1.00 seconds", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains("\tDuration: 1000.00 ms\t", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    [Trait("Vector", "V41")]
    public async Task The_remaining_time_goes_down()
    {
        using var app = TestApp.Node(
            """
            exports.handler = async (event, context) => {
              await new Promise((done) => setTimeout(done, 1000));
              return context.getRemainingTimeInMillis();
            };
            """,
            "Timeout: 60");

        var left = int.Parse((await app.InvokeAsync()).Out, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(left, 1, 59_001);
    }
}
