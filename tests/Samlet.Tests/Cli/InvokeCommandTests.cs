using Samlet.Cli;

namespace Samlet.Tests.Cli;

public sealed class InvokeCommandTests
{
    [Theory]
    [InlineData("Ratings", "-e", "e.json", "-t", "t.yaml")]
    [InlineData("-e", "e.json", "Ratings", "-t", "t.yaml")]
    [InlineData("-ee.json", "-tt.yaml", "Ratings")]
    [InlineData("--event=e.json", "--template=t.yaml", "Ratings")]
    [InlineData("-e=e.json", "--template-file", "t.yaml", "Ratings")]
    [InlineData("--event", "e.json", "-t", "t.yaml", "--", "Ratings")]
    [InlineData("-e", "other.json", "-e", "e.json", "-t", "t.yaml", "Ratings")]
    [InlineData("--template-file", "t.yaml", "--shutdown", "Ratings", "--event", "e.json", "--no-event")]
    public async Task Options_and_function_stand_in_any_order_and_form(params string[] words)
    {
        var run = await CommandLineRun.Invoke(words);

        Assert.Equal("", run.Error);
        Assert.Equal("Ratings", run.Options!.Function);
        Assert.Equal("e.json", run.Options.EventFile);
        Assert.Equal(["t.yaml"], run.Options.Template.Files);
    }

    [Fact]
    public async Task The_command_is_reached_with_and_without_the_word_local()
    {
        Assert.Equal("F", (await CommandLineRun.Of("invoke", "F")).Options!.Function);
        Assert.Equal("F", (await CommandLineRun.Of("local", "invoke", "F")).Options!.Function);
        Assert.Equal("invoke", (await CommandLineRun.Of("invoke", "invoke")).Options!.Function);
    }

    [Fact]
    public async Task Without_a_word_everything_has_its_default()
    {
        var options = (await CommandLineRun.Invoke()).Options!;

        Assert.Null(options.Function);
        Assert.Null(options.EventFile);
        Assert.Empty(options.Template.Files);
        Assert.Empty(options.GivenContainerOptions);
        Assert.Equal(SandboxChoice.Auto, options.Runtime.Sandbox);
        Assert.False(options.Debugging.IsOn);
        Assert.Null(options.Template.ExpandsLanguageExtensions);
    }

    [Fact]
    public async Task An_empty_function_or_event_counts_as_not_given()
    {
        var options = (await CommandLineRun.Invoke("", "-e", "", "-t", "")).Options!;

        Assert.Null(options.Function);
        Assert.Null(options.EventFile);
        Assert.Empty(options.Template.Files);
    }

    [Theory]
    [InlineData("A=1", "B=2", "Ratings")]
    [InlineData("A=1", "Ratings", "B=2")]
    [InlineData("A=1 B=2", "Ratings", "--debug")]
    [InlineData("ParameterKey=A,ParameterValue=1", "ParameterKey=B,ParameterValue=2", "Ratings")]
    public async Task The_function_may_follow_the_parameter_overrides(params string[] words)
    {
        var run = await CommandLineRun.Invoke(["--parameter-overrides", .. words]);

        Assert.Equal("", run.Error);
        Assert.Equal("Ratings", run.Options!.Function);
        Assert.Equal(["[A, 1]", "[B, 2]"], Texts(run.Options.Template.ParameterOverrides));
    }

