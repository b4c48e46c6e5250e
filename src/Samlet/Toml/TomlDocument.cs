using System.Text;

namespace Samlet.Toml;

/// <summary>A TOML document that has been read, and the text it came from.</summary>
internal sealed class TomlDocument(string text, TomlValue.Table root)
{
    private List<int>? _lines;

    public string Text => text;

    public TomlValue.Table Root => root;

    /// <summary>Reads UTF-8; a byte order mark is skipped. Throws <see cref="TomlException"/>.</summary>
    public static TomlDocument Read(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var valid = System.Text.Unicode.Utf8.IsValid(text) ? text.Length : ValidLengthOf(text);
        var decoded = Encoding.UTF8.GetString(text[..valid]);
        return valid == text.Length
            ? Read(decoded)
            : throw new TomlCursor(decoded).Fault("this is not UTF-8", decoded.Length);
    }

    /// <summary>Throws <see cref="TomlException"/>.</summary>
    public static TomlDocument Read(string text) => new(text, new TomlReader(new TomlCursor(text)).Read());

    /// <summary>Line and column of an index, counted from 1.</summary>
    public (int Line, int Column) Locate(int index)
    {
        _lines ??= FindLines();
        var found = _lines.BinarySearch(index);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, index - _lines[line] + 1);
    }

    private List<int> FindLines()
    {
        List<int> lines = [0];
        for (var at = text.IndexOf('\n'); at >= 0; at = text.IndexOf('\n', at + 1))
        {
            lines.Add(at + 1);
        }

        return lines;
    }

    private static int ValidLengthOf(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            length += used;
        }

        return length;
    }
}
