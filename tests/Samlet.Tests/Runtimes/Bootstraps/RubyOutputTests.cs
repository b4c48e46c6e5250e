using System.Buffers.Binary;
using System.Text;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What a function prints and logs, on the standard streams and in frames.</summary>
public sealed class RubyOutputTests
{
    private const int Limit = 60_000;
    private const string Line = @"I, \[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6} #\d+\]  INFO request-1 -- : read";

    [Theory(Timeout = Limit)]
    [InlineData("Logger.new($stdout).info('read')")]
    [InlineData("require 'logger'\nLogger.new($stdout).info('read')")]
    [InlineData("Gem::VERSION\nLogger.new($stdout).info('read')")]
    [InlineData("Logger.new(nil).info { 'read' }")]
    public async Task A_logger_writes_the_request_ID(string code)
    {
        using var function = RubyFunction.Of($"{code}\nnil");

        Assert.Matches($"^{Line}\n$", (await function.RunAsync()).Output);
    }

    [Fact(Timeout = Limit)]
    public async Task A_logger_keeps_what_it_is_told()
    {
        using var function = RubyFunction.Of("""
            Logger.new($stderr, progname: 'p', datetime_format: '%Y').warn('low')
            Logger.new($stdout, formatter: proc { |level, _, _, text| "#{level} #{text}!\n" }).error('out')
            Logger.new($stdout, level: :error).info('not shown')
            Logger.new('file.log').info('kept')
            File.read('file.log').lines.last[0, 4]
            """);
        var run = await function.RunAsync();

        Assert.Equal("\"I, [\"", run.Answer);
        Assert.Equal("ERROR out!\n", run.Output);
        Assert.Matches(@"^W, \[\d{4} #\d+\]  WARN request-1 -- p: low\n$", run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_printed_leaves_at_once_and_raw()
    {
        using var function = RubyFunction.Of("puts 'a', ['b', 1]\nprint 'c'\n$stderr.puts 'e'\n[$stdout.sync, exit!(0)]");
        var run = await function.RunAsync();

        Assert.Equal("a\nb\n1\nc", run.Output);
        Assert.Equal("e\n", run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task With_a_descriptor_for_logs_each_record_is_a_frame()
    {
        using var function = RubyFunction.Of("""
            puts "a\nb", 'ü'
            Logger.new($stdout).info("read\nmore")
            print 'raw'
            system('exit', 1 > 0 ? '0' : '1')
            [ENV['_LAMBDA_TELEMETRY_LOG_FD']]
            """);
        function.FrameFile = function.PathBeside("frames");
        function.Variables["_LAMBDA_TELEMETRY_LOG_FD"] = "62";
        var run = await function.RunAsync();
        var frames = Read(await File.ReadAllBytesAsync(function.FrameFile, TestContext.Current.CancellationToken));

        Assert.Equal("[null]", run.Answer);
        Assert.Equal("raw", run.Output);
        Assert.Equal("a\nb\nü", frames[0]);
        Assert.Matches($"^{Line}\nmore\n$", frames[1]);
        Assert.Equal(2, frames.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task Frames_hold_the_log_of_an_error_too()
    {
        using var function = RubyFunction.Of("raise 'x'");
        function.FrameFile = function.PathBeside("frames");
        function.Variables["_LAMBDA_TELEMETRY_LOG_FD"] = "62";
        _ = await function.RunAsync();
        var frames = Read(await File.ReadAllBytesAsync(function.FrameFile, TestContext.Current.CancellationToken));

        Assert.Equal("Error raised from handler method", frames[0]);
        Assert.StartsWith("{\n  \"errorMessage\": \"x\",\n", frames[1], StringComparison.Ordinal);
    }

    /// <summary>Type, length, microseconds, text; all numbers big-endian.</summary>
    private static List<string> Read(ReadOnlySpan<byte> bytes)
    {
        List<string> frames = [];
        while (bytes.Length > 0)
        {
            Assert.Equal(0xa55a0003, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
            var time = DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
            Assert.InRange(time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
            frames.Add(Encoding.UTF8.GetString(bytes.Slice(16, length)));
            bytes = bytes[(16 + length)..];
        }

        return frames;
    }
}
