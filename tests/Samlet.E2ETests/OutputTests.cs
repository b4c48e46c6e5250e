using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Samlet.E2ETests;

/// <summary>stdout has the answer alone; what the function prints and the platform's lines are on stderr.</summary>
[Requires("node")]
public sealed class OutputTests
{
    [Fact]
    public async Task The_platform_lines_surround_what_the_function_prints()
    {
        using var app = TestApp.Node(
            "process.stdout.write('loading\\n'); exports.handler = async () => { process.stdout.write('handling\\n'); return 1; };");

        var result = await app.InvokeAsync();

        result.IsAnswer("1");
        Assert.Matches(
            "(?s)INIT_START Runtime Version: .*loading\n.*START RequestId: (?<id>[0-9a-f-]{36}) Version: \\$LATEST\n"
            + "handling\nEND RequestId: \\k<id>\nREPORT RequestId: \\k<id>\tDuration: [0-9.]+ ms\tBilled Duration: [0-9]+ ms\t"
            + "Memory Size: 128 MB\tMax Memory Used: [0-9]+ MB\tInit Duration: [0-9.]+ ms\t\n",
            result.Err);
    }

    [Fact]
    public async Task Durations_and_memory_of_the_report_are_measured()
    {
        using var app = TestApp.Node("""
            const kept = Buffer.alloc(150 * 1024 * 1024, 1);
            exports.handler = () => new Promise(done => setTimeout(() => done(kept.length), 400));
            """, "MemorySize: 512");

        var start = Stopwatch.GetTimestamp();
        var result = await app.InvokeAsync();

        result.IsAnswer("157286400");
        Assert.InRange(Number(result, "\tDuration"), 390, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Assert.InRange(Number(result, "Max Memory Used"), 150, 400);
    }

    [Fact]
    public async Task Output_without_a_line_end_is_shown_whole()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => { process.stdout.write('no line end'); return 1; };");

        var result = await app.InvokeAsync();

        result.IsAnswer("1");
        Assert.Contains("no line end\nEND RequestId", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_of_output_are_shown_whole()
    {
        using var app = TestApp.Node("""
            exports.handler = async () => {
              for (let line = 0; line < 10240; line++) process.stdout.write('x'.repeat(1023) + '\n');
              return 1;
            };
            """);

        var result = await app.InvokeAsync();

        result.IsAnswer("1");
        Assert.Equal(10240, result.ErrorLines.Count(line => line == new string('x', 1023)));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_pass_untouched()
    {
        using var app = TestApp.Node(
            "exports.handler = async () => { process.stdout.write(Buffer.from([0xff, 0x00, 0x41, 0x0a])); };");

        var result = await app.InvokeAsync();

        result.IsAnswer("null");
        Assert.True(result.Errors.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0x00, 0x41, 0x0a]) >= 0);
    }

    [Fact]
    public async Task A_log_file_takes_what_the_function_prints_and_its_answer()
    {
        using var app = TestApp.Node("exports.handler = async () => { console.log('to the file'); return 'answer'; };");

        var result = await app.InvokeAsync("--log-file", "log.txt");

        Assert.Equal((0, ""), (result.ExitCode, result.Out));
        var written = await File.ReadAllTextAsync(app.Folder.PathOf("log.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("to the file", written, StringComparison.Ordinal);
        Assert.Contains("\"answer\"", written, StringComparison.Ordinal);
    }

    private static double Number(ProgramResult result, string name) =>
        double.Parse(
            Regex.Match(result.Err, $@"{name}: ([0-9.]+) ")
                .Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
