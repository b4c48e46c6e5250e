namespace Samlet.E2ETests;

/// <summary>.NET functions as `sam build` leaves them: class libraries and programs.</summary>
[Requires("dotnet")]
public sealed class DotnetTests
{
    private const string Book = """{"title": "Moby Dick", "stars": [5, 4]}""";
    private const string NotInstalled =
        "Error: .NET binaries for Lambda function are not correctly installed in the {root} directory of the image when the image was built. The {root} directory is missing";

    [Fact]
    [Trait("Vector", "V74")]
    public async Task A_method_of_a_class_library_answers()
    {
        using var app = Library("Library.Shapes::WithContext");

        var result = await app.InvokeWithAsync(Book);

        Assert.Matches("""^{"title":"[0-9a-f-]{36}","count":2}\n?$""", result.Out);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [Trait("Vector", "V74")]
    [InlineData("Program")]
    [InlineData("Program.dll")]
    public async Task A_handler_without_a_colon_is_a_program(string handler)
    {
        using var app = App("Program", handler);

        (await app.InvokeWithAsync("[1,  2]")).IsAnswer($$"""{"event":[1,  2],"handler":"{{handler}}"}""");
    }

    [Fact]
    [Requires("curl")]
    public async Task A_program_with_its_runtime_inside_needs_no_dotnet()
    {
        using var app = TestApp.Bash("""curl -sS -d "\"$_HANDLER\"" "$api/invocation/$id/response" """);
        File.Move(app.Folder.PathOf("src/bootstrap"), app.Folder.PathOf("src/native"));
        app.With("template.yaml", """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src/, Handler: native, Runtime: dotnet8}
            """);
        var invocation = app.Invocation() with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["DOTNET_ROOT"] = "" },
        };

        var result = await invocation.RunAsync();

