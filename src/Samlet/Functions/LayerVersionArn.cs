using System.Globalization;

namespace Samlet.Functions;

/// <summary>
/// The name of a published layer version: `arn:PARTITION:lambda:REGION:ACCOUNT:layer:NAME:VERSION`. Region and name
/// become parts of host names and paths, so they hold nothing but letters, digits, `-` and `_`.
/// </summary>
internal sealed record LayerVersionArn
{
    private const int AccountLength = 12;
    private const int LongestPart = 140;

    private LayerVersionArn(string text, string[] parts, int version)
    {
        (Text, Partition, Region, Account, Name, Version) = (text, parts[1], parts[3], parts[4], parts[6], version);
    }

    public string Text { get; }

    public string Partition { get; }

    public string Region { get; }

    public string Account { get; }

    public string Name { get; }

    public int Version { get; }

    /// <summary>Without the version.</summary>
    public string LayerArn => Text[..Text.LastIndexOf(':')];

    public static LayerVersionArn? TryParse(string text)
    {
        var parts = text.Split(':');
        return parts is ["arn", var partition, "lambda", var region, var account, "layer", var name, var version]
            && IsName(partition, allowsUnderscore: false)
            && IsName(region, allowsUnderscore: false)
            && account.Length == AccountLength && account.All(char.IsAsciiDigit)
            && IsName(name, allowsUnderscore: true)
            && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? new LayerVersionArn(text, parts, number)
                : null;
    }

    public override string ToString() => Text;

    private static bool IsName(string text, bool allowsUnderscore) =>
        text.Length is > 0 and <= LongestPart
        && text[0] != '-'
        && text.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter == '-' || (allowsUnderscore && letter == '_'));
}
