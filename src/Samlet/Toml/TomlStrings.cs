using System.Globalization;
using System.Text;

namespace Samlet.Toml;

/// <summary>Reads the four forms of strings, from the first quote to behind the last one.</summary>
internal static class TomlStrings
{
    public static string Read(TomlCursor cursor)
    {
        var quote = cursor.Current;
        return cursor.Peek(1) == quote && cursor.Peek(2) == quote ? ReadLines(cursor, quote) : ReadLine(cursor);
    }

    /// <summary>`"basic"` or `'literal'`.</summary>
    public static string ReadLine(TomlCursor cursor)
    {
        var (start, quote) = (cursor.At, cursor.Current);
        StringBuilder text = new();
        for (cursor.Advance(); !cursor.TryTake(quote);)
        {
            if (cursor.IsAtLineEnd)
            {
                throw cursor.Fault("this string has no end on its line", start);
            }

            ReadCharacter(cursor, quote, text);
        }

        return text.ToString();
    }

    /// <summary>Between three quotes. A line end right behind the first ones is dropped.</summary>
    private static string ReadLines(TomlCursor cursor, char quote)
    {
        var start = cursor.At;
        StringBuilder text = new();
        cursor.Advance(3);
        if (!cursor.IsAtEnd && cursor.IsAtLineEnd)
        {
            cursor.TakeLineEnd();
        }

        while (!TryEnd(cursor, quote, text))
        {
            if (cursor.IsAtEnd)
            {
                throw cursor.Fault("this string has no end", start);
            }

            ReadOne(cursor, quote, text);
        }

        return text.ToString();
    }

    private static void ReadOne(TomlCursor cursor, char quote, StringBuilder text)
    {
        if (cursor.IsAtLineEnd)
        {
            text.Append(cursor.Text, cursor.At, cursor.Current == '\r' ? 2 : 1);
            cursor.TakeLineEnd();
        }
        else if (quote != '"' || !TrySkipLineEnd(cursor))
        {
            ReadCharacter(cursor, quote, text);
        }
    }

    /// <summary>Three quotes end the string; up to two more in front of them belong to it.</summary>
    private static bool TryEnd(TomlCursor cursor, char quote, StringBuilder text)
    {
        var count = 0;
        while (count < 5 && cursor.Peek(count) == quote)
        {
            count++;
        }

        if (count >= 3)
        {
            text.Append(quote, count - 3);
            cursor.Advance(count);
        }

        return count >= 3;
    }

    /// <summary>A backslash at the end of a line takes the line end and all white space behind it away.</summary>
    private static bool TrySkipLineEnd(TomlCursor cursor)
    {
        var blanks = 1;
        while (cursor.Current == '\\' && cursor.Peek(blanks) is ' ' or '\t')
        {
            blanks++;
        }

        var isLineEnd = cursor.Peek(blanks) == '\n' || (cursor.Peek(blanks) == '\r' && cursor.Peek(blanks + 1) == '\n');
        if (cursor.Current != '\\' || !isLineEnd)
        {
            return false;
        }

        cursor.Advance(blanks);
        while (cursor.Current is ' ' or '\t' || (!cursor.IsAtEnd && cursor.IsAtLineEnd))
        {
            cursor.Advance();
        }

        return true;
    }

    private static void ReadCharacter(TomlCursor cursor, char quote, StringBuilder text)
    {
        if (quote == '"' && cursor.Current == '\\')
        {
            ReadEscape(cursor, text);
            return;
        }

        cursor.RefuseControl("a string");
        text.Append(cursor.Current);
        cursor.Advance();
    }

    private static void ReadEscape(TomlCursor cursor, StringBuilder text)
    {
        var simple = cursor.Peek(1) switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            '"' => '"',
            '\\' => '\\',
            'u' or 'U' => TomlCursor.End,
            _ => throw cursor.Fault(@"there is no such escape: TOML has \b \t \n \f \r \"" \\ \uXXXX \UXXXXXXXX"),
        };
        if (simple == TomlCursor.End)
        {
            text.Append(ReadCodePoint(cursor, cursor.Peek(1) == 'u' ? 4 : 8));
            return;
        }

        text.Append(simple);
        cursor.Advance(2);
    }

    private static string ReadCodePoint(TomlCursor cursor, int digits)
    {
        var start = cursor.At;
        var end = Math.Min(start + 2 + digits, cursor.Text.Length);
        var hex = cursor.Text.AsSpan((start + 2)..end);
        var isHex = hex.Length == digits && !hex.ContainsAnyExcept(TomlNumbers.HexDigits);
        var value = isHex ? uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : uint.MaxValue;
        if (!Rune.TryCreate(value, out var rune))
        {
            throw cursor.Fault($"`\\{cursor.Peek(1)}` needs the {digits} hexadecimal digits of a character", start);
        }

        cursor.Advance(2 + digits);
        return rune.ToString();
    }
}
