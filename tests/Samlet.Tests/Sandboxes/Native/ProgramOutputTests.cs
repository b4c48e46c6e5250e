using Samlet.Sandboxes.Native;

namespace Samlet.Tests.Sandboxes.Native;

public sealed class ProgramOutputTests
{
    public ProgramOutputTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs are shell scripts");

    [Fact(Timeout = 60_000)]
    public async Task Both_streams_and_the_exit_code_are_read()
    {
        var output = await ReadAsync("echo out; echo err >&2; exit 3");

        Assert.Equal(new ProgramOutput(3, "out\n", "err\n"), output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_has_nothing_to_read() => Assert.Equal("", (await ReadAsync("cat"))?.Output);

    [Fact(Timeout = 60_000)]
    public async Task A_program_sees_only_the_environment_it_is_given()
    {
        var call = new ProgramCall("/usr/bin/env", [])
        {
            Environment = new Dictionary<string, string> { ["GREETING"] = "hello" },
        };

        var output = await ProgramOutput.ReadAsync(call, TestContext.Current.CancellationToken);

        Assert.Equal("GREETING=hello\n", output?.Output);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_takes_too_long_is_ended()
    {
        var call = Script("exec /bin/sleep 600") with { TimeLimit = TimeSpan.FromMilliseconds(200) };

        Assert.Null(await ProgramOutput.ReadAsync(call, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_prints_without_end_is_ended() =>
        Assert.Null(await ReadAsync("while :; do echo more; done"));

    [Fact(Timeout = 60_000)]
    public async Task Cancelling_ends_the_program_and_is_not_an_answer()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ProgramOutput.ReadAsync(Script("exec /bin/sleep 600"), cancellation.Token));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_no_program_has_no_output() =>
        Assert.Null(await ProgramOutput.ReadAsync(
            new ProgramCall("/no/such/program", []), TestContext.Current.CancellationToken));

    private static ProgramCall Script(string text) => new("/bin/sh", ["-c", text]);

    private static Task<ProgramOutput?> ReadAsync(string text) =>
        ProgramOutput.ReadAsync(Script(text), TestContext.Current.CancellationToken);
}
