using System.Globalization;

namespace Samlet.Functions;

/// <summary>Numbers of JSON as text.</summary>
internal static class NumberText
{
    private const int LargestPlainExponent = 16;
    private const int SmallestPlainExponent = -4;

    /// <summary>
    /// The spelling of Python's `str(json.loads(literal))`: `1.0`, `1000.0` for `1e3`, `1e+16`, whole numbers as they
    /// are.
    /// </summary>
    public static string OfPython(string literal)
    {
        if (literal.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            return literal == "-0" ? "0" : literal;
        }

        var number = double.Parse(literal, CultureInfo.InvariantCulture);
        if (double.IsInfinity(number))
        {
            return number > 0 ? "inf" : "-inf";
        }

        // The shortest digits that give the number back, with an exponent: `-1.25E+003`.
        var text = ShortestDigits(number, out var exponent);
        var sign = double.IsNegative(number) ? "-" : "";
        return sign + (exponent is < SmallestPlainExponent or >= LargestPlainExponent
            ? Scientific(text, exponent)
            : Plain(text, exponent));
    }

    /// <summary>The digits of the number without point or trailing zeros, and the power of ten of the first.</summary>
    private static string ShortestDigits(double number, out int exponent)
    {
        var text = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        exponent = (point < 0 ? mantissa.Length : point) - 1 - leading
            + (mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), CultureInfo.InvariantCulture));
        digits = digits.Trim('0');
        exponent = digits.Length == 0 ? 0 : exponent;
        return digits.Length == 0 ? "0" : digits;
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits.AsSpan(1)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static string Plain(string digits, int exponent) =>
        exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
        : digits.Length <= exponent + 1 ? $"{digits.PadRight(exponent + 1, '0')}.0"
        : $"{digits.AsSpan(0, exponent + 1)}.{digits.AsSpan(exponent + 1)}";
}
