namespace Samlet.E2ETests;

/// <summary>The ways in which a function ends without an answer, and what is left of it: nothing.</summary>
[Requires("node")]
public sealed class EndingTests
{
    private const string NeverAnswers =
        "exports.handler = () => new Promise(() => { console.log('running'); setInterval(() => {}, 1000); });";

    [Theory]
    [InlineData("process.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("process.exit(7)", "Runtime exited with error: exit status 7")]
    [InlineData("process.kill(process.pid, 'SIGSEGV')", "Runtime exited with error: signal: segmentation fault")]
    [InlineData("process.kill(process.pid, 'SIGKILL')", "Runtime exited with error: signal: killed")]
    public async Task A_runtime_that_ends_without_an_answer_is_an_ExitError(string end, string message)
    {
        using var app = TestApp.Node(
            $"exports.handler = () => new Promise(() => {{ {end}; setInterval(() => {{}}, 1000); }});");

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Runtime.ExitError");
        var text = error.GetProperty("errorMessage").GetString()!;
        Assert.Matches("^RequestId: [0-9a-f-]{36} Error: ", text);
        // A kernel that writes a core file adds that it did.
        Assert.Equal(message, text[(text.IndexOf("Error: ", StringComparison.Ordinal) + 7)..].Replace(
            " (core dumped)", "", StringComparison.Ordinal));
        Assert.Contains(message, result.Err, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_stopped_at_its_timeout()
    {
        using var app = TestApp.Node(NeverAnswers, "Timeout: 1");

        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Sandbox.Timedout");
        Assert.EndsWith("Error: Task timed out after 1.00 seconds", error.GetProperty("errorMessage").GetString(
            ), StringComparison.Ordinal);
        Assert.Matches("(?m)^[0-9T:.-]+Z [0-9a-f-]{36} Task timed out after 1.00 seconds$", result.Err);
        Assert.Contains("Status: timeout", result.Err, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    public async Task A_busy_handler_is_stopped_too()
    {
        using var app = TestApp.Node("exports.handler = async () => { for (;;); };", "Timeout: 1");

        (await app.InvokeAsync()).IsFunctionError("Sandbox.Timedout");

        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    public async Task After_a_timeout_stdout_is_empty_with_the_habits_of_sam()
    {
        using var app = TestApp.Node(NeverAnswers, "Timeout: 1");

        var result = await (app.Invocation() with
        {
            Environment = new Dictionary<string, string> { ["SAMLET_COMPAT"] = "sam" },
        }).RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public async Task An_init_that_never_ends_runs_again_in_the_invocation_and_times_out_there()
    {
        using var app = TestApp.Node("console.log('init'); for (;;);", "Timeout: 1");

        var result = await app.InvokeAsync();

        result.IsFunctionError("Sandbox.Timedout");
        Assert.Equal(2, result.Err.Split("init\n").Length - 1);
        Assert.Contains("INIT_REPORT", result.Err, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    public async Task An_init_slower_than_the_timeout_of_the_function_does_not_count_against_it()
    {
        using var app = TestApp.Node(
            "const end = Date.now() + 1500; while (Date.now() < end); exports.handler = async () => 'done';", "Timeout: 1");

        (await app.InvokeAsync()).IsAnswer("\"done\"");
    }

    [Fact]
    public async Task Code_after_the_answer_still_runs()
    {
        using var app = TestApp.Node("""
            exports.handler = (event, context, callback) => {
              callback(null, 'answer');
              setTimeout(() => console.log('after the answer'), 300);
            };
            """);

        var result = await app.InvokeAsync();

        result.IsAnswer("\"answer\"");
        Assert.Contains("after the answer", result.Err, StringComparison.Ordinal);
        Assert.True(
            result.Err.IndexOf("after the answer", StringComparison.Ordinal) < result.Err.IndexOf(
                "END RequestId", StringComparison.Ordinal),
            result.Err);
    }

    [Fact]
    [Requires(RequiresAttribute.Linux)]
    public async Task A_child_that_outlives_the_handler_is_ended_with_it()
    {
        using var app = TestApp.Node("""
            const { spawn } = require('child_process');
            exports.handler = async () => {
              spawn('sleep', ['600'], { detached: true, stdio: 'inherit' }).unref();
              return 'answer';
            };
            """);

        (await app.InvokeAsync()).IsAnswer("\"answer\"");

        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires(RequiresAttribute.Linux, "setsid")]
    public async Task A_daemon_that_forked_twice_is_ended_too()
    {
        using var app = TestApp.Node("""
            const { execFileSync } = require('child_process');
            exports.handler = async () => {
              execFileSync('sh', ['-c', '(setsid setsid sleep 600 >/dev/null 2>&1 &) &']);
              return 'answer';
            };
            """);

        (await app.InvokeAsync()).IsAnswer("\"answer\"");

        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires(RequiresAttribute.Linux)]
    public async Task Nothing_is_left_when_Samlet_is_killed_in_the_middle_of_a_call()
    {
        using var app = TestApp.Node(NeverAnswers, "Timeout: 600");

        var exitCode = await StopAsync(app, running => running.KillAtOnce());

        Assert.Equal(137, exitCode);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires(RequiresAttribute.Linux)]
    public async Task Files_that_the_shell_has_open_do_not_reach_the_function()
    {
        using var app = TestApp.Node("""
            const fs = require('fs');
            const target = (name) => { try { return fs.readlinkSync(`/proc/self/fd/${name}`); } catch { return ''; } };
            exports.handler = async () => fs.readdirSync('/proc/self/fd').filter((name) => target(name).endsWith('template.yaml'));
            """);
        var invocation = app.Invocation();
        var shell = invocation with { Program = ["/bin/sh", "-c", "exec 9<template.yaml; exec \"$@\"", "sh", .. invocation.Program] };

        (await shell.RunAsync()).IsAnswer("[]");
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task Ctrl_C_ends_the_function_and_is_exit_code_130()
    {
        using var app = TestApp.Node(NeverAnswers, "Timeout: 600");

        var exitCode = await StopAsync(app, running => running.Interrupt());

        Assert.Equal(130, exitCode);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task A_polite_request_to_end_leaves_nothing_either()
    {
        using var app = TestApp.Node(NeverAnswers, "Timeout: 600");

        var exitCode = await StopAsync(app, running => running.Terminate());

        Assert.NotEqual(0, exitCode);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    private static async Task<int> StopAsync(TestApp app, Action<RunningProgram> stop)
    {
        await using var running = app.Invocation().Start();
        await running.UntilErrorsHaveAsync("running", TimeSpan.FromSeconds(20));

        stop(running);

        return (await running.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode;
    }
}