        result.IsAnswer("\"native\"");
        Assert.DoesNotContain("warning", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Vector", "V76")]
    public async Task An_exception_is_an_error_object_and_exit_code_3()
    {
        using var app = Library("Library.Behaviour::Fail");
        var result = await app.InvokeWithAsync("\"plain\"");

        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith(
            "{\n  \"errorType\": \"FunctionException\",\n  \"errorMessage\": \"a \\\"quoted\\\"\\ttab\",\n  \"stackTrace\": [\n",
            result.Out,
            StringComparison.Ordinal);
        Assert.Contains("\tfail\tLibrary.FunctionException: a \"quoted\"\ttab\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_exits_is_a_runtime_error()
    {
        using var app = Library("Library.Behaviour::Exit");
        var result = await app.InvokeWithAsync("7");

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(
            """^{"errorType":"Runtime.ExitError","errorMessage":"RequestId: .* Error: Runtime exited with error: exit status 7"}""",
            result.Out);
    }

    [Fact]
    public async Task A_handler_that_cannot_be_used_fails_the_invocation_with_its_message()
    {
        using var app = Library("Library.Shapes::Missing");
        var error = (await app.InvokeWithAsync("1")).IsFunctionError("LambdaValidationException");

        Assert.StartsWith("Unable to find method 'Missing'", error.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_refused()
    {
        using var app = Library("Library.Behaviour::Large");

        (await app.InvokeWithAsync("7000000")).IsFunctionError("Function.ResponseSizeTooLarge");
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_function_has_the_environment_of_the_service(string sandbox)
    {
        using var app = Library(
            "Library.Behaviour::Variables", "MemorySize: 1024\nEnvironment: {Variables: {OWN: '1'}}").In(sandbox);
        var variables = (await app.InvokeWithAsync("\"\"")).Json();

        Assert.Equal(
            [
                "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_TIMEOUT", "AWS_LAMBDA_FUNCTION_VERSION",
                "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
                "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SAM_LOCAL", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
                "AWS_XRAY_CONTEXT_MISSING", "AWS_XRAY_DAEMON_ADDRESS", "DOTNET_ROOT", "LAMBDA_RUNTIME_DIR",
                "LAMBDA_RUNTIME_NAME", "LAMBDA_TASK_ROOT", "LANG", "LD_LIBRARY_PATH", "OWN", "PATH", "PWD", "SHLVL", "TZ",
                "_AWS_XRAY_DAEMON_ADDRESS", "_AWS_XRAY_DAEMON_PORT", "_HANDLER", "_LAMBDA_TELEMETRY_LOG_FD",
                "_X_AMZN_TRACE_ID",
            ],
            variables.EnumerateObject().Select(variable => variable.Name));
        Assert.Equal("AWS_Lambda_dotnet10", variables.GetProperty("AWS_EXECUTION_ENV").GetString());
        Assert.Equal("dotnet10", variables.GetProperty("LAMBDA_RUNTIME_NAME").GetString());
        Assert.Equal("0", variables.GetProperty("SHLVL").GetString());
        Assert.Equal(app.TaskFolder, variables.GetProperty("PWD").GetString());
        var root = variables.GetProperty("DOTNET_ROOT").GetString()!; // Named above.
        Assert.True(sandbox == TestApp.Linux ? root == "/var/lang/bin" : File.Exists(Path.Combine(root, "dotnet")), root);
    }

    [Theory]
    [InlineData("Library.deps.json", 105, " the required .deps.json file.")]
    [InlineData("Library.runtimeconfig.json", 106, " the required .runtimeconfig.json file.")]
    [InlineData("*", 102, ".")]
    public async Task A_missing_file_ends_as_the_services_script_does(string missing, int exitCode, string message)
    {
        using var app = Library("Library.Shapes::Nothing");
        foreach (var file in Directory.GetFiles(app.Folder.PathOf("src"), missing))
        {
            File.Delete(file);
        }

        foreach (var sandbox in (string[])[TestApp.Process, TestApp.Linux])
        {
            var result = await app.In(sandbox).InvokeAsync();
            var expected = NotInstalled.Replace("{root}", app.TaskFolder) + message + "\n";

            Assert.Equal(3, result.ExitCode);
            Assert.Contains(expected, result.Err, StringComparison.Ordinal);
            Assert.Contains($"Error: Runtime exited with error: exit status {exitCode}\"", result.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_missing_program_ends_as_the_services_script_does(string sandbox)
    {
        using var app = App("Program", "Other").In(sandbox);
        var result = await app.InvokeAsync();
        var program = app.TaskFolder + "/Other";

        Assert.Contains(
            $"Error: executable assembly {program}.dll or binary {program} not found.\n", result.Err, StringComparison.Ordinal);
        Assert.Contains("Error: Runtime exited with error: exit status 104\"", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_of_another_main_assembly_serve_when_they_are_named_or_the_only_ones()
    {
        using var app = Library("Library.Shapes::Nothing");
        var folder = app.Folder.PathOf("src");
        File.Move(Path.Combine(folder, "Library.deps.json"), Path.Combine(folder, "Main.deps.json"));
        File.Move(Path.Combine(folder, "Library.runtimeconfig.json"), Path.Combine(folder, "Main.runtimeconfig.json"));
        (await app.InvokeAsync()).IsAnswer("\"nothing\"");

        app.With("src/Other.deps.json", "no JSON");
        (await app.InvokeAsync("--env", "LAMBDA_DOTNET_MAIN_ASSEMBLY=Main.dll")).IsAnswer("\"nothing\"");
        Assert.Contains("exit status 105", (await app.InvokeAsync()).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_wrapper_gets_the_whole_command_line(string sandbox)
    {
        using var app = Library(
            "Library.Shapes::Nothing",
            "Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /var/task/wrapper}}").In(sandbox);
        app.Folder.WriteProgram("src/wrapper", "#!/bin/sh\necho \"wrapped: $*\"\nexec \"$@\"\n");
        var result = await app.InvokeAsync();
        var root = app.TaskFolder;

        result.IsAnswer("\"nothing\"");
        Assert.Matches(
            $"wrapped: [^ ]+/dotnet exec --depsfile {root}/Library.deps.json --runtimeconfig {root}/Library.runtimeconfig.json [^ ]+/Samlet.DotnetBootstrap.dll Library::Library.Shapes::Nothing\n",
            result.Err);
    }

    [Fact]
    public async Task An_older_target_runs_with_the_newer_runtime_at_hand_and_a_warning()
    {
        using var app = App("Library", "Library::Library.Shapes::Nothing", "dotnet6");
        app.With(
            "src/Library.runtimeconfig.json",
            """{"runtimeOptions":{"tfm":"net6.0","framework":{"name":"Microsoft.NETCore.App","version":"6.0.0"}}}""");
        var result = await app.InvokeAsync();

        result.IsAnswer("\"nothing\"");
        Assert.Single(result.ErrorLines, line => line.StartsWith("warning: `dotnet6` runs with .NET ", StringComparison.Ordinal));
        Assert.Equal(1, (await app.InvokeAsync("--runtime-version", "exact")).ExitCode);
    }

    [Fact]
    public async Task A_folder_of_sources_is_an_error_that_names_the_way_and_what_an_earlier_build_has_left()
    {
        using var app = TestApp.WithFunction("dotnet10", "Ratings::Ratings.Function::Handler")
            .With("src/Ratings.csproj", "<Project />");
        var root = app.Folder.PathOf("src");
        var result = await app.InvokeAsync();
        result.IsRefusal(1, $"`{root}` holds the source of `Ratings.csproj` and no assembly");
        result.HasHint("run `sam build`, or `dotnet publish -c Release` there and set CodeUri to the folder that it names");

        app.With("src/bin/Release/net10.0/publish/Ratings.dll", "");
        (await app.InvokeAsync()).HasHint($"set CodeUri to `{root}/bin/Release/net10.0/publish`");
    }

    [Fact]
    public async Task Lines_of_the_console_are_formatted_and_records_of_several_lines_stay_whole()
    {
        using var app = Library("Library.Behaviour::Logs");
        var lines = (await app.InvokeWithAsync("\"\"")).ErrorLines;

        Assert.Contains(lines, line => line.EndsWith("\tinfo\tconsole 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("\twarn\ttwo", StringComparison.Ordinal));
        Assert.Contains("lines", lines);
    }

    private static TestApp Library(string method, string properties = "") =>
        App("Library", $"Library::{method}", "dotnet10", properties);

    private static TestApp App(string project, string handler, string runtime = "dotnet10", string properties = "")
    {
        var app = TestApp.WithFunction(runtime, handler, properties);
        DotnetFunctions.Copy(project, app.Folder.PathOf("src"));
        return app;
    }
}
