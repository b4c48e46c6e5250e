using System.Text;
using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>The command line as a person meets it: help, near misses, completion, options in any order.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("invoke", "--help")]
    [InlineData("local", "invoke", "-h")]
    public async Task Help_goes_to_stdout_with_options_and_examples(params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Err);
        Assert.All(
            (string[])["--event", "-e", "--template", "--env-vars", "--parameter-overrides", "samlet local invoke"],
            part => Assert.Contains(part, result.Out, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("`invoke`", "local", "ivnoke")]
    [InlineData("`--event`", "local", "invoke", "--evnt", "x.json")]
    [InlineData("`--env-vars`", "invoke", "--env-var=x.json")]
    public async Task A_near_miss_is_told_what_was_meant(string meant, params string[] arguments)
    {
        var result = await RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains(meant, result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_is_JSON()
    {
        var result = await RunAsync("--info");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(
            @"^\d+\.\d+\.\d+", JsonDocument.Parse(result.Out).RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [Requires("node")]
    [InlineData("Function", "-e", "event.json", "--env", "A=1")]
    [InlineData("-e", "event.json", "Function", "--env=A=1")]
    [InlineData("--env", "A=1", "-eevent.json", "Function")]
    [InlineData("--event=event.json", "--template", "template.yaml", "--env", "A=1")]
    [InlineData("--env", "A=1", "--event", "event.json", "-t", "template.yaml", "--no-event")]
    public async Task Options_stand_in_any_order_and_form(params string[] arguments)
    {
        using var app = TestApp.Node("exports.handler = async event => [event, process.env.A];")
            .With("event.json", "5");

        (await app.InvokeAsync(arguments)).IsAnswer("""[5,"1"]""");
    }

    [Fact]
    [Requires("node")]
    public async Task An_option_for_containers_has_no_effect_and_one_line_says_so()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");

        var result = await app.InvokeAsync(
            "--docker-network", "lambda", "--skip-pull-image", "--add-host", "a:1.2.3.4");

        result.IsAnswer("1");
        var line = Assert.Single(result.ErrorLines, line => line.Contains("no effect", StringComparison.Ordinal));
        Assert.Contains("--docker-network", line, StringComparison.Ordinal);
        Assert.Contains("--skip-pull-image", line, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node")]
    public async Task The_template_comes_from_the_environment_when_the_command_line_names_none()
    {
        using var app = TestApp.Node("exports.handler = async () => 'wrong';");
        app.With("other/t.yaml", """
            Resources:
              Only:
                Type: AWS::Serverless::Function
                Properties: {InlineCode: "exports.handler = async () => 'right';", Handler: index.handler, Runtime: nodejs22.x}
            """);

        var program = app.Invocation() with
        {
            Environment = new Dictionary<string, string> { ["SAM_TEMPLATE_FILE"] = "other/t.yaml" },
        };

        (await program.RunAsync()).IsAnswer("\"right\"");
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "-n")]
    public async Task A_completion_script_is_one_of_its_shell(string shell, string checkOnly)
    {
        RequiresAttribute.Check(shell);
        using var folder = new TempFolder();
        var script = await new TestProgram(folder, "completion", shell).RunAsync();
        var path = folder.Write("script", script.Output);

        var check = await new TestProgram(folder, checkOnly, path) { Program = [shell] }.RunAsync();

        Assert.True(script.ExitCode == 0 && script.Output.Length > 0, script.ToString());
        Assert.True(check is { ExitCode: 0, Err: "" }, check.ToString());
    }

    [Theory]
    [Requires("bash", RequiresAttribute.Native)]
    [InlineData("samlet local in", "invoke")]
    [InlineData("samlet local invoke --env-v", "--env-vars")]
    public async Task Bash_completes_commands_and_options(string line, string expected)
    {
        using var folder = new TempFolder();
        var script = await new TestProgram(folder, "completion", "bash").RunAsync();
        folder.Write("script", script.Output);
        var ask = $$"""
            source ./script
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            COMP_WORDS[0]={{Checkout.NativeProgram}}
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            function=$(complete -p samlet | sed 's/.*-F \([^ ]*\).*/\1/')
            $function samlet "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var result = await new TestProgram(folder, "--norc", "-s")
        {
            Program = ["bash"],
            Input = Encoding.UTF8.GetBytes(ask),
        }.RunAsync();

        Assert.Contains(expected, result.Out.Split('\n').Select(word => word.Trim()));
    }

    private static async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        using var folder = new TempFolder();
        return await new TestProgram(folder, arguments).RunAsync();
    }
}
