using System.Buffers;
using System.Globalization;

namespace Samlet.Toml;

/// <summary>Reads what stands without quotes: numbers, booleans, dates and times.</summary>
internal static class TomlNumbers
{
    public static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> DecimalDigits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> OctalDigits = SearchValues.Create("01234567");
    private static readonly SearchValues<char> BinaryDigits = SearchValues.Create("01");

    public static TomlValue Read(TomlCursor cursor)
    {
        var start = cursor.At;
        var word = TakeWord(cursor);
        return word switch
        {
            "" => throw cursor.Fault("a value is missing"),
            "true" or "false" => new TomlValue.Boolean(word == "true"),
            "inf" or "+inf" => new TomlValue.Float(double.PositiveInfinity),
            "-inf" => new TomlValue.Float(double.NegativeInfinity),
            "nan" or "+nan" or "-nan" => new TomlValue.Float(double.NaN),
            _ => ReadNumber(word, cursor, start) ?? TomlMoments.TryRead(word)
                ?? throw cursor.Fault($"`{word}` is no value: text stands in quotes", start),
        };
    }

    private static TomlValue? ReadNumber(string word, TomlCursor cursor, int start)
    {
        var radix = RadixOf(word);
        var digits = radix != 10 ? word.AsSpan(2) : word.AsSpan(word[0] is '+' or '-' ? 1 : 0);
        if (!IsDigits(digits, radix) || (radix == 10 && digits is ['0', _, ..]))
        {
            return ReadFloat(word);
        }

        return TryParse(digits, radix, word[0] == '-', out var value)
            ? new TomlValue.Integer(value)
            : throw cursor.Fault($"`{word}` does not fit into 64 bits", start);
    }

    private static int RadixOf(string word) => word switch
    {
        ['0', 'x', ..] => 16,
        ['0', 'o', ..] => 8,
        ['0', 'b', ..] => 2,
        _ => 10,
    };

    private static string TakeWord(TomlCursor cursor)
    {
        var start = cursor.At;
        while (IsInWord(cursor))
        {
            cursor.Advance();
        }

        return cursor.Text[start..cursor.At];
    }

    /// <summary>A blank may stand in place of the T between date and time.</summary>
    private static bool IsInWord(TomlCursor cursor) =>
        char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '+' or '-' or '_' or '.' or ':'
        || (cursor.Current == ' ' && char.IsAsciiDigit(cursor.Peek(1)) && char.IsAsciiDigit(cursor.Peek(2))
            && cursor.Peek(3) == ':' && TomlMoments.EndsInDate(cursor.Text.AsSpan(0, cursor.At)));

    private static bool TryParse(ReadOnlySpan<char> digits, int radix, bool isNegative, out long value)
    {
        UInt128 sum = 0;
        foreach (var digit in digits)
        {
            sum = digit == '_' ? sum : (sum * (uint)radix) + (uint)ValueOf(digit);
            if (sum > (UInt128)long.MaxValue + 1)
            {
                break;
            }
        }

        var fits = sum <= (UInt128)long.MaxValue + (isNegative ? 1u : 0u);
        value = fits ? isNegative ? (long)-(Int128)sum : (long)sum : 0;
        return fits;
    }

    private static int ValueOf(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static TomlValue.Float? ReadFloat(string word)
    {
        var unsigned = word.AsSpan(word[0] is '+' or '-' ? 1 : 0);
        var exponentAt = unsigned.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? unsigned : unsigned[..exponentAt];
        var exponent = exponentAt < 0 ? "0" : unsigned[(exponentAt + 1)..];
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? "0" : mantissa[(point + 1)..];
        exponent = exponent is ['+' or '-', .. var size] ? size : exponent;
        if (!IsDigits(whole, 10) || whole is ['0', _, ..] || !IsDigits(fraction, 10) || !IsDigits(exponent, 10))
        {
            return null;
        }

        var plain = word.Replace("_", "", StringComparison.Ordinal);
        return new TomlValue.Float(double.Parse(plain, CultureInfo.InvariantCulture));
    }

    /// <summary>Digits of the radix; an underscore only between two of them.</summary>
    private static bool IsDigits(ReadOnlySpan<char> word, int radix)
    {
        var allowed = radix switch { 16 => HexDigits, 8 => OctalDigits, 2 => BinaryDigits, _ => DecimalDigits };
        foreach (var part in word.Split('_'))
        {
            if (word[part].IsEmpty || word[part].ContainsAnyExcept(allowed))
            {
                return false;
            }
        }

        return true;
    }
}
