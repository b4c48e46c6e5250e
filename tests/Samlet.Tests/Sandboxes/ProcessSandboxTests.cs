using System.Globalization;
using System.Text;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Process;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes;

public sealed class ProcessSandboxTests : IAsyncDisposable
{
    private readonly ProcessLauncher _launcher = new(ownsAllChildren: false, mainThread: 0);
    private readonly TempFolder _folder = new();
    private readonly StringBuilder _output = new();

    public async ValueTask DisposeAsync()
    {
        await _launcher.DisposeAsync();
        _folder.Dispose();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("exit 0", "exit status 0")]
    [InlineData("exit 7", "exit status 7")]
    [InlineData("kill -SEGV $$", "signal: segmentation fault")]
    [InlineData("kill -KILL $$", "signal: killed")]
    [InlineData("kill -TERM $$", "signal: terminated")]
    public async Task The_end_of_a_process_is_told_in_the_words_of_the_service(string script, string expected)
    {
        await using var sandbox = Start(script);
        Assert.Equal(expected, (await sandbox.Exited).ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task The_environment_is_exactly_the_given_one_and_standard_input_is_empty()
    {
        await using var sandbox = Start("cat; pwd; /usr/bin/env");
        _ = await sandbox.Exited;
        sandbox.DrainOutput();

        var lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => !IsOfTheShell(line));
        Assert.Equal([_folder.Path, "A=1=2", "B=ü\t"], lines.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Both_streams_arrive_and_large_output_is_whole()
    {
        await using var sandbox = Start("printf out; printf err >&2; head -c 10000000 /dev/zero | tr '\\0' x");
        _ = await sandbox.Exited;
        sandbox.DrainOutput();

        Assert.Equal(10_000_006, Text.Length);
        Assert.Contains("out", Text, StringComparison.Ordinal);
        Assert.Contains("err", Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Draining_gives_what_was_written_while_the_process_goes_on()
    {
        var fifo = Path.Join(_folder.Path, "fifo");
        await using var sandbox = Start($"mkfifo {fifo}; echo written; echo go > {fifo}; exec sleep 1000");
        while (!File.Exists(fifo))
        {
            await Task.Yield();
        }

        Assert.Equal("go\n", await File.ReadAllTextAsync(fifo, TestContext.Current.CancellationToken));
        sandbox.DrainOutput();
        Assert.Equal("written\n", Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("sleep 1000 & echo $! > pid; exec sleep 1000")]
    [InlineData("setsid sleep 1000 & echo $! > pid; exec sleep 1000")]
    [InlineData("(setsid sh -c 'sleep 1000 & echo $! > pid') & exec sleep 1000")]
    [InlineData("(setsid sh -c 'sleep 1000 & echo $! > pid') & wait; exit 0")]
    public async Task Nothing_that_a_process_started_outlives_it(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes that left their group are only found on Linux");
        var sandbox = Start(script);
        var pid = await ReadPidAsync("pid");
        await sandbox.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_another_sandbox_left_behind_is_not_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes that left their group are only found on Linux");
        var first = Start("(setsid sh -c 'sleep 1000 & echo $! > first') & exec sleep 1000", "MARK=1");
        await using var second = Start("(setsid sh -c 'sleep 1000 & echo $! > second') & exec sleep 1000", "MARK=2");
        var (firstPid, secondPid) = (await ReadPidAsync("first"), await ReadPidAsync("second"));
        await first.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{firstPid}"));
        Assert.True(Directory.Exists($"/proc/{secondPid}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_peak_is_that_of_the_whole_tree()
    {
        await using var sandbox = Start("head -c 60000000 /dev/zero | tail -c 60000000 | wc -c");
        _ = await sandbox.Exited;

        // The kernel counts for a child what its parent had when it was started, here the whole suite.
        Assert.InRange(sandbox.PeakMemoryBytes, 500_000, 16_000_000_000);
    }

    [Theory]
    [InlineData("/nonexistent/program", "no such file or directory")]
    [InlineData("/etc/passwd", "permission denied")]
    public void A_program_that_cannot_be_started_says_why(string program, string reason)
    {
        var spec = Spec("", "MARK=1") with { Program = program };
        Assert.Equal(reason, Assert.Throws<SandboxLaunchException>(() => _launcher.Start(spec)).Reason);
    }

    private string Text
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Shells set some variables of their own.</summary>
    private static bool IsOfTheShell(string line) =>
        line.StartsWith("PWD=", StringComparison.Ordinal) || line.StartsWith("SHLVL=", StringComparison.Ordinal)
        || line.StartsWith("_=", StringComparison.Ordinal) || line.StartsWith("OLDPWD=", StringComparison.Ordinal)
        || line.StartsWith("MARK=", StringComparison.Ordinal);

    private ISandbox Start(string script, string mark = "MARK=1") => _launcher.Start(Spec(script, mark));

    private SandboxSpec Spec(string script, string mark) => new()
    {
        Program = "/bin/sh",
        Arguments = ["-c", script],
        Environment = [new("A", "1=2"), new("B", "ü\t"), new("MARK", mark[5..])],
        WorkingFolder = _folder.Path,
        Mark = mark,
        Output = bytes =>
        {
            lock (_output)
            {
                _ = _output.Append(Encoding.UTF8.GetString(bytes));
            }
        },
    };

    private async Task<int> ReadPidAsync(string name)
    {
        var path = Path.Join(_folder.Path, name);
        while (true)
        {
            if (File.Exists(path)
                && int.TryParse(await File.ReadAllTextAsync(path), CultureInfo.InvariantCulture, out var pid))
            {
                return pid;
            }

            await Task.Yield();
        }
    }
}
