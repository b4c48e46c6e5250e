namespace Samlet.E2ETests;

/// <summary>
/// What a function finds in its environment: Lambda's own variables, the developer's, and nothing else.
/// </summary>
[Requires("node")]
public sealed class EnvironmentTests
{
    private const string AnswerVariables =
        "exports.handler = async names => names.map(name => process.env[name] ?? null);";

    private const string DeclaresTableAndStage = """
        Environment:
          Variables:
            TABLE: from template
            STAGE: from template
        """;

    [Fact]
    public async Task A_variable_comes_from_the_function_block_then_Parameters_then_the_shell_then_the_template()
    {
        using var app = TestApp.Node(AnswerVariables, """
            Environment:
              Variables:
                A: template
                B: template
                C: template
                D: template
            """);
        app.With("event.json", """["A", "B", "C", "D"]""");
        app.With(
            "env.json", """{"Function": {"A": "function"}, "Parameters": {"A": "parameters", "B": "parameters"}}""");

        var result = await (app.Invocation("-e", "event.json", "--env-vars", "env.json") with
        {
            Environment = new Dictionary<string, string> { ["A"] = "shell", ["B"] = "shell", ["C"] = "shell" },
        }).RunAsync();

        result.IsAnswer("""["function","parameters","shell","template"]""");
    }

    [Fact]
    public async Task A_variable_of_the_command_line_is_above_everything()
    {
        using var app = TestApp.Node(AnswerVariables, DeclaresTableAndStage)
            .With("env.json", """{"Function": {"TABLE": "file"}}""");

        (await app.InvokeWithAsync("""["TABLE", "NEW"]""", "-n", "env.json", "--env", "TABLE=line", "--env", "NEW=a=b"))
            .IsAnswer("""["line","a=b"]""");
    }

    [Theory]
    [InlineData("""{"Function": {"TABLE": "localtable"}}""", "[\"localtable\",\"from template\"]")]
    [InlineData("""{"ratings": {"TABLE": "by name"}}""", "[\"by name\",\"from template\"]")]
    [InlineData("""{"Parameters": {"TABLE": "t", "STAGE": "dev"}}""", "[\"t\",\"dev\"]")]
    [InlineData("""{"Function": {"TABLE": 12, "STAGE": true}}""", "[\"12\",\"true\"]")]
    [InlineData("""{"Function": {"TABLE": 1.0, "STAGE": null}}""", "[\"1.0\",\"\"]")]
    [InlineData("""{"MyFunction1": {"TABLE": "x"}, "MyFunction2": {"TABLE": "y", "STAGE": "dev"}}""",
        "[\"from template\",\"from template\"]")]
    [InlineData("TABLE=plain\nexport STAGE=\"q uoted\" # comment\n", "[\"plain\",\"q uoted\"]")]
    [InlineData("# nothing but\nTABLE='a\"b'\n", "[\"a\\\"b\",\"from template\"]")]
    [InlineData("{}", "[\"from template\",\"from template\"]")]
    public async Task Env_vars_are_taken_in_every_shape(string file, string expected)
    {
        using var app = TestApp.Node(AnswerVariables, "FunctionName: ratings\n" + DeclaresTableAndStage)
            .With("env", file);

        (await app.InvokeWithAsync("""["TABLE", "STAGE"]""", "--env-vars", "env")).IsAnswer(expected);
    }

    [Fact]
    public async Task A_variable_the_template_does_not_declare_is_set_with_a_warning()
    {
        using var app = TestApp.Node(AnswerVariables).With("env.json", """{"Function": {"EXTRA": "1"}}""");

        var result = await app.InvokeWithAsync("""["EXTRA"]""", "--env-vars", "env.json");

        result.IsAnswer("""["1"]""");
        Assert.Contains(result.ErrorLines, line =>
            line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains("`EXTRA`"));
    }

