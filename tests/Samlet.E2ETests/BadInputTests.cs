namespace Samlet.E2ETests;

/// <summary>
/// What a person can get wrong: one `error:` line, a `hint:` where there is a remedy, the right exit code.
/// </summary>
public sealed class BadInputTests
{
    private const string AnyFunction = "exports.handler = async () => 1;";

    [Fact]
    public async Task No_template()
    {
        using var folder = new TempFolder();

        var result = await new TestProgram(folder, "local", "invoke").RunAsync();

        result.IsRefusal(1, "no template");
        result.HasHint("--template");
    }

    [Fact]
    public async Task A_named_template_that_is_not_there()
    {
        using var folder = new TempFolder();

        (await new TestProgram(folder, "local", "invoke", "-t", "absent.yaml").RunAsync())
            .IsRefusal(1, "absent.yaml`");
    }

    [Theory]
    [InlineData("", "template.yaml")]
    [InlineData("# nothing\n", "template.yaml")]
    [InlineData("- a\n- b\n", "template.yaml:1")]
    [InlineData("just text\n", "template.yaml:1")]
    [InlineData("Resources:\n\tFunction: {}\n", "template.yaml:2")]
    [InlineData("Resources: &a\n  Function: *a\n", "template.yaml")]
    [InlineData("Resources: {\n", "template.yaml")]
    [InlineData("{\"Resources\": ", "template.yaml")]
    [InlineData("Resources:\n  - a\n", "template.yaml")]
    [InlineData("Resources: {}\n", "template.yaml")]
    public async Task A_template_that_is_none(string text, string place)
    {
        using var app = TestApp.Of(text);

        (await app.InvokeAsync("Function")).IsRefusal(1, place);
    }

    [Fact]
    public async Task A_function_that_is_not_in_the_template()
    {
        using var app = TestApp.Node(AnyFunction);

        var result = await app.InvokeAsync("Funktion");

        result.IsRefusal(1, "`Funktion`");
        result.HasHint("`Function`");
    }

    [Fact]
    public async Task No_function_named_where_there_are_several()
    {
        using var app = TestApp.Of("""
            Resources:
              Salmon:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: ., Handler: app.handler, Runtime: nodejs22.x}
              Trout:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: ., Handler: app.handler, Runtime: nodejs22.x}
            """);

        var result = await app.InvokeAsync();

        result.IsRefusal(1);
        Assert.Contains("`Salmon`", result.Err, StringComparison.Ordinal);
        Assert.Contains("`Trout`", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_folder_that_is_not_there()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler");

        (await app.InvokeAsync()).IsRefusal(1, "src");
    }

    [Fact]
    public async Task An_event_file_that_is_not_there()
    {
        using var app = TestApp.Node(AnyFunction);

        (await app.InvokeAsync("-e", "absent.json")).IsRefusal(1, "`absent.json`");
    }

    [Fact]
    public async Task An_event_that_is_a_folder()
    {
        using var app = TestApp.Node(AnyFunction);

        (await app.InvokeAsync("-e", "src")).IsRefusal(1, "`src`");
    }

    [Fact]
    public async Task An_env_file_that_is_not_there_is_wrong_usage()
    {
        using var app = TestApp.Node(AnyFunction);

        (await app.InvokeAsync("--env-vars", "absent.json")).IsRefusal(2, "`absent.json`");
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("\"text\"")]
    [InlineData("{\"Function\": \"text\"}")]
    [InlineData("{\"Function\": [1]}")]
    [InlineData("{\"TABLE\": \"flat\"}")]
    [InlineData("no equals sign and no JSON")]
    public async Task An_env_file_of_a_wrong_shape(string text)
    {
        using var app = TestApp.Node(AnyFunction).With("env.json", text);

        (await app.InvokeAsync("--env-vars", "env.json")).IsRefusal(1, "env.json");
    }

    [Fact]
    public async Task A_runtime_that_does_not_exist()
    {
        using var app = TestApp.WithFunction("node22", "app.handler").With("src/app.js", AnyFunction);

        var result = await app.InvokeAsync();

        result.IsRefusal(1, "`node22`");
        result.HasHint("`nodejs22.x`");
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task A_runtime_that_is_not_installed()
    {
        using var app = TestApp.Node(AnyFunction);
        var nothing = Directory.CreateDirectory(app.Folder.PathOf("empty")).FullName;

        var result = await (app.Invocation() with
        {
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = nothing,
                ["PYENV_ROOT"] = nothing,
                ["NVM_DIR"] = nothing
            },
        }).RunAsync();

        result.IsRefusal(1, "node");
        result.HasHint("install");
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--evnt", "event.json")]
    [InlineData("Function", "Second")]
    public async Task Wrong_usage_is_exit_code_2(params string[] arguments)
    {
        using var app = TestApp.Node(AnyFunction);

        var result = await app.InvokeAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
    }

    [Theory]
    [InlineData("--hook-name", "terraform")]
    [InlineData("--durable-execution-name", "x")]
    public async Task An_option_that_nothing_honours_is_refused(string option, string value)
    {
        using var app = TestApp.Node(AnyFunction);

        var result = await app.InvokeAsync(option, value);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(option, result.Err, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }

    [Fact]
    [Requires("node", RequiresAttribute.Unix)]
    public async Task Code_that_cannot_be_read()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler");
        app.Folder.CreateFolder("src");
        // A link to itself cannot be opened by anyone, root included.
        File.CreateSymbolicLink(app.Folder.PathOf("src/app.js"), "app.js");

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Runtime.ImportModuleError");
        Assert.Contains("app", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-x")]
    [InlineData("readme")]
    [Requires(RequiresAttribute.Unix)]
    public async Task A_bootstrap_that_is_missing_or_cannot_be_run(string kind)
    {
        using var app = TestApp.WithFunction("provided.al2023", "none").With("src/readme", "x");
        if (kind == "-x")
        {
            app.With("src/bootstrap", "#!/bin/sh\n");
        }

        (await app.InvokeAsync()).IsFunctionError("Runtime.InvalidEntrypoint");
    }

    [Fact]
    [Requires("node", RequiresAttribute.Linux)]
    public async Task A_cache_that_cannot_be_written_is_said()
    {
        using var app = TestApp.Node(AnyFunction);

        var result = await (app.Invocation() with
        {
            Environment = new Dictionary<string, string> { ["HOME"] = "/proc", ["XDG_CACHE_HOME"] = "/proc/cache" },
        }).RunAsync();

        result.IsRefusal(1, "/proc");
    }

    [Fact]
    [Requires("node")]
    public async Task Of_two_functions_with_one_name_the_first_by_path_is_taken_and_said()
    {
        using var app = TestApp.Of("""
            Resources:
              Trout:
                Type: AWS::Serverless::Function
                Properties: {FunctionName: fish, CodeUri: trout/, Handler: app.handler, Runtime: nodejs22.x}
              Salmon:
                Type: AWS::Serverless::Function
                Properties: {FunctionName: fish, CodeUri: salmon/, Handler: app.handler, Runtime: nodejs22.x}
            """)
            .With("trout/app.js", "exports.handler = async () => 'trout';")
            .With("salmon/app.js", "exports.handler = async () => 'salmon';");

        var result = await app.InvokeAsync("fish");

        result.IsAnswer("\"salmon\"");
        Assert.Contains(result.ErrorLines, line =>
            line.StartsWith("warning: ", StringComparison.Ordinal) && line.Contains("`Salmon`"));
    }
}
