using System.Diagnostics;

namespace Samlet.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("", "words", "invoke|describe|debug-config|doctor|clean|completion|local|runtime")]
    [InlineData("inv", "words", "invoke")]
    [InlineData("--v", "words", "--version")]
    [InlineData("local|", "words", "invoke")]
    [InlineData("runtime|", "words", "install|list|remove")]
    [InlineData("runtime|install|ruby4", "words", "ruby4.0")]
    [InlineData("local|-", "words", "--help")]
    [InlineData("local|invoke|--env", "words", "--env-vars|--env")]
    [InlineData("invoke|--lim", "words", "--limit-cpu")]
    [InlineData("invoke|--no-m", "words", "--no-memory-limit|--no-mount-symlinks")]
    [InlineData("invoke|--hook", "words", "")]
    [InlineData("invoke|--env-vars|e|--env-v", "words", "")]
    [InlineData("invoke|-t|a|--template-f", "words", "--template-file")]
    [InlineData("invoke|--sandbox|", "words", "auto|process|linux|image|docker")]
    [InlineData("invoke|--sandbox=p", "words", "process")]
    [InlineData("invoke|--sandbox|=|p", "words", "process")]
    [InlineData("invoke|--sandbox|=", "words", "auto|process|linux|image|docker")]
    [InlineData("invoke|-r|ruby4", "words", "ruby4.0")]
    [InlineData("invoke|--event|ev", "files", "")]
    [InlineData("invoke|--event=ev", "files", "")]
    [InlineData("invoke|--debugger-path|", "folders", "")]
    [InlineData("invoke|--region|", "words", "")]
    [InlineData("invoke|-t|t.yaml|", "words", "Ratings|Child/Rates")]
    [InlineData("invoke|-t|t.yaml|Ra", "words", "Ratings")]
    [InlineData("invoke|-t|t.yaml|--|Ra", "words", "Ratings")]
    [InlineData("invoke|-t|t.yaml|--parameter-overrides|A|=|1|R", "words", "Ratings")]
    [InlineData("invoke|-t|t.yaml|Ratings|", "words", "")]
    [InlineData("completion|", "words", "bash|zsh|fish|pwsh")]
    [InlineData("nothing|", "words", "")]
    public async Task The_last_word_is_completed_by_what_stands_before_it(string words, string kind, string expected)
    {
        var run = await CommandLineRun.Of(["complete", "--", .. words.Split('|')]);

        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(kind, lines[0]);
        Assert.Equal(expected, string.Join('|', lines.Skip(1).Select(line => line.Split('\t')[0])));
    }

    [Fact]
    public async Task A_shell_that_drops_empty_words_says_so()
    {
        var run = await CommandLineRun.Of("complete", "--empty", "--", "local");

        Assert.StartsWith("words\ninvoke\t", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_those_of_the_template_that_the_environment_names()
    {
        var run = await CommandLineRun.Of(
            ["complete", "--", "invoke", "Child/"],
            new() { ["SAM_TEMPLATE_FILE"] = "t.yaml" },
            Path.GetTempPath());

        Assert.Equal("words\nChild/Rates\t\n", run.Output);
    }

    [Theory]
    [InlineData("bash", "complete -F _samlet samlet")]
    [InlineData("zsh", "#compdef samlet")]
    [InlineData("fish", "complete -c samlet")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName samlet")]
    public async Task Every_shell_gets_its_script(string shell, string expected) =>
        Assert.Contains(expected, (await CommandLineRun.Of("completion", shell)).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("tcsh", "error: `SHELL` cannot be `tcsh`\nhint: the choices are bash, zsh, fish, pwsh\n")]
    [InlineData("bsh", "error: `SHELL` cannot be `bsh`\nhint: did you mean `bash`? *\n")]
    [InlineData(null, "error: `SHELL` is missing\nhint: the choices are bash, zsh, fish, pwsh\n")]
    public async Task Another_shell_or_none_is_refused(string? shell, string expected)
    {
        var run = await CommandLineRun.Of(shell is null ? ["completion"] : ["completion", shell]);

        Assert.Equal(expected.Split('*')[0], run.Error[..expected.Split('*')[0].Length]);
        Assert.EndsWith("\nsee `samlet completion --help`\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
    }

    /// <summary>`samlet` is a function of the shell here: it shows what it is asked and answers as told.</summary>
    [Theory]
    [InlineData("local invoke --env", "words\n--env\tOne\n--env-vars\tMany\n", "--env|--env-vars")]
    [InlineData("invoke --sandbox = p", "words\nprocess\t\n", "process")]
    [InlineData("invoke --sandbox=p", "words\nprocess\t\n", "--sandbox=process")]
    [InlineData("invoke *", "words\nA\t* b\n", "A")]
    [InlineData("invoke --event e", "files\n", "<-o default>")]
    [InlineData("invoke --debugger-path e", "folders\n", "<-o dirnames>")]
    public async Task Bash_asks_and_shows_the_answer(string words, string answer, string shown)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no bash here");
        var script = (await CommandLineRun.Of("completion", "bash")).Output;

        var output = await RunBashAsync(
            $$"""
            {{script}}
            samlet() { echo "$*" >&3; printf '{{answer.Replace("\n", "\\n", StringComparison.Ordinal)}}'; }
            compopt() { COMPREPLY+=("<$*>"); }
            set -f; COMP_WORDS=(samlet {{words}}); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            exec 3>&1
            _samlet
            IFS='|'; echo "${COMPREPLY[*]}"
            """);

        Assert.Equal($"complete -- {words}\n{shown}\n", output);
    }

    private static async Task<string> RunBashAsync(string script)
    {
        ProcessStartInfo start = new("/bin/bash", ["--norc", "-c", script]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!; // Null only for shell execution.
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await bash.StandardOutput.ReadToEndAsync(time.Token);
    }
}
