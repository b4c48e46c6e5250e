using System.Text;

namespace Samlet.Runtimes;

/// <summary>
/// Where the log of a function goes: its own output byte for byte and the platform's lines, each of which starts on
/// a line of its own also behind output without a newline.
/// </summary>
internal sealed class LogStream(Stream target)
{
    private readonly Lock _writing = new();
    private bool _isInLine;

    /// <summary>
    /// Shows what one record joined by carriage returns means, as a terminal would overwrite the line.
    /// </summary>
    public bool IsForTerminal { get; init; }

    public void Write(ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty)
        {
            return;
        }

        lock (_writing)
        {
            target.Write(IsForTerminal ? Readable(output) : output);
            _isInLine = output[^1] != (byte)'\n';
        }
    }

    public void WriteLine(string line)
    {
        lock (_writing)
        {
            target.Write(Encoding.UTF8.GetBytes($"{(_isInLine ? "\n" : "")}{line}\n"));
            _isInLine = false;
        }
    }

    /// <summary>Carriage returns inside a record become line ends, no-break spaces (C2 A0) plain ones.</summary>
    private static ReadOnlySpan<byte> Readable(ReadOnlySpan<byte> output)
    {
        if (output.IndexOfAny((byte)'\r', (byte)0xC2) < 0)
        {
            return output;
        }

        var readable = new byte[output.Length];
        var length = 0;
        for (var i = 0; i < output.Length; i++)
        {
            var next = i + 1 < output.Length ? output[i + 1] : (byte)0;
            var isNoBreakSpace = output[i] == 0xC2 && next == 0xA0;
            readable[length++] = output[i] == (byte)'\r' && next != (byte)'\n' ? (byte)'\n'
                : isNoBreakSpace ? (byte)' '
                : output[i];
            i += isNoBreakSpace ? 1 : 0;
        }

        return readable.AsSpan(0, length);
    }
}
