namespace Samlet.Templates.Syntax;

/// <summary>
/// What a plain YAML scalar is, as CloudFormation reads it: only `true` and `false` are booleans, decimal numbers keep
/// their spelling, everything else (dates, `yes`, `0x1F`, `12:30`) is text.
/// </summary>
internal static class YamlScalar
{
    public static TemplateValue Read(string text, SourceLocation location) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new TemplateValue.Null { Location = location },
        "true" or "True" or "TRUE" => new TemplateValue.Boolean(true) { Location = location },
        "false" or "False" or "FALSE" => new TemplateValue.Boolean(false) { Location = location },
        _ when IsNumber(text) => new TemplateValue.Number(text) { Location = location },
        _ => new TemplateValue.Text(text) { Location = location },
    };

    /// <summary>An optional sign, digits with at most one point, an optional decimal exponent.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        text = text is ['+' or '-', ..] ? text[1..] : text;
        var whole = SkipDigits(ref text);
        var fraction = 0;
        if (text is ['.', ..])
        {
            text = text[1..];
            fraction = SkipDigits(ref text);
        }

        return whole + fraction > 0 && (text.IsEmpty || IsExponent(text));
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text is not ['e' or 'E', ..])
        {
            return false;
        }

        text = text[1..];
        text = text is ['+' or '-', ..] ? text[1..] : text;
        return SkipDigits(ref text) > 0 && text.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        text = text[count..];
        return count;
    }
}
