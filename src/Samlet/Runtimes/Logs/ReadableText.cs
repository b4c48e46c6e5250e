namespace Samlet.Runtimes.Logs;

/// <summary>
/// Records for a terminal: runtimes join the lines of one record by carriage returns and indent with no-break spaces
/// (C2 A0 in UTF-8). Either may lie across two pieces of output.
/// </summary>
internal sealed class ReadableText
{
    private byte _last;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> output)
    {
        if (_last is not ((byte)'\r' or 0xC2) && output.IndexOfAny((byte)'\r', (byte)0xC2) < 0)
        {
            return output;
        }

        var readable = new byte[output.Length + 1];
        var length = 0;
        foreach (var current in output)
        {
            length = Append(readable, length, current);
            _last = current;
        }

        return readable.AsSpan(0, length);
    }

    /// <summary>
    /// A carriage return is shown at once, and the line feed of a pair adds nothing to it; C2 waits for its other half.
    /// </summary>
    private int Append(byte[] readable, int length, byte current)
    {
        if (_last == 0xC2 && current != 0xA0)
        {
            readable[length++] = _last;
        }

        if (current != 0xC2 && (_last, current) != ((byte)'\r', (byte)'\n'))
        {
            readable[length++] = current switch
            {
                (byte)'\r' => (byte)'\n',
                0xA0 when _last == 0xC2 => (byte)' ',
                _ => current,
            };
        }

        return length;
    }
}
