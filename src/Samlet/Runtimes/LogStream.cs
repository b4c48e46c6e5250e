using System.Buffers;
using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>
/// Where the log of a function goes: its own output byte for byte and whole lines, each of which starts on a line of
/// its own also behind output without a newline. On a terminal it is made readable: carriage returns inside a record
/// become line ends, as the terminal would overwrite the line, and no-break spaces plain ones.
/// </summary>
internal sealed class LogStream(Stream target)
{
    private readonly Lock _writing = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ReadableText _readable = new();
    private bool _isInLine;

    public bool IsForTerminal { get; init; }

    /// <summary>Whether the terminal is given one colour for each kind of line.</summary>
    public bool HasColors { get; init; }

    /// <summary>Keeps the end of what is written; null when nobody has asked for it.</summary>
    public LogTail? Tail { get; set; }

    public void Write(ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty)
        {
            return;
        }

        lock (_writing)
        {
            Tail?.Add(output);
            target.Write(IsForTerminal ? _readable.Of(output) : output);
            _isInLine = output[^1] != (byte)'\n';
        }
    }

    public void WriteLine(ReadOnlySpan<byte> line, LogStyle style = LogStyle.Output)
    {
        lock (_writing)
        {
            _line.ResetWrittenCount();
            _line.Write(_isInLine ? "\n"u8 : []);
            var color = HasColors ? ColorOf(style) : [];
            _line.Write(color);
            _line.Write(IsForTerminal ? new ReadableText().Of(line) : line);
            _line.Write(color.IsEmpty ? [] : "\e[0m"u8);
            _line.Write("\n"u8);
            target.Write(_line.WrittenSpan);
            _isInLine = false;
            Tail?.Add(line);
            Tail?.Add("\n"u8);
        }
    }

    private static ReadOnlySpan<byte> ColorOf(LogStyle style) => style switch
    {
        LogStyle.Platform => "\e[2m"u8,
        LogStyle.Extension => "\e[36m"u8,
        LogStyle.Warning => "\e[33m"u8,
        LogStyle.Error => "\e[31m"u8,
        _ => [],
    };
}
