using System.Text;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

/// <summary>The lines of the text format as they were recorded on the service.</summary>
public sealed class TextLogTests : IDisposable
{
    private const string Id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    private const string Runtime = "Runtime Version: nodejs:22.v0\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:0000000000000000000000000000000000000000000000000000000000000000";

    private readonly LogSample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Fact]
    public void A_cold_invocation_reads_as_on_the_service()
    {
        var invocation = LogSample.Invocation();
        _sample.Log.InitStart("init");
        _sample.Print("loading\n");
        _sample.Log.InitRuntimeDone("init", default);
        _sample.Log.InitReport("init", default, TimeSpan.FromMilliseconds(130.49));
        _sample.Log.Start(invocation);
        _sample.Print("handling");
        _sample.Log.RuntimeDone(new(invocation, default) { Time = default });
        _sample.Log.End(Id);
        _sample.Log.Report(invocation, LogSample.Report() with { InitDuration = TimeSpan.FromMilliseconds(130.49) });

        Assert.Equal(
            $"INIT_START {Runtime}\nloading\nSTART RequestId: {Id} Version: $LATEST\nhandling\nEND RequestId: {Id}\n"
            + $"REPORT RequestId: {Id}\tDuration: 26.73 ms\tBilled Duration: 158 ms\tMemory Size: 128 MB\t"
            + "Max Memory Used: 75 MB\tInit Duration: 130.49 ms\t\n",
            _sample.Text);
    }

    [Fact]
    public void The_report_of_an_invocation_whose_trace_is_kept_names_it()
    {
        _sample.Log.Report(
            LogSample.Invocation("Root=1-5e34a614-10bdbd4ddd1fc4d5ec1a8f3d;Parent=07f022ac8ab8a1f7;Sampled=1"), LogSample.Report());

        Assert.EndsWith(
            "\t\nXRAY TraceId: 1-5e34a614-10bdbd4ddd1fc4d5ec1a8f3d\tSegmentId: 07f022ac8ab8a1f7\tSampled: true\t\n",
            _sample.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_after_a_restore_has_its_durations()
    {
        _sample.Log.Report(LogSample.Invocation(), LogSample.Report() with
        {
            RestoreDuration = TimeSpan.FromMilliseconds(511.25),
            BilledRestoreDuration = TimeSpan.FromMilliseconds(54.2),
        });

        Assert.EndsWith("\tRestore Duration: 511.25 ms\tBilled Restore Duration: 55 ms\t\n", _sample.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(PhaseStatus.Timeout), null, "75 MB\tStatus: timeout\n")]
    [InlineData(nameof(PhaseStatus.Failure), "Runtime.ExitError", "75 MB\tStatus: error\tError Type: Runtime.ExitError\n")]
    [InlineData(nameof(PhaseStatus.Error), "Function.MyError", "75 MB\t\n")]
    [InlineData(nameof(PhaseStatus.Success), null, "75 MB\t\n")]
    public void Only_what_the_platform_saw_fail_is_a_status_of_the_report(
        string status, string? errorType, string expected)
    {
        _sample.Log.Report(LogSample.Invocation(), LogSample.Report(new(Enum.Parse<PhaseStatus>(status), errorType)));

        Assert.EndsWith(expected, _sample.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invocation_that_never_began_reports_the_error_of_its_initialization()
    {
        var end = new PhaseEnd(PhaseStatus.Error, "Runtime.ImportModuleError");
        _sample.Log.Report(LogSample.Invocation(), LogSample.Report(end) with { HasBegun = false });

        Assert.EndsWith(
            "75 MB\tStatus: error\tError Type: Runtime.ImportModuleError\n", _sample.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_initialization_is_reported_with_its_phase_and_a_good_one_is_not()
    {
        var duration = TimeSpan.FromMilliseconds(1236.04);
        _sample.Log.InitReport("init", default, duration);
        _sample.Log.InitReport("init", new(PhaseStatus.Timeout), duration);
        _sample.Log.InitStart("invoke");
        _sample.Log.InitReport("invoke", new(PhaseStatus.Failure, "Runtime.ExitError"), duration);

        Assert.Equal(
            "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout\n"
            + "INIT_REPORT Init Duration: 1236.04 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n",
            _sample.Text);
    }

    [Fact]
    public void A_restore_is_reported()
    {
        _sample.Log.RestoreStart();
        _sample.Log.RestoreReport(default, TimeSpan.FromMilliseconds(511.25));
        _sample.Log.RestoreReport(new(PhaseStatus.Timeout), TimeSpan.FromSeconds(10));

        Assert.Equal(
            $"RESTORE_START {Runtime}\nRESTORE_REPORT Restore Duration: 511.25 ms\n"
            + "RESTORE_REPORT Restore Duration: 10000.00 ms\tStatus: timeout\n",
            _sample.Text);
    }

    [Fact]
    public void Extensions_faults_and_images_have_their_lines()
    {
        _sample.Log.Extension("e1", "Ready", ["INVOKE", "SHUTDOWN"]);
        _sample.Log.Extension("e2", "LaunchError", [], "PermissionDenied");
        _sample.Log.ImageFailed("Launch error: e\tEntrypoint: X\tCmd: [a,b]\tWorkingDir: [Y]");
        _sample.Log.TimedOut(Id, TimeSpan.FromSeconds(3));
        _sample.Log.Fault(Id, "Error: Runtime exited with error: exit status 1", "Runtime.ExitError");

        Assert.Equal(
            "EXTENSION\tName: e1\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n"
            + "EXTENSION\tName: e2\tState: LaunchError\tEvents: []\tError Type: PermissionDenied\n"
            + "IMAGE\tLaunch error: e\tEntrypoint: X\tCmd: [a,b]\tWorkingDir: [Y]\n"
            + $"2026-11-24T10:00:00.064Z {Id} Task timed out after 3.00 seconds\n\n"
            + $"RequestId: {Id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n",
            _sample.Text);
    }

    [Fact]
    public void An_image_of_its_own_has_no_runtime_version()
    {
        using var sample = new LogSample(runtimeVersion: null);
        sample.Log.InitStart("init");

        Assert.Equal("", sample.Text);
    }

    [Fact]
    public void Frames_stand_on_lines_of_their_own_and_keep_their_line_ends()
    {
        _sample.Print("partial");
        _sample.Log.Output.Receive(LogSample.Frame("one\n\u00a0two\n"));
        _sample.Log.Output.Receive(LogSample.Frame("three"));

        Assert.Equal("partial\none\n\u00a0two\nthree\n", _sample.Text);
    }

    [Fact]
    public void Output_is_shown_as_it_comes_byte_for_byte()
    {
        _sample.Print("a\rb");
        Assert.Equal("a\rb", _sample.Text);

        _sample.Log.Output.Receive([(byte)'\n', 0xC2, 0xA0]);
        Assert.Equal("a\rb\n\u00a0", _sample.Text);
    }

    [Fact]
    public void Lines_of_an_extension_do_not_run_into_those_of_the_function()
    {
        var output = _sample.Log.ExtensionOutput();
        _sample.Print("func");
        output.Receive("exten"u8);
        _sample.Print("tion\n");
        output.Receive("sion\n"u8);

        Assert.Equal("function\nextension\n", _sample.Text);
    }

    [Fact]
    public void The_tail_has_the_last_4_KiB_from_START_to_REPORT()
    {
        var tail = new LogTail();
        var invocation = LogSample.Invocation() with { LogTail = tail };
        _sample.Log.InitStart("init");
        _sample.Log.Start(invocation);
        _sample.Print("short\n");
        Assert.Equal($"START RequestId: {Id} Version: $LATEST\nshort\n", Encoding.UTF8.GetString(tail.Bytes));

        _sample.Print(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{number}\n")));
        _sample.Log.Report(invocation, LogSample.Report());
        _sample.Print("later\n");

        Assert.Equal(LogTail.Size, tail.Bytes.Length);
        Assert.EndsWith("19999\nREPORT RequestId: " + _sample.Text.Split("REPORT RequestId: ")[1].Split("later")[0], Encoding.UTF8.GetString(tail.Bytes), StringComparison.Ordinal);
    }
}
