using Samlet.Tests.Support;

namespace Samlet.Tests.Cli;

public sealed class ConfigFileSaveTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_options_of_the_command_line_are_saved_and_the_command_runs()
    {
        var run = await InvokeAsync(
            "F", "-e", "e.json", "-t", "t.yaml", "--debug", "--no-mount-symlinks", "--region", "eu-1", "--env", "A=b",
            "-d", "5858", "--parameter-overrides", "P=1", "Q=\"x y\"", "--config-env", "ci", "--profile", "say \"hi\"");

        Assert.Equal("F", run.Options!.Function);
        Assert.Equal(
            "saved in `samconfig.toml` for environment `ci`: "
            + "event, template_file, parameter_overrides, env, region, profile, debug, debug_port, mount_symlinks\n",
            run.Error);
        Assert.Equal(
            """
            version = 0.1

            [ci.local_invoke.parameters]
            event = "e.json"
            template_file = ["t.yaml"]
            parameter_overrides = { P = "1", Q = "x y" }
            env = ["A=b"]
            profile = "say \"hi\""
            debug = true
            debug_port = [5858]
            mount_symlinks = false

            [ci.global.parameters]
            region = "eu-1"

            """,
            Read("samconfig.toml"));
    }

    [Fact]
    public async Task What_was_saved_is_read_by_the_next_run()
    {
        await InvokeAsync(
            "-e", "e.json", "-t", "t.yaml", "--parameter-overrides", "P=a b", "-d", "1", "--region", "eu-1");

        var run = await CommandLineRun.Of(["invoke"], [], _folder.Path);

        Assert.Equal("", run.Error);
        Assert.Equal("e.json", run.Options!.EventFile);
        Assert.Equal(["t.yaml"], run.Options.Template.Files);
        Assert.Equal("a b", run.Options.Template.ParameterOverrides["P"]);
        Assert.Equal([1], run.Options.Debugging.Ports);
        Assert.Equal("eu-1", run.Options.Environment.Region);
    }

    [Theory]
    // The value is replaced where it stands, everything else stays.
    [InlineData(
        "# mine\nversion=0.1 # v\n\n[default.local_invoke.parameters]\nevent = 'old' # here\ndebug=true\n[x]\ny=1",
        "# mine\nversion=0.1 # v\n\n[default.local_invoke.parameters]\nevent = \"e\" # here\ndebug=true\n[x]\ny=1")]
    // Behind the last value of the table.
    [InlineData(
        "version = 0.1\n[default.local_invoke.parameters]\n# c\ndebug = true # d\n\n# next\n[z]\n",
        "version = 0.1\n[default.local_invoke.parameters]\n# c\ndebug = true # d\nevent = \"e\"\n\n# next\n[z]\n")]
    [InlineData(
        "version = 0.1\r\n[default.local_invoke.parameters]\r\n[z]\r\n",
        "version = 0.1\r\n[default.local_invoke.parameters]\r\nevent = \"e\"\r\n[z]\r\n")]
    [InlineData(
        "version = 0.1\n[default.local_invoke.parameters]",
        "version = 0.1\n[default.local_invoke.parameters]\nevent = \"e\"\n")]
    [InlineData(
        "version = 0.1\n[default.local_invoke.parameters]\nenv = [\n 'A=b',\n]\n"
        + "[default.local_invoke.parameters.x]\nk = 1\n",
        "version = 0.1\n[default.local_invoke.parameters]\nenv = [\n 'A=b',\n]\nevent = \"e\"\n"
        + "[default.local_invoke.parameters.x]\nk = 1\n")]
    // A table of its own where there is none.
    [InlineData(
        "version = 0.1\n[default.deploy.parameters]\nstack_name = 's'\n",
        "version = 0.1\n[default.deploy.parameters]\nstack_name = 's'\n\n"
        + "[default.local_invoke.parameters]\nevent = \"e\"\n")]
    [InlineData(
        "[default.deploy]\n",
        "version = 0.1\n[default.deploy]\n\n[default.local_invoke.parameters]\nevent = \"e\"\n")]
    // Inline tables.
    [InlineData(
        "version = 0.1\n[default]\nlocal_invoke = { parameters = { debug = true } }\n",
        "version = 0.1\n[default]\nlocal_invoke = { parameters = { debug = true, event = \"e\" } }\n")]
    [InlineData(
        "version = 0.1\n[default]\nlocal_invoke = { parameters = {} }\n",
        "version = 0.1\n[default]\nlocal_invoke = { parameters = { event = \"e\" } }\n")]
    // Nothing new.
    [InlineData(
        "version = 0.1\n[default.global.parameters]\nevent = 'e'\n",
        "version = 0.1\n[default.global.parameters]\nevent = 'e'\n")]
    public async Task TOML_changes_in_one_place_only(string before, string after)
    {
        _folder.Write("samconfig.toml", before);

        await InvokeAsync("-e", "e");

        Assert.Equal(after, Read("samconfig.toml"));
    }

    [Theory]
    [InlineData(
        "# mine\nversion: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      event: old # h\n      debug: on\n",
        "# mine\nversion: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      event: \"e\" # h\n      debug: on\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   env:\n     - A=b\n     # c\n# d\nci: {}\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   env:\n     - A=b\n"
        + "   event: \"e\"\n     # c\n# d\nci: {}\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   profile: |\n    x\n\nci: {}\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   profile: |\n    x\n   event: \"e\"\n\nci: {}\n")]
    [InlineData(
        "version: 0.1\ndefault:\n    local_invoke:\n        parameters:\n            debug: on",
        "version: 0.1\ndefault:\n    local_invoke:\n        parameters:\n            debug: on\n"
        + "            event: \"e\"\n")]
    [InlineData(
        "version: 0.1\ndefault:\n  local_invoke:\n    parameters:\nci:\n  x: 1\n",
        "version: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      event: \"e\"\nci:\n  x: 1\n")]
    [InlineData(
        "version: 0.1\ndefault: { local_invoke: { parameters: { debug: true } } }\n",
        "version: 0.1\ndefault: { local_invoke: { parameters: { debug: true , \"event\": \"e\"} } }\n")]
    [InlineData(
        "version: 0.1\ndefault: {}\n",
        "version: 0.1\ndefault: {\"local_invoke\": {\"parameters\": {\"event\": \"e\"}}}\n")]
    [InlineData(
        "version: 0.1\n",
        "version: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      event: \"e\"\n")]
    [InlineData("", "version: 0.1\ndefault:\n  local_invoke:\n    parameters:\n      event: \"e\"\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   event: 'it''s # 1'  # h\n   env:\n   - A=b\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   event: \"e\"  # h\n   env:\n   - A=b\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   env:\n   - A=b # c\nci: {}\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   env:\n   - A=b # c\n"
        + "   event: \"e\"\nci: {}\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters: { event: \"a, \\\"}\", # h\n    env: [A=b] }\nci: 1\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters: { event: \"e\", # h\n    env: [A=b] }\nci: 1\n")]
    [InlineData(
        "version: 0.1\nx: &x { event: o }\ndefault:\n local_invoke:\n  parameters:\n   <<: *x\n   debug: on\n",
        "version: 0.1\nx: &x { event: o }\ndefault:\n local_invoke:\n  parameters:\n   <<: *x\n   debug: on\n"
        + "   event: \"e\"\n")]
    [InlineData(
        "version: 0.1\ndefault: &d\n local_invoke: !!map\n  parameters:\n   event: &e |\n    o\n   debug: on\n",
        "version: 0.1\ndefault: &d\n local_invoke: !!map\n  parameters:\n   event: \"e\"\n   debug: on\n")]
    [InlineData(
        "version: 0.1\ndefault: &d\n local_invoke: !!map\n  x: y\n",
        "version: 0.1\ndefault: &d\n local_invoke: !!map\n  x: y\n  parameters:\n    event: \"e\"\n")]
    [InlineData(
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   profile: \"a\n     b\"\n   event: old\n    new\n",
        "version: 0.1\ndefault:\n local_invoke:\n  parameters:\n   profile: \"a\n     b\"\n   event: \"e\"\n")]
    public async Task YAML_changes_in_one_place_only(string before, string after)
    {
        _folder.Write("samconfig.yaml", before);

        await InvokeAsync("-e", "e");

        Assert.Equal(after, Read("samconfig.yaml"));
        Assert.False(File.Exists(_folder.PathOf("samconfig.toml")));
    }

    [Theory]
    [InlineData("samconfig.toml", "[default.local_invoke.parameters.parameter_overrides]\nOld = 1\n[z]\n")]
    [InlineData("samconfig.toml", "[default.local_invoke.parameters]\nparameter_overrides = 'Old=1'\n")]
    [InlineData("samconfig.yaml", "default:\n local_invoke:\n  parameters:\n   parameter_overrides:\n    Old: 1\n")]
    [InlineData("samconfig.yml", "default:\n local_invoke:\n  parameters:\n   parameter_overrides: |\n    O=1\nx: y\n")]
    public async Task Overrides_replace_the_old_ones_as_a_whole(string name, string before)
    {
        _folder.Write(name, before);

        await InvokeAsync("--parameter-overrides", "New=2");

        var options = (await CommandLineRun.Of(["invoke"], [], _folder.Path)).Options!;
        Assert.Equal("[New, 2]", Assert.Single(options.Template.ParameterOverrides).ToString());
    }

    [Theory]
    [InlineData("version = 0.1\ndefault.local_invoke.parameters.debug = true\n")]
    [InlineData("version = 0.1\n[default]\nlocal_invoke.parameters.debug = true\n")]
    public async Task What_cannot_be_written_in_one_place_is_left_alone(string before)
    {
        _folder.Write("samconfig.toml", before);

        var fault = await Assert.ThrowsAsync<UserErrorException>(() => InvokeAsync("-e", "e"));

        Assert.StartsWith(
            "cannot write `default.local_invoke.parameters.event` into `samconfig.toml`",
            fault.Message,
            StringComparison.Ordinal);
        Assert.Equal(before, Read("samconfig.toml"));
    }

    [Fact]
    public async Task A_command_line_that_is_refused_saves_nothing()
    {
        var run = await InvokeAsync("-d", "70000");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.False(File.Exists(_folder.PathOf("samconfig.toml")));
    }

    [Fact]
    public async Task References_to_files_stay_references()
    {
        _folder.Write("p.yaml", "A: 1");

        await InvokeAsync("--parameter-overrides", "file://p.yaml", "B=2");

        Assert.EndsWith(
            "\nparameter_overrides = [\"file://p.yaml\", \"B=2\"]\n", Read("samconfig.toml"), StringComparison.Ordinal);
    }

    private string Read(string name) => File.ReadAllText(_folder.PathOf(name));

    private Task<CommandLineRun> InvokeAsync(params string[] words) =>
        CommandLineRun.Of(["local", "invoke", .. words, "--save-params"], [], _folder.Path);
}
