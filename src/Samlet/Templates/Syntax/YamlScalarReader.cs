using System.Globalization;
using System.Text;

namespace Samlet.Templates.Syntax;

/// <summary>The text of a scalar in each of the five styles of YAML. The cursor ends right behind it.</summary>
internal sealed class YamlScalarReader(YamlCursor cursor)
{
    private const string PlainStops = ":#\n\r";
    private const string FlowStops = ":#\n\r,[]{}";

    /// <summary>
    /// A plain scalar. Outside brackets its further lines are indented by at least <paramref name="indent"/>; what it
    /// may not start with is a fault.
    /// </summary>
    public string ReadPlain(int indent, bool inFlow)
    {
        CheckPlainStart(inFlow);
        var first = ReadPlainLine(inFlow);
        if (!TrySkipToContinuation(indent, inFlow, out var breaks))
        {
            return first;
        }

        StringBuilder text = new(first);
        do
        {
            AppendBreaks(text, breaks).Append(ReadPlainLine(inFlow));
        }
        while (TrySkipToContinuation(indent, inFlow, out breaks));
        return text.ToString();
    }

    public string ReadSingleQuoted()
    {
        var opening = cursor.Save();
        cursor.Skip(1);
        StringBuilder? text = null;
        while (true)
        {
            var rest = cursor.Rest;
            var length = rest.IndexOfAny('\'', '\n', '\r');
            if (length < 0)
            {
                throw Unclosed(opening);
            }

            if (rest[length] == '\'' && (length + 1 == rest.Length || rest[length + 1] != '\''))
            {
                var last = rest[..length];
                cursor.Skip(length + 1);
                return text is null ? last.ToString() : text.Append(last).ToString();
            }

            text ??= new();
            text.Append(rest[..length]);
            cursor.Skip(length);
            if (rest[length] == '\'')
            {
                text.Append('\'');
                cursor.Skip(2);
            }
            else
            {
                Fold(text, 0, opening);
            }
        }
    }

    public string ReadDoubleQuoted()
    {
        var opening = cursor.Save();
        cursor.Skip(1);
        StringBuilder? text = null;
        var kept = 0; // What escapes have put into the text is not trimmed at a line's end.
        while (true)
        {
            var rest = cursor.Rest;
            var length = rest.IndexOfAny("\"\\\n\r");
            if (length < 0)
            {
                throw Unclosed(opening);
            }

            var part = rest[..length];
            cursor.Skip(length);
            if (rest[length] == '"')
            {
                cursor.Skip(1);
                return text is null ? part.ToString() : text.Append(part).ToString();
            }

            text ??= new();
            text.Append(part);
            if (rest[length] == '\\')
            {
                ReadEscape(text, opening);
                kept = text.Length;
            }
            else
            {
                Fold(text, kept, opening);
            }
        }
    }

    /// <summary>
    /// A literal (`|`) or folded (`&gt;`) block below a node that is indented by <paramref name="parent"/>.
    /// </summary>
    public string ReadBlock(int parent)
    {
        var isFolded = cursor.Current == '>';
        cursor.Skip(1);
        var (indent, chomping) = ReadBlockHeader(parent);
        return YamlBlockScalar.Read(cursor, (indent, parent + 1), isFolded, chomping);
    }

    // Indentation and chomping indicators come in any order; indentation 0 is found from the text.
    private (int Indent, char Chomping) ReadBlockHeader(int parent)
    {
        var (indent, chomping) = (0, ' ');
        for (; ; cursor.Skip(1))
        {
            if (cursor.Current is '+' or '-')
            {
                chomping = cursor.Current;
            }
            else if (cursor.Current is >= '1' and <= '9')
            {
                indent = Math.Max(parent, 0) + (cursor.Current - '0');
            }
            else
            {
                break;
            }
        }

        cursor.SkipBlanks();
        if (cursor.Current == '#')
        {
            cursor.SkipToLineEnd();
        }

        return cursor.IsAtLineEnd
            ? (indent, chomping)
            : throw cursor.Fault("a text after `|` or `>` starts on the next line");
    }

    private void CheckPlainStart(bool inFlow)
    {
        var isIndicator = cursor.Current switch
        {
            '-' or '?' or ':' => cursor.IsBlankOrEnd(1) || (inFlow && cursor.IsFlowIndicator(1)),
            var first => ",[]{}#&*!|>'\"%@`".Contains(first, StringComparison.Ordinal),
        };
        if (isIndicator)
        {
            throw cursor.Fault($"a text cannot start with `{cursor.Current}` here", "put it in quotes");
        }
    }

