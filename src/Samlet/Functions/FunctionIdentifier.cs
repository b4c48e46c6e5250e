namespace Samlet.Functions;

/// <summary>
/// What names a function, in any form that the Lambda API takes, with stacks in front: `Ratings`, `Child/Ratings`,
/// `ratings:live`, `123456789012:function:ratings`, `arn:aws:lambda:eu-west-1:123456789012:function:ratings:$LATEST`.
/// </summary>
internal sealed record FunctionIdentifier(string Name, string? Qualifier)
{
    private const string ResourceType = "function";
    private const int ArnTypeIndex = 5;

    /// <summary>Null for what cannot be the name of a function, such as the ARN of something else.</summary>
    public static FunctionIdentifier? TryParse(string text)
    {
        var nameStart = text.LastIndexOf('/') + 1;
        var parts = text[nameStart..].Split(':');
        return FindName(parts) is var name and >= 0 && parts.Length - name <= 2
            && Array.TrueForAll(parts[name..], IsName)
            ? new FunctionIdentifier(text[..nameStart] + parts[name], name + 1 < parts.Length ? parts[name + 1] : null)
            : null;
    }

    private static int FindName(string[] parts)
    {
        var type = Array.IndexOf(parts, ResourceType);
        var hasType = type >= 0 && type < parts.Length - 1;
        return parts[0] != "arn" ? (hasType ? type + 1 : 0)
            : type == ArnTypeIndex && hasType && parts[2] == "lambda" ? type + 1
            : -1;
    }

    private static bool IsName(string part)
    {
        foreach (var letter in part)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !"-_.[]$".Contains(letter, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return part.Length > 0;
    }
}
