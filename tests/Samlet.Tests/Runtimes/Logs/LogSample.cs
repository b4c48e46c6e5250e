using System.Buffers.Binary;
using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

/// <summary>A log whose text can be read, on a clock that stands still.</summary>
internal sealed class LogSample : IDisposable
{
    private readonly MemoryStream _written = new();

    public LogSample(LogSettings? settings = null, string? runtimeVersion = "nodejs:22.v0", bool isTerminal = false)
    {
        Stream = new LogStream(_written) { IsForTerminal = isTerminal, HasColors = isTerminal };
        Function = new FunctionIdentity { Name = "ratings", Region = "eu-west-1", RuntimeVersion = runtimeVersion };
        Log = new PlatformLog(Function, Stream, settings ?? new LogSettings(), new StandingClock());
    }

    public static LogSettings Json { get; } = new() { IsJson = true };

    public FunctionIdentity Function { get; }

    public LogStream Stream { get; }

    public PlatformLog Log { get; }

    public string Text => Encoding.UTF8.GetString(_written.ToArray());

    public static Invocation Invocation(string? traceId = null) => new()
    {
        RequestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        Payload = default,
        FunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:ratings",
        TraceId = traceId,
    };

    public static InvocationReport Report(PhaseEnd end = default) => new()
    {
        Duration = TimeSpan.FromMilliseconds(26.73),
        MemorySizeMegabytes = 128,
        PeakMemoryBytes = 74 * 1024 * 1024 + 1,
        End = end,
    };

    public static byte[] Frame(string text, LogLevel level = LogLevel.Info, bool isText = true)
    {
        var message = Encoding.UTF8.GetBytes(text);
        var frame = new byte[16 + message.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame, 0xa55a0002 | ((uint)level << 2) | (isText ? 1u : 0));
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), message.Length);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(8), 1_795_514_400_123_456);
        message.CopyTo(frame.AsSpan(16));
        return frame;
    }

    public void Dispose() => _written.Dispose();

    public void Print(string text) => Log.Output.Receive(Encoding.UTF8.GetBytes(text));

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 10, 0, 0, 64, TimeSpan.Zero);
    }
}
