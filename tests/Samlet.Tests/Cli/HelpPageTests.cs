using Samlet.Cli;

namespace Samlet.Tests.Cli;

public sealed class HelpPageTests
{
    public static TheoryData<string> Pages =>
        ["--help", "local --help", "local invoke --help", "completion -h", "complete -h"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task No_line_is_longer_than_100_columns_or_ends_in_a_blank(string words)
    {
        var run = await CommandLineRun.Of(words.Split(' '));

        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Equal("", run.Error);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 100 && line.TrimEnd() == line, line));
    }

    [Theory]
    [InlineData("local", "invoke", "-h")]
    [InlineData("invoke", "Ratings", "--help", "--bogus")]
    [InlineData("help", "invoke")]
    public async Task Help_is_given_wherever_it_is_asked_for(params string[] words)
    {
        var run = await CommandLineRun.Of(words);

        Assert.StartsWith("Runs one function once", run.Output, StringComparison.Ordinal);
        Assert.Null(run.Options);
    }

    [Fact]
    public async Task Every_option_that_is_not_hidden_is_explained_once()
    {
        var page = (await CommandLineRun.Invoke("--help")).Output;

        var words = page.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var table = page[..page.IndexOf("Exit code", StringComparison.Ordinal)];
        foreach (var option in CommonOptions.All.Concat(ContainerOptionTable.All))
        {
            Assert.Equal(!option.IsHidden, words.Contains(option.Name));
            Assert.All(option.Aliases, alias => Assert.Contains($"{alias}, ", table, StringComparison.Ordinal));
            Assert.True(option.EnvironmentVariable is null || option.IsHidden
                || table.Contains($"[env: {option.EnvironmentVariable}]", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Options_are_grouped_by_what_they_are_for()
    {
        var lines = (await CommandLineRun.Invoke("--help")).Output.Split('\n');

        var headings = lines.Where(line => line.Length > 0 && line[0] != ' ').Select(line => line.Split(" (")[0]);
        Assert.Equal(
            [
                "Usage", "Argument", "Event", "Template", "Environment of the function", "Runtime and sandbox",
                "Output", "Debugging", "Configuration file", "Images and containers", "Not supported yet", "General", "Exit code", "Examples",
            ],
            headings.Skip(1));
    }

    [Fact]
    public async Task A_command_that_is_missing_is_a_usage_fault_that_names_the_choices()
    {
        var run = await CommandLineRun.Of();

        Assert.Equal(
            "error: no command is given\nhint: the commands are invoke, describe, debug-config, doctor, clean, completion\nsee `samlet --help`\n", run.Error);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }
}
