namespace Samlet.Templates.Syntax;

/// <summary>Short forms of intrinsic functions (`!Sub`) and YAML's own tags (`!!str`).</summary>
internal static class YamlTags
{
    /// <summary>
    /// A scalar with its tag: text where it is quoted or tagged as anything but a number, boolean or null.
    /// </summary>
    public static TemplateValue ReadScalar(string? tag, string text, bool isPlain, SourceLocation location)
    {
        var isTyped = tag is null ? isPlain : tag is "!!int" or "!!float" or "!!bool" or "!!null";
        return isTyped ? YamlScalar.Read(text, location) : new TemplateValue.Text(text) { Location = location };
    }

    /// <summary>The call that a tag of a function makes of its argument; every other value is left as it is.</summary>
    public static TemplateValue Apply(YamlProperties properties, TemplateValue value)
    {
        if (properties.Tag is not ['!', not ('!' or '<'), ..] tag)
        {
            return value;
        }

        var name = LongName(tag);
        var argument = name == "Fn::GetAtt" && value is TemplateValue.Text text ? SplitAttribute(text) : value;
        return new TemplateValue.Call(name, argument) { Location = properties.Location };
    }

    /// <summary>`Table.Stream.Arn` as the list `[Table, Stream.Arn]`.</summary>
    public static TemplateValue SplitAttribute(TemplateValue.Text text)
    {
        var dot = text.Value.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return text;
        }

        var resource = text with { Value = text.Value[..dot] };
        var attribute = text with { Value = text.Value[(dot + 1)..] };
        return new TemplateValue.List([resource, attribute]) { Location = text.Location };
    }

    private static string LongName(string tag) => tag switch
    {
        "!Ref" => "Ref",
        "!Condition" => "Condition",
        "!Sub" => "Fn::Sub",
        "!GetAtt" => "Fn::GetAtt",
        "!Join" => "Fn::Join",
        "!If" => "Fn::If",
        _ when tag.StartsWith("!Fn::", StringComparison.Ordinal) => tag[1..],
        _ => string.Concat("Fn::", tag.AsSpan(1)),
    };
}
