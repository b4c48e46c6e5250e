namespace Samlet.E2ETests;

/// <summary>What Samlet decides on the way to a function, and that it says so.</summary>
[Requires("node")]
public sealed class DecisionTests
{
    [Fact]
    public async Task Debug_tells_region_code_program_and_variables_but_no_value()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;", "Environment: {Variables: {TOKEN: secret-value}}");

        var result = await app.InvokeAsync("--debug", "--region", "eu-west-1");

        result.IsAnswer("1");
        Assert.Contains("debug: region `eu-west-1`", result.Err, StringComparison.Ordinal);
        Assert.Contains($"debug: code in `{app.Folder.PathOf("src")}", result.Err, StringComparison.Ordinal);
        Assert.Contains("bootstrap.cjs", result.Err, StringComparison.Ordinal);
        Assert.Contains("TOKEN", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Function", ":function:Function")]
    [InlineData("Function:live", ":function:Function:live")]
    [InlineData("Function:$LATEST", ":function:Function:$LATEST")]
    public async Task The_ARN_is_the_one_that_was_invoked(string name, string ending)
    {
        using var app = TestApp.Node("exports.handler = async (event, context) => context.invokedFunctionArn;");

        var result = await app.InvokeAsync(name);

        Assert.EndsWith($"{ending}\"", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodejs14.x", "is blocked")]
    [InlineData("python2.7", "is blocked")]
    public async Task A_runtime_that_Lambda_has_blocked_is_told(string runtime, string part)
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");

        var result = await app.InvokeAsync("--runtime", runtime);

        Assert.Contains(
            result.ErrorLines,
            line => line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal));
    }
}
