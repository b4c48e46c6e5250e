using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Where log text goes: a standard stream; or with _LAMBDA_TELEMETRY_LOG_FD a descriptor that takes frames, one an
/// event: type, length, microseconds since 1970 (all big-endian), text. Nothing is held back, since the process may be
/// stopped at any time.
/// </summary>
internal sealed class LogSink
{
    private const uint TextWithTime = 0xa55a0003;
    private const int FrameHead = 16;

    private readonly int _descriptor;
    private readonly bool _hasFrames;
    private readonly object _gate = new();
    private Stream? _stream;

    private LogSink(int descriptor, bool hasFrames)
    {
        _descriptor = descriptor;
        _hasFrames = hasFrames;
    }

    public static LogSink Standard(int descriptor) =>
        Variables.Find("_LAMBDA_TELEMETRY_LOG_FD") is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var telemetry)
            ? new LogSink(telemetry, hasFrames: true)
            : new LogSink(descriptor, hasFrames: false);

    public void Write(string text)
    {
        if (_hasFrames && text.EndsWith('\n'))
        {
            text = text[..^1]; // The frame ends the event.
        }

        var start = _hasFrames ? FrameHead : 0;
        var bytes = new byte[start + Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(start));
        if (_hasFrames)
        {
            WriteHead(bytes);
        }

        lock (_gate)
        {
            _stream ??= Open();
            _stream.Write(bytes, 0, bytes.Length);
        }
    }

    private static void WriteHead(byte[] frame)
    {
        var microseconds = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 10;
        BinaryPrimitives.WriteUInt32BigEndian(frame, TextWithTime);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), frame.Length - FrameHead);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(8), microseconds);
    }

    /// <summary>
    /// As a file where that is right, which spares the console. A regular file needs the console's stream: this one
    /// would write at a position of its own, over what others write there.
    /// </summary>
    private Stream Open()
    {
        if (!OperatingSystem.IsWindows())
        {
            var file = new FileStream(
                new SafeFileHandle(new IntPtr(_descriptor), ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!file.CanSeek)
            {
                return file;
            }
        }

        return OpenConsole();
    }

    /// <summary>Apart, because a method that names the console loads its library.</summary>
    private Stream OpenConsole() => _descriptor == 2 ? Console.OpenStandardError() : Console.OpenStandardOutput();
}
