using Samlet.Tests.Support;

namespace Samlet.Tests.Cli;

public sealed class ConfigFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(
        "samconfig.toml",
        "version = 0.1\n[default.local_invoke.parameters]\nevent = \"e.json\"\ndebug_port = [1, 2]\ndebug = true\n")]
    [InlineData(
        "samconfig.yaml",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   event: e.json\n   debug_port: [1,2]\n   debug: y\n")]
    [InlineData(
        "samconfig.yml",
        "version: 0.1\ndefault: {local_invoke: {parameters: {event: e.json, debug_port: [1, '2'], debug: 'yes'}}}\n")]
    public async Task Options_are_read_from_the_file_in_the_working_folder(string name, string text)
    {
        _folder.Write(name, text);

        var run = await Invoke();

        Assert.Equal("", run.Error);
        Assert.Equal("e.json", run.Options!.EventFile);
        Assert.Equal([1, 2], run.Options.Debugging.Ports);
        Assert.True(run.Options.Output.IsDebug);
    }

    [Fact]
    public async Task The_command_line_stands_above_the_environment_and_that_above_the_file()
    {
        _folder.Write("samconfig.toml", Toml("region = \"file-1\"\ntemplate_file = \"file.yaml\"\nprofile = \"file\""));

        var run = await InvokeWith(new() { ["SAM_TEMPLATE_FILE"] = "shell.yaml" }, "--region", "line-1");

        Assert.Equal("line-1", run.Options!.Environment.Region);
        Assert.Equal(["shell.yaml"], run.Options.Template.Files);
        Assert.Equal("file", run.Options.Environment.Profile);
    }

    [Fact]
    public async Task An_empty_text_on_the_command_line_hides_the_file()
    {
        _folder.Write("samconfig.toml", Toml("event = \"e.json\""));

        Assert.Null((await Invoke("-e", "")).Options!.EventFile);
    }

    [Fact]
    public async Task Keys_of_the_command_stand_above_global_ones_one_by_one()
    {
        _folder.Write(
            "samconfig.toml",
            "version = 0.1\n[default.global.parameters]\nregion = \"g-1\"\nprofile = \"g\"\n"
            + "parameter_overrides = \"A=1\"\n"
            + "[default.local_invoke.parameters]\nregion = \"l-1\"\nparameter_overrides = \"B=2\"\n");

        var options = (await Invoke()).Options!;

        Assert.Equal(("l-1", "g"), (options.Environment.Region, options.Environment.Profile));
        Assert.Equal(["[B, 2]"], Overrides(options));
    }

    [Fact]
    public async Task Another_environment_is_chosen_by_name()
    {
        _folder.Write("samconfig.toml", "version = 0.1\n[ci.local_invoke.parameters]\nregion = \"c-1\"\n");

        Assert.Null((await Invoke()).Options!.Environment.Region);
        Assert.Equal("c-1", (await Invoke("--config-env", "ci")).Options!.Environment.Region);
    }

    [Fact]
    public async Task An_environment_that_is_not_there_is_told()
    {
        _folder.Write("samconfig.toml", "version = 0.1\n[ci.local_invoke.parameters]\n[dev]\n");

        var run = await Invoke("--config-env", "di");

        Assert.Equal("warning: `samconfig.toml` has no environment `di`\nhint: it has `ci`, `dev`\n", run.Error);
        Assert.NotNull(run.Options);
    }

    [Fact]
    public async Task The_file_lies_beside_the_template_that_the_command_line_names()
    {
        _folder.Write("samconfig.toml", Toml("region = \"here-1\""));
        _folder.Write("sub/samconfig.toml", Toml("region = \"sub-1\""));
        _folder.Write("sub/other.yaml", "version: 0.1\ndefault: {global: {parameters: {region: other-1}}}");

        Assert.Equal("sub-1", (await Invoke("-t", "sub/t.yaml")).Options!.Environment.Region);
        var other = await Invoke("-t", "sub/t.yaml", "--config-file", "other.yaml");
        Assert.Equal("other-1", other.Options!.Environment.Region);
        var shell = await InvokeWith(new() { ["SAM_TEMPLATE_FILE"] = "sub/t.yaml" });
        Assert.Equal("here-1", shell.Options!.Environment.Region);
    }

    [Fact]
    public async Task Of_several_files_TOML_goes_first_and_the_other_is_told()
    {
        _folder.Write("samconfig.toml", Toml("region = \"toml-1\""));
        _folder.Write("samconfig.yaml", "version: 0.1\ndefault: {global: {parameters: {region: yaml-1}}}");

        var run = await Invoke();

        Assert.Equal("toml-1", run.Options!.Environment.Region);
        Assert.Equal("warning: `samconfig.yaml` is not read: `samconfig.toml` goes before it\n", run.Error);
    }

    [Theory]
    [InlineData("parameter_overrides = \"A=1 B=two\"")]
    [InlineData("parameter_overrides = [\"A=1\", \"B=two\"]")]
    [InlineData("parameter_overrides = [\"A=1\", { B = \"two\" }]")]
    [InlineData("parameter_overrides = { A = 1, B = \"two\" }")]
    [InlineData("[default.local_invoke.parameters.parameter_overrides]\nA = 1\nB = \"two\"")]
    [InlineData("parameter_overrides = { \"$include\" = \"p.yaml\", B = \"two\" }")]
    [InlineData("parameter_overrides = \"file://p.yaml B=two\"")]
    public async Task Parameters_stand_in_the_file_as_text_list_or_table(string line)
    {
        _folder.Write("samconfig.toml", Toml(line));
        _folder.Write("p.yaml", "A: 1\nB: one\n");

        var run = await Invoke();

        Assert.Equal("", run.Error);
        Assert.Equal(["[A, 1]", "[B, two]"], Overrides(run.Options!));
    }

    [Fact]
    public async Task Numbers_and_moments_keep_their_spelling_as_parameters()
    {
        _folder.Write(
            "samconfig.toml",
            Toml("parameter_overrides = { A = 1.50, B = 0x10, C = true, D = 2020-01-01, E = [1, \"x\"], F = 1e3 }"));

        Assert.Equal(
            ["[A, 1.50]", "[B, 16]", "[C, true]", "[D, 2020-01-01]", "[E, 1,x]", "[F, 1e3]"],
            Overrides((await Invoke()).Options!));
    }

    [Theory]
    [InlineData(
        "evnt = 1",
        "warning: samconfig.toml:3:1: there is no option `evnt`; it has no effect\nhint: did you mean `event`?\n")]
    [InlineData("stack_name = 1", "warning: samconfig.toml:3:1: there is no option `stack_name`; it has no effect\n")]
    [InlineData(
        "env-vars = 1",
        "warning: samconfig.toml:3:1: there is no option `env-vars`; it has no effect\nhint: did*")]
    [InlineData(
        "[default.global.parameters]\nstack_name = 1\nanything = 2\nregon = 1",
        "warning: samconfig.toml:6:1: there is no option `regon`; it has no effect\nhint: did you mean `region`?\n")]
    public async Task A_key_without_effect_is_told_with_the_nearest_word(string line, string expected)
    {
        _folder.Write("samconfig.toml", Toml(line));

        var run = await Invoke();

        Assert.StartsWith(expected.TrimEnd('*'), run.Error, StringComparison.Ordinal);
        Assert.NotNull(run.Options);
    }

    [Theory]
    [InlineData(
        "[default.global.parameters]\nregion = 'r'",
        "warning: `samconfig.toml` has no `version`; it is read as `version = 0.1`\n")]
    [InlineData("version = 2", "warning: samconfig.toml:1:11: `version` is not 0.1; the file is read as if it were\n")]
    [InlineData("version = '0.1'", "")]
    [InlineData("", "")]
    public async Task A_version_that_is_missing_or_unknown_is_told(string text, string expected)
    {
        _folder.Write("samconfig.toml", text);

        var run = await Invoke();

        Assert.Equal(expected, run.Error);
        Assert.NotNull(run.Options);
    }

    [Theory]
    [InlineData("samconfig.toml", "a = \n", "error: samconfig.toml:1:5: a value is missing\n  1 | a = \n    |     ^\n")]
    [InlineData("samconfig.yaml", "- a\n", "error: samconfig.yaml:1:1: a configuration file holds a table\n")]
    [InlineData(
        "samconfig.toml",
        "version = 0.1\ndefault = 1\n",
        "error: samconfig.toml:2:11: `default` is no table\n")]
    public async Task A_file_that_cannot_be_read_is_an_error(string name, string text, string expected)
    {
        _folder.Write(name, text);

        var fault = await Assert.ThrowsAsync<UserErrorException>(() => Invoke());

        Assert.Equal(expected, $"error: {fault.Message}\n");
        Assert.Equal(ExitCode.UserError, fault.ExitCode);
    }

    [Theory]
    [InlineData(
        "region = [\"a\"]",
        "error: `region` in samconfig.toml:3:10 is no value for `--region`\nhint: write a text\n")]
    [InlineData(
        "debug_port = { a = 1 }",
        "error: `debug_port` in samconfig.toml:3:14 is no value for `--debug-port`\nhint: write a text or*")]
    [InlineData(
        "debug_port = \"x\"",
        "error: `debug_port` in samconfig.toml:3:14 is `x`, which is not a whole number\n")]
    [InlineData(
        "debug = \"maybe\"",
        "error: `debug` in samconfig.toml:3:9 is `maybe`, which is neither true nor false\n*")]
    [InlineData(
        "env_vars = \"none.json\"",
        "error: no file at `none.json`\nhint: `env_vars` in samconfig.toml:3:12 names it\n")]
    [InlineData(
        "hook_name = \"terraform\"",
        "error: `hook_name` in samconfig.toml:3:13 is not supported yet\nhint: run without*")]
    [InlineData(
        "parameter_overrides = { A = { B = 1 } }",
        "error: samconfig.toml:3:29: `A` is no override of a parameter\nhint: write*")]
    [InlineData(
        "parameter_overrides = \"file://none.toml\"",
        "error: no file at `none.toml`\nhint: samconfig.toml:3:23 names it\n")]
    public async Task A_value_that_does_not_fit_is_a_usage_fault_with_its_place(string line, string expected)
    {
        _folder.Write("samconfig.toml", Toml(line));

        var run = await Invoke();

        Assert.StartsWith(expected.TrimEnd('*'), run.Error, StringComparison.Ordinal);
        Assert.EndsWith("see `samlet local invoke --help`\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Theory]
    [InlineData("none.yaml", "no file at `none.yaml`")]
    [InlineData("t.ini", "`t.ini` has the extension `.ini`, which is not read")]
    public async Task A_named_file_that_is_missing_or_of_another_kind_is_an_error(string name, string expected)
    {
        _folder.Write("t.ini", "x");

        var fault = await Assert.ThrowsAsync<UserErrorException>(() => Invoke("--config-file", name));

        Assert.Equal(expected, fault.Message);
        Assert.Equal(ExitCode.UserError, fault.ExitCode);
    }

    [Fact]
    public async Task The_usual_file_may_be_missing_even_where_it_is_named() =>
        Assert.NotNull((await Invoke("--config-file", "samconfig.toml")).Options);

    [Fact]
    public async Task Tables_of_pairs_stand_for_repeated_options()
    {
        _folder.Write("samconfig.toml", Toml("env = { A = \"x\", B = 2 }\ntemplate_file = [\"i\", \"j\"]"));

        var options = (await Invoke()).Options!;

        Assert.Equal("x", options.Environment.Variables["A"]);
        Assert.Equal("2", options.Environment.Variables["B"]);
        Assert.Equal(["i", "j"], options.Template.Files);
    }

    [Fact]
    public async Task Describe_has_a_table_of_its_own_and_the_global_one()
    {
        _folder.Write(
            "samconfig.toml",
            "version = 0.1\n[default.global.parameters]\nregion = \"g-1\"\n"
            + "[default.describe.parameters]\nstrict = true\n"
            + "[default.local_invoke.parameters]\nprofile = \"l\"\n");

        var run = await CommandLineRun.Of(["describe"], [], _folder.Path);

        Assert.Equal("", run.Error);
        Assert.True(run.Described!.Template.IsStrict);
        Assert.Equal("g-1", run.Described.Environment.Region);
        Assert.Null(run.Described.Environment.Profile);
    }

    private static string Toml(string parameters) =>
        $"version = 0.1\n[default.local_invoke.parameters]\n{parameters}\n";

    private static IEnumerable<string> Overrides(Samlet.Cli.InvokeOptions options) =>
        options.Template.ParameterOverrides.Select(pair => pair.ToString()).Order(StringComparer.Ordinal);

    private Task<CommandLineRun> Invoke(params string[] words) => InvokeWith([], words);

    private Task<CommandLineRun> InvokeWith(Dictionary<string, string> variables, params string[] words) =>
        CommandLineRun.Of(["local", "invoke", .. words], variables, _folder.Path);
}
