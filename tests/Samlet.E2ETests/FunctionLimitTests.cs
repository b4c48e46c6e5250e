namespace Samlet.E2ETests;

/// <summary>What a function's process may have, and which environment variables and wrappers it may get.</summary>
public sealed class FunctionLimitTests
{
    [Fact]
    [Requires(RequiresAttribute.Linux, "python3")]
    public async Task The_limits_of_the_process_are_those_of_the_service_and_inherited()
    {
        using var app = TestApp.Python("""
            import resource, subprocess

            def handler(event, context):
                names = ["RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_CORE"]
                child = subprocess.run(["/bin/sh", "-c", "ulimit -n"], capture_output=True, text=True).stdout.strip()
                return [resource.getrlimit(getattr(resource, name)) for name in names] + [child]
            """);

        var result = await app.InvokeAsync();

        result.IsAnswer("""[[1024, 1024], [65536, 65536], [0, 0], "1024"]""");
    }

    [Theory]
    [InlineData("/nope", null, "exit status 127", "/nope: does not exist")]
    [InlineData("/var/task/wrapper", "not executable", "exit status 126", "/wrapper: is not an executable")]
    [Requires(RequiresAttribute.Unix, "node")]
    [Trait("Vector", "V39")]
    public async Task A_wrapper_that_cannot_be_started_ends_the_runtime(
        string wrapper, string? mode, string exit, string line)
    {
        using var app = TestApp.Node("exports.handler = async () => 1;", $"Environment: {{Variables: {{AWS_LAMBDA_EXEC_WRAPPER: {wrapper}}} }}");
        if (mode is not null)
        {
            app.Folder.Write("src/wrapper", "#!/bin/sh\nexec \"$@\"\n");
        }

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Runtime.ExitError");
        Assert.EndsWith($" Error: Runtime exited with error: {exit}", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains(line + "\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires(RequiresAttribute.Unix, "python3", "sh")]
    public async Task A_wrapper_starts_the_interpreter_with_what_it_adds()
    {
        using var app = TestApp.Python(
            "import os\ndef handler(event, context): return os.environ['WRAPPED']",
            "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /var/task/wrapper} }");
        app.Folder.WriteProgram("src/wrapper", "#!/bin/sh\nexport WRAPPED=yes\nexec \"$@\"\n");

        (await app.InvokeAsync()).IsAnswer("\"yes\"");
    }

    [Fact]
    [Requires("node")]
    [Trait("Vector", "V40")]
    public async Task A_value_may_have_an_equals_sign_and_line_ends_and_nothing_in_it_is_expanded()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => [process.env.A1, process.env.A2, process.env.A3];",
            """Environment: {Variables: {A1: "4=4", A2: "$A1\n${A1}", A3: ""} }""");

        (await app.InvokeAsync()).IsAnswer("""["4=4","$A1\n${A1}",""]""");
    }

    [Fact]
    [Requires("node")]
    [Trait("Vector", "V42")]
    public async Task Names_that_are_not_the_developer_s_are_dropped_and_that_is_said_with_their_place()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => [process.env.AWS_REGION, process.env._FOO ?? null, process.env._HANDLER];",
            "Environment: {Variables: {AWS_REGION: mars-1, _FOO: x, _HANDLER: y} }");

        var result = await app.InvokeAsync("--region", "eu-west-1");

        result.IsAnswer("""["eu-west-1",null,"app.handler"]""");
        foreach (var name in (string[])["AWS_REGION", "_FOO", "_HANDLER"])
        {
            Assert.Contains(result.ErrorLines, line =>
                line.StartsWith("warning: ", StringComparison.Ordinal)
                && line.Contains("template.yaml:9:", StringComparison.Ordinal)
                && line.Contains($"`{name}`", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Requires("node")]
    public async Task Variables_of_more_than_4_KiB_are_a_finding()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => 1;", $"Environment: {{Variables: {{BIG: {new string('x', 4094)}}} }}");

        var result = await app.InvokeAsync();

        Assert.Contains(result.ErrorLines, line => line.Contains("4097", StringComparison.Ordinal) && line.Contains("4096", StringComparison.Ordinal));
    }
}
