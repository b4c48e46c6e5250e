using System.Text;

namespace Samlet.Functions;

/// <summary>
/// Reads a `.env` file as python-dotenv does: `export`, values in single quotes, in double quotes with escapes, or bare
/// with a comment behind white space; quoted values may go over lines; `${NAME}` and `${NAME:-default}` are replaced,
/// by earlier lines of the file and then by the shell.
/// </summary>
internal sealed class DotEnvReader(string text, HostEnvironment host)
{
    private readonly Dictionary<string, string> _values = [];
    private readonly List<int> _badLines = [];
    private int _position;

    /// <summary>Numbers of the lines that are no variables, known after reading.</summary>
    public IReadOnlyList<int> BadLines => _badLines;

    /// <summary>
    /// In the order of the file; of one name the last counts. A name without `=` gives an empty value.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Read()
    {
        for (SkipWhiteSpace(); _position < text.Length; SkipWhiteSpace())
        {
            var start = _position;
            if (!TryReadLine())
            {
                _badLines.Add(text.AsSpan(0, start).Count('\n') + 1);
                SkipToLineEnd();
            }
        }

        return [.. _values];
    }

    private bool TryReadLine()
    {
        if (text[_position] == '#')
        {
            SkipToLineEnd();
            return true;
        }

        SkipExport();
        if (ReadName() is not { Length: > 0 } name)
        {
            return false;
        }

        SkipBlanks();
        var value = "";
        if (Current == '=')
        {
            _position++;
            SkipBlanks();
            if (ReadValue() is not { } written)
            {
                return false;
            }

            value = Expand(written);
        }

        if (!TryEndLine())
        {
            return false;
        }

        _values[name] = value;
        return true;
    }

    /// <summary>The word counts only before white space: `export=1` sets a variable of that name.</summary>
    private void SkipExport()
    {
        const string Word = "export";
        var end = _position + Word.Length;
        if (text.AsSpan(_position).StartsWith(Word) && end < text.Length && IsBlank(text[end]))
        {
            _position = end;
            SkipBlanks();
        }
    }

    private string? ReadName()
    {
        if (Current == '\'')
        {
            var end = text.IndexOf('\'', _position + 1);
            var quoted = end < 0 ? null : text[(_position + 1)..end];
            _position = end < 0 ? _position : end + 1;
            return quoted;
        }

        var start = _position;
        while (_position < text.Length && text[_position] is not ('=' or '#') && !char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        return text[start.._position];
    }

    private string? ReadValue() => Current switch
    {
        '\'' => ReadQuoted('\'', @"\'"),
        '"' => ReadQuoted('"', "\\'\"abfnrtv"),
        _ => ReadBare(),
    };

    /// <summary>Null when the quote is never closed. Other escapes than the given ones stay as they are.</summary>
    private string? ReadQuoted(char quote, string escapes)
    {
        var start = _position + 1;
        var end = FindClosing(quote, start);
        if (end < 0)
        {
            return null;
        }

        _position = end + 1;
        var value = new StringBuilder();
        for (var index = start; index < end; index++)
        {
            var isEscape = text[index] == '\\' && index + 1 < end
                && escapes.Contains(text[index + 1], StringComparison.Ordinal);
            value.Append(isEscape ? Unescape(text[++index]) : text[index]);
        }

        return value.ToString();
    }

    /// <summary>
    /// The next quote without a backslash in front; when there is none, the last one with: a path of Windows may end
    /// so.
    /// </summary>
    private int FindClosing(char quote, int start)
    {
        var last = -1;
        for (var index = text.IndexOf(quote, start); index >= 0; index = text.IndexOf(quote, index + 1))
        {
            if (index == start || text[index - 1] != '\\')
            {
                return index;
            }

            last = index;
        }

        return last;
    }

    private static char Unescape(char letter) => letter switch
    {
        'a' => '\a',
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        _ => letter,
    };

    private string ReadBare()
    {
        var start = _position;
        SkipToLineEnd();
        var value = text.AsSpan(start, _position - start);
        for (var index = 1; index < value.Length; index++)
        {
            if (value[index] == '#' && char.IsWhiteSpace(value[index - 1]))
            {
                return value[..index].TrimEnd().ToString();
            }
        }

        return value.TrimEnd().ToString();
    }

    private string Expand(string value)
    {
        var expanded = new StringBuilder();
        var rest = value.AsSpan();
        for (var start = rest.IndexOf("${"); start >= 0; start = rest.IndexOf("${"))
        {
            var reference = rest[(start + 2)..];
            var end = reference.IndexOf('}');
            var resolved = end < 0 ? null : Resolve(reference[..end]);
            expanded.Append(rest[..start]).Append(resolved ?? "${");
            rest = resolved is null ? reference : reference[(end + 1)..];
        }

        return expanded.Append(rest).ToString();
    }

    /// <summary>
    /// What stands between the braces: a name, or a name, `:-` and a default. A name has no colon; null when it has
    /// one.
    /// </summary>
    private string? Resolve(ReadOnlySpan<char> reference)
    {
        var colon = reference.IndexOf(':');
        if (colon >= 0 && !reference[colon..].StartsWith(":-"))
        {
            return null;
        }

        var name = (colon < 0 ? reference : reference[..colon]).ToString();
        var otherwise = colon < 0 ? "" : reference[(colon + 2)..].ToString();
        return _values.GetValueOrDefault(name) ?? host.Find(name) ?? otherwise;
    }

    /// <summary>Behind a value only white space and a comment may stand.</summary>
    private bool TryEndLine()
    {
        SkipBlanks();
        if (Current == '#')
        {
            SkipToLineEnd();
        }

        return _position >= text.Length || IsLineEnd(text[_position]);
    }

    private char Current => _position < text.Length ? text[_position] : '\0';

    private void SkipWhiteSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }

    private void SkipBlanks()
    {
        while (_position < text.Length && IsBlank(text[_position]))
        {
            _position++;
        }
    }

    private void SkipToLineEnd()
    {
        while (_position < text.Length && !IsLineEnd(text[_position]))
        {
            _position++;
        }
    }

    private static bool IsLineEnd(char letter) => letter is '\n' or '\r';

    private static bool IsBlank(char letter) => char.IsWhiteSpace(letter) && !IsLineEnd(letter);
}