    [Theory]
    [InlineData("--bogus", "there is no option `--bogus`")]
    [InlineData("--bogus=1", "there is no option `--bogus`")]
    [InlineData("--evnt e.json", "there is no option `--evnt`\nhint: did you mean `--event`?")]
    [InlineData("--temp t.yaml", "there is no option `--temp`\nhint: did you mean `--template-file`?")]
    [InlineData("--parameter-overrides A=b --bogus", "there is no option `--bogus`")]
    [InlineData("-z", "there is no option `-z`")]
    [InlineData("A B", "unexpected extra argument `B`")]
    [InlineData("A --parameter-overrides K=V B", "unexpected extra argument `B`")]
    [InlineData("-e", "`-e` needs a value\nhint: write `-e FILE`")]
    [InlineData("-e --debug", "`-e` needs a value\nhint: write `-e FILE`")]
    [InlineData("--parameter-overrides", "`--parameter-overrides` needs a value\n*")]
    [InlineData("--shutdown=true", "`--shutdown` takes no value, but `true` is given\nhint: write `--shutdown` alone")]
    [InlineData("--debug-port x", "`--debug-port` is `x`, which is not a whole number")]
    [InlineData("-d 70000", "`--debug-port` is `70000`, which is not a port\nhint: ports go from 1 to 65535")]
    [InlineData("--sandbox proces", "`--sandbox` cannot be `proces`\nhint: did you mean `process`? *")]
    [InlineData("--env-vars none.json", "no file at `none.json`\nhint: `--env-vars` names it")]
    [InlineData("--container-env-vars none.json", "no file at `none.json`\nhint: `--container-env-vars` names it")]
    [InlineData("--env NAME", "`--env` cannot be `NAME`\nhint: write it like `NAME=VALUE`")]
    [InlineData("--env =x", "`--env` cannot be `=x`\nhint: write it like `NAME=VALUE`")]
    [InlineData("--add-host db:", "`--add-host` cannot be `db:`\nhint: write it like `HOST:IP`")]
    [InlineData("--add-host db", "`--add-host` cannot be `db`\nhint: write it like `HOST:IP`")]
    [InlineData("--invoke-image F=", "`--invoke-image` cannot be `F=`\nhint: write it like `[FUNCTION=]IMAGE`")]
    [InlineData("--region us_east", "`--region` cannot be `us_east`\nhint: write it like `us-east-1`")]
    [InlineData("--tenant-id a,b", "`--tenant-id` cannot be `a,b`\nhint: it has 1 to 256 letters*")]
    public async Task A_usage_fault_is_told_with_its_remedy_and_exit_code_2(string words, string expected)
    {
        var run = await CommandLineRun.Invoke(words.Split(' '));

        var message = expected.Split('*');
        Assert.StartsWith($"error: {message[0]}", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nsee `samlet local invoke --help`\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(message.Length > 1 ? 3 : expected.Split('\n').Length + 1, run.Error.Count(c => c == '\n'));
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Null(run.Options);
    }

    [Theory]
    [InlineData("nodejs22.x")]
    [InlineData("NodeJS22.X")]
    public async Task A_runtime_is_named_in_any_case(string word) =>
        Assert.Equal("nodejs22.x", (await CommandLineRun.Invoke("-r", word)).Options!.Runtime.Runtime!.Name);

    [Fact]
    public async Task A_runtime_that_Lambda_does_not_have_names_the_nearest()
    {
        var run = await CommandLineRun.Invoke("-r", "node22");

        Assert.StartsWith(
            "error: `--runtime` is `node22`, which is not a runtime of Lambda\nhint: did you mean `nodejs22.x`? ",
            run.Error,
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Theory]
    [InlineData("--hook-name", "terraform")]
    [InlineData("--durable-execution-name", "x")]
    [InlineData("--skip-prepare-infra")]
    [InlineData("--terraform-plan-file", "p")]
    public async Task What_nothing_honours_is_refused(params string[] words)
    {
        var run = await CommandLineRun.Invoke(words);

        Assert.StartsWith($"error: `{words[0]}` is not supported yet\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Null(run.Options);
    }

    [Fact]
    public async Task Two_mistyped_options_are_both_told()
    {
        var run = await CommandLineRun.Invoke("--evnt", "e.json", "--debugg", "F");

        Assert.Contains("error: there is no option `--evnt`", run.Error, StringComparison.Ordinal);
        Assert.Contains("error: there is no option `--debugg`", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("T", true)]
    [InlineData("Yes", true)]
    [InlineData("y", true)]
    [InlineData("ON", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("f", false)]
    [InlineData("no", false)]
    [InlineData("n", false)]
    [InlineData("off", false)]
    [InlineData("", false)]
    public async Task A_flag_reads_boolean_words_from_its_environment_variable(string word, bool expected)
    {
        var run = await WithVariables(new() { ["SAM_DEBUG"] = word });

        Assert.Equal(expected, run.Options!.Output.IsDebug);
    }

    [Fact]
    public async Task Any_other_word_is_a_usage_fault_that_names_the_variable()
    {
        var run = await WithVariables(new() { ["SAM_DEBUG"] = "maybe" });

        Assert.StartsWith("error: `SAM_DEBUG` is `maybe`, which is neither", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Environment_variables_stand_in_for_options()
    {
        var options = (await WithVariables(new()
        {
            ["SAM_TEMPLATE_FILE"] = "my project/t.yaml",
            ["SAM_DEBUG_PORT"] = "5858  5859",
            ["SAM_DOCKER_VOLUME_BASEDIR"] = "/code",
            ["SAM_DOCKER_NETWORK"] = "lan",
            ["SAM_LAYER_CACHE_BASEDIR"] = "/layers",
            ["SAM_SKIP_PULL_IMAGE"] = "1",
            ["SAM_FORCE_IMAGE_BUILD"] = "1",
            ["SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS"] = "yes",
            ["SAM_CLI_BETA_FEATURES"] = "yes",
        })).Options!;

        Assert.Equal(["my project/t.yaml"], options.Template.Files);
        Assert.Equal([5858, 5859], options.Debugging.Ports);
        Assert.Equal(
            ["--docker-volume-basedir", "--docker-network", "--skip-pull-image", "--force-image-build"],
            options.GivenContainerOptions);
        Assert.Equal("/layers", options.LayerFolder);
        Assert.True(options.Template.ExpandsLanguageExtensions);
    }

    [Fact]
    public async Task The_command_line_stands_above_the_environment()
    {
        var options = (await CommandLineRun.Of(
            ["invoke", "-t", "given.yaml", "--no-language-extensions", "-d", "1"],
            new()
            {
                ["SAM_TEMPLATE_FILE"] = "t.yaml",
                ["SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS"] = "1",
                ["SAM_DEBUG_PORT"] = "5858",
            },
            Path.GetTempPath())).Options!;

        Assert.Equal(["given.yaml"], options.Template.Files);
        Assert.False(options.Template.ExpandsLanguageExtensions);
        Assert.Equal([1], options.Debugging.Ports);
    }

    [Fact]
    public async Task Options_for_a_container_engine_are_read_and_listed_as_ignored()
    {
        var options = (await CommandLineRun.Invoke(
            "-v", "/code", "--docker-network", "lan", "--container-host", "h", "--container-host-interface", "0.0.0.0",
            "--add-host", "db:10.0.0.1", "--add-host", "six:::1", "--container-dns", "1.1.1.1",
            "-ii", "global", "-ii", "F=repo/image:tag",
            "--skip-pull-image",
            "--no-memory-limit", "--limit-cpu", "--no-mount-symlinks", "F")).Options!;

        Assert.Equal(
            [
                "--docker-volume-basedir", "--docker-network", "--container-host", "--container-host-interface",
                "--add-host", "--container-dns", "--invoke-image", "--skip-pull-image",
            ],
            options.GivenContainerOptions);
        Assert.False(options.Runtime.LimitsMemory);
        Assert.True(options.Runtime.LimitsCpu);
    }

    [Fact]
    public async Task Of_a_flag_and_its_opposite_the_last_one_counts()
    {
        var on = await CommandLineRun.Invoke("--no-mount-symlinks", "--mount-symlinks");
        var off = await CommandLineRun.Invoke("--mount-symlinks", "--no-mount-symlinks");

        Assert.Equal(["--mount-symlinks"], on.Options!.GivenContainerOptions);
        Assert.Empty(off.Options!.GivenContainerOptions);
    }

    [Fact]
    public async Task A_value_may_begin_with_a_dash()
    {
        var run = await CommandLineRun.Invoke("--profile", "-p x", "-e", "-", "--tenant-id", "-t1");

        var options = run.Options!;
        Assert.Equal("-p x", options.Environment.Profile);
        Assert.Equal("-", options.EventFile);
        Assert.Equal("-t1", options.TenantId);
    }

    [Fact]
    public async Task Variables_of_the_command_line_keep_everything_after_the_first_equals_sign()
    {
        var options = (await CommandLineRun.Invoke("--env", "A=b=c", "--env", "A=d", "--env", "E=")).Options!;

        Assert.Equal(["[A, d]", "[E, ]"], Texts(options.Environment.Variables));
    }

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, string> pairs) =>
        pairs.Select(pair => pair.ToString()).Order(StringComparer.Ordinal);

    private static Task<CommandLineRun> WithVariables(Dictionary<string, string> variables) =>
        CommandLineRun.Of(["local", "invoke", "F"], variables, Path.GetTempPath());
}
