namespace Samlet.Tests.Cli;

public sealed class RootCommandsTests
{
    [Fact]
    public async Task A_mistyped_command_suggests_the_near_one()
    {
        var run = await CommandLineRun.Of("local", "invok");

        Assert.Equal(
            "error: there is no command `invok`\nhint: did you mean `invoke`?\nsee `samlet local --help`\n",
            run.Error);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task The_version_names_number_code_and_framework()
    {
        var run = await CommandLineRun.Of("--version");

        Assert.Matches(@"^samlet \d+\.\d+\.\d+ \(JIT, \.NET \d+\.\d+\.\d+\)\n$", run.Output);
        Assert.Equal(ExitCode.Success, run.ExitCode);
    }
}
