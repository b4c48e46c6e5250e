namespace Samlet.E2ETests;

/// <summary>Programs named `bootstrap`: where they may lie, what is said when one does not start.</summary>
[Requires(RequiresAttribute.Unix)]
public sealed class CustomRuntimeTests
{
    private const string Script = """
        #!/bin/sh
        curl -s -o event -D headers "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next"
        """;

    [Fact]
    public async Task A_layer_may_bring_the_bootstrap()
    {
        using var app = TestApp.Bash("curl -s -d \"$event\" \"$api/invocation/$id/response\"");
        _ = app.Folder.CreateFolder("layer");
        File.Move(app.Folder.PathOf("src/bootstrap"), app.Folder.PathOf("layer/bootstrap"));
        _ = app.With("template.yaml", """
            Resources:
              Shared:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: layer/}
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src/, Handler: none, Runtime: provided.al2023, Layers: [!Ref Shared]}
            """);

        (await app.InvokeWithAsync("7")).IsAnswer("7");
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_program_without_the_right_to_run_is_denied(string sandbox)
    {
        using var app = TestApp.WithFunction("provided.al2023", "none").With("src/bootstrap", Script).In(sandbox);
        var result = await app.InvokeAsync();

        IsFailedStart(result, app, "permission denied");
        result.HasHint($"make it executable, here and in what you deploy: `chmod +x {app.Folder.PathOf("src/bootstrap")}`");
    }

    [Theory]
    [InlineData("#!/bin/sh\r\nexit 0\r\n", "no such file or directory", "ends in a carriage return: save it with line feeds only")]
    [InlineData("#!/no/such/shell\n", "no such file or directory", "names `/no/such/shell`, which is not on this computer")]
    [InlineData("echo hello\n", "exec format error", "the first line of a script names its interpreter")]
    public async Task A_script_without_an_interpreter_does_not_start(string text, string reason, string hint)
    {
        foreach (var sandbox in (string[])[TestApp.Process, TestApp.Linux])
        {
            using var app = TestApp.WithFunction("provided.al2023", "none").In(sandbox);
            app.Folder.WriteProgram("src/bootstrap", text);
            var result = await app.InvokeAsync();

            IsFailedStart(result, app, reason);
            result.HasHint(hint);
        }
    }

    [Theory]
    [Trait("Vector", "V30")]
    [InlineData("go.mod", "run `CGO_ENABLED=0 go build -o bootstrap .` there")]
    [InlineData("Cargo.toml", "run `cargo lambda build --release` there")]
    [InlineData("main", "Lambda starts the file `bootstrap`, whatever the handler: rename `")]
    public async Task Sources_without_a_program_are_to_be_built(string file, string hint)
    {
        using var app = TestApp.WithFunction("provided.al2023", "main").With($"src/{file}", "");
        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Runtime.InvalidEntrypoint");
        Assert.EndsWith(
            " Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
            error.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal);
        result.HasHint(hint);
    }

    [Fact]
    public async Task What_has_a_build_step_is_to_be_built_by_it()
    {
        using var app = TestApp.Of("""
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Metadata: {BuildMethod: go1.x}
                Properties: {CodeUri: src/, Handler: bootstrap, Runtime: provided.al2023}
            """).With("src/go.mod", "");

        (await app.InvokeAsync()).HasHint("`Function` has a build step (go1.x): run `sam build`, then invoke again");
    }

    internal static void IsFailedStart(ProgramResult result, TestApp app, string reason)
    {
        var error = result.IsFunctionError("Runtime.InvalidEntrypoint");
        Assert.EndsWith(
            $" Error: fork/exec {app.TaskFolder}/bootstrap: {reason}",
            error.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal);
    }
}
