using System.Text.Json;

namespace Samlet.Tests.Cli;

public sealed class RootCommandsTests
{
    [Theory]
    [InlineData(
        "local invok",
        "error: there is no command `invok`\nhint: did you mean `invoke`?\nsee `samlet local --help`\n")]
    [InlineData(
        "lokal invoke",
        "error: there is no command `lokal`\nhint: did you mean `local`?\nsee `samlet --help`\n")]
    [InlineData("deploy", "error: there is no command `deploy`\nsee `samlet --help`\n")]
    [InlineData(
        "--versoin",
        "error: there is no option `--versoin`\nhint: did you mean `--version`?\nsee `samlet --help`\n")]
    [InlineData("local", "error: no command is given\nhint: the commands are invoke\nsee `samlet local --help`\n")]
    public async Task A_mistyped_word_suggests_the_near_one(string words, string expected)
    {
        var run = await CommandLineRun.Of(words.Split(' '));

        Assert.Equal(expected, run.Error);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    [Fact]
    public async Task The_version_names_number_code_and_framework()
    {
        var run = await CommandLineRun.Of("--version");

        Assert.Matches(@"^samlet \d+\.\d+\.\d+ \(JIT, \.NET \d+\.\d+\.\d+\)\n$", run.Output);
        Assert.Equal(ExitCode.Success, run.ExitCode);
    }

    [Fact]
    public async Task Information_is_JSON_with_version_code_framework_and_runtimes()
    {
        var run = await CommandLineRun.Of("--info");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Matches(@"^\d+\.\d+\.\d+$", json.RootElement.GetProperty("version").GetString());
        Assert.Equal("JIT", json.RootElement.GetProperty("code").GetString());
        Assert.StartsWith(".NET ", json.RootElement.GetProperty("framework").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", json.RootElement.GetProperty("system").GetString());
        Assert.Equal(
            """{"runtime":"nodejs22.x","program":"/usr/bin/node","version":"22.1.0"}""",
            JsonSerializer.Serialize(json.RootElement.GetProperty("runtimes")[0]));
        Assert.EndsWith("}\n", run.Output, StringComparison.Ordinal);
    }
}