    private string ReadPlainLine(bool inFlow)
    {
        var start = cursor.Position;
        var stops = inFlow ? FlowStops : PlainStops;
        var end = start;
        while (true)
        {
            var length = cursor.Rest.IndexOfAny(stops);
            cursor.Skip(length < 0 ? cursor.Rest.Length : length);
            end = cursor.Position;
            if (length < 0 || !ContinuesPast(inFlow, start))
            {
                break;
            }

            cursor.Skip(1);
        }

        var text = cursor.TextFrom(start);
        var trimmed = text.AsSpan().TrimEnd(" \t").Length;
        cursor.Skip(trimmed - (end - start));
        return trimmed == text.Length ? text : text[..trimmed];
    }

    // A colon ends a scalar before a blank only, a number sign after one only.
    private bool ContinuesPast(bool inFlow, int start) => cursor.Current switch
    {
        ':' => !cursor.IsBlankOrEnd(1) && !(inFlow && cursor.IsFlowIndicator(1)),
        '#' => cursor.Position > start && !cursor.IsBlankOrEnd(-1),
        _ => false,
    };

    private bool TrySkipToContinuation(int indent, bool inFlow, out int breaks)
    {
        var end = cursor.Save();
        breaks = 0;
        cursor.SkipBlanks();
        while (cursor.TrySkipLineBreak())
        {
            breaks++;
            cursor.SkipBlanks();
        }

        var ends = breaks == 0 || cursor.IsAtEnd || cursor.Current == '#' || cursor.IsAtDocumentMarker
            || (inFlow
                ? cursor.IsFlowIndicator(0) || IsFlowColon()
                : cursor.Column < indent || cursor.IsIndentedByTab);
        if (ends)
        {
            cursor.Return(end);
        }

        return !ends;
    }

    private bool IsFlowColon() => cursor.Current == ':' && (cursor.IsBlankOrEnd(1) || cursor.IsFlowIndicator(1));

    // A single line break is a blank, further ones are kept.
    private static StringBuilder AppendBreaks(StringBuilder text, int breaks) =>
        breaks == 1 ? text.Append(' ') : text.Append('\n', breaks - 1);

    private void Fold(StringBuilder text, int kept, YamlCursor.Mark opening)
    {
        while (text.Length > kept && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        var breaks = 0;
        while (cursor.TrySkipLineBreak())
        {
            breaks++;
            cursor.SkipBlanks();
        }

        if (cursor.IsAtEnd || cursor.IsAtDocumentMarker)
        {
            throw Unclosed(opening);
        }

        AppendBreaks(text, breaks);
    }

    private void ReadEscape(StringBuilder text, YamlCursor.Mark opening)
    {
        cursor.Skip(1);
        if (cursor.IsAtLineEnd)
        {
            SkipEscapedBreak(text, opening);
            return;
        }

        var escape = cursor.Current;
        if (escape is 'x' or 'u' or 'U')
        {
            AppendCode(text, escape == 'x' ? 2 : escape == 'u' ? 4 : 8);
            return;
        }

        text.Append(
            Unescape(escape) ?? throw cursor.Fault($"`\\{escape}` is no escape sequence", "write `\\\\` for `\\`"));
        cursor.Skip(1);
    }

    // An escaped line break joins the lines without a blank; blank lines after it are kept.
    private void SkipEscapedBreak(StringBuilder text, YamlCursor.Mark opening)
    {
        if (!cursor.TrySkipLineBreak())
        {
            throw Unclosed(opening);
        }

        cursor.SkipBlanks();
        while (cursor.TrySkipLineBreak())
        {
            text.Append('\n');
            cursor.SkipBlanks();
        }
    }

    private void AppendCode(StringBuilder text, int digits)
    {
        var rest = cursor.Rest[1..];
        if (rest.Length < digits
            || !uint.TryParse(
                rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF)
        {
            throw cursor.Fault($"`\\{cursor.Current}` needs {digits} hexadecimal digits of a character");
        }

        // Two escapes may be the halves of one character, so a half is let through.
        _ = code < 0x10000 ? text.Append((char)code) : text.Append(char.ConvertFromUtf32((int)code));
        cursor.Skip(1 + digits);
    }

    private static char? Unescape(char escape) => escape switch
    {
        '0' => '\0',
        'a' => '\a',
        'b' => '\b',
        't' or '\t' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        'e' => '\u001B',
        ' ' or '"' or '/' or '\\' => escape,
        'N' => '\u0085',
        '_' => '\u00A0',
        'L' => '\u2028',
        'P' => '\u2029',
        _ => null,
    };

    private UserErrorException Unclosed(YamlCursor.Mark opening)
    {
        cursor.Return(opening);
        return cursor.Fault($"this {cursor.Current} is never closed");
    }
}