    [Fact]
    public async Task An_unknown_function_in_the_file_is_a_warning_that_names_the_nearest()
    {
        using var app = TestApp.Node(AnswerVariables, DeclaresTableAndStage)
            .With("env.json", """{"Funktion": {"TABLE": "1"}}""");

        var result = await app.InvokeWithAsync("""["TABLE"]""", "--env-vars", "env.json");

        result.IsAnswer("""["from template"]""");
        Assert.Contains("`Funktion`", result.Err, StringComparison.Ordinal);
        Assert.Contains("`Function`", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameter_overrides_are_taken_in_both_forms_and_a_word_without_equals_sign_is_the_function()
    {
        using var app = TestApp.Of("""
            Parameters:
              Stage: {Type: String, Default: dev}
              Name: {Type: String, Default: none}
            Resources:
              Other:
                Type: AWS::Serverless::Function
                Properties: {InlineCode: "", Handler: index.handler, Runtime: nodejs22.x}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/
                  Handler: app.handler
                  Runtime: nodejs22.x
                  Environment: {Variables: {V: !Sub "${Stage}-${Name}"}}
            """).With("src/app.js", "exports.handler = async () => process.env.V;");

        (await app.InvokeAsync("--parameter-overrides", "Stage=prod", "Name=a b", "Function")).IsAnswer("\"prod-a b\"");
        (await app.InvokeAsync(
            "Function", "--parameter-overrides", "ParameterKey=Stage,ParameterValue=beta ParameterKey=Name,ParameterValue=x"))
            .IsAnswer("\"beta-x\"");
        (await app.InvokeAsync("Function")).IsAnswer("\"dev-none\"");
    }

    [Fact]
    public async Task Nothing_of_the_shell_leaks_into_the_function()
    {
        using var app = TestApp.Node("exports.handler = async () => Object.keys(process.env).sort();");
        var shell = Enumerable.Range(0, 50).ToDictionary(number => $"LEAK_{number}", number => "x");
        foreach (var name in (string[])[
            "LD_PRELOAD_X", "NODE_OPTIONS", "PYTHONPATH", "SSH_AUTH_SOCK", "GITHUB_TOKEN", "HOSTNAME"])
        {
            shell[name] = "";
        }

        var names = (await (app.Invocation() with { Environment = shell }).RunAsync()).Json().EnumerateArray()
            .Select(name => name.GetString()!).ToHashSet();

        Assert.Empty(names.Except(AllowedNames));
        Assert.Empty(RequiredNames.Except(names));
    }

    [Fact]
    public async Task The_function_knows_that_it_runs_locally_and_what_it_is()
    {
        using var app = TestApp.Node(AnswerVariables, "FunctionName: ratings\nMemorySize: 256\nTimeout: 7");

        (await app.InvokeWithAsync("""
            ["AWS_SAM_LOCAL", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_TIMEOUT",
             "AWS_LAMBDA_FUNCTION_VERSION", "_HANDLER", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_EXECUTION_ENV"]
            """)).IsAnswer(
            """["true","ratings","256","7","$LATEST","app.handler","/aws/lambda/ratings","AWS_Lambda_nodejs22.x"]""");
    }

    private static readonly string[] RequiredNames =
    [
        "AWS_SAM_LOCAL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_LAMBDA_RUNTIME_API",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_INITIALIZATION_TYPE", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "_HANDLER", "PATH",
        "LANG", "TZ", "NODE_PATH",
    ];

    private static readonly string[] AllowedNames =
    [
        .. RequiredNames, "AWS_SESSION_TOKEN", "AWS_ACCOUNT_ID", "AWS_LAMBDA_FUNCTION_TIMEOUT",
        "AWS_LAMBDA_FUNCTION_HANDLER",         "AWS_EXECUTION_ENV", "LD_LIBRARY_PATH", "_X_AMZN_TRACE_ID", "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS",
        "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "SHLVL", "PWD", "_LAMBDA_TELEMETRY_LOG_FD", "AWS_LAMBDA_LOG_FORMAT",
    ];
}
