using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Samlet.Templates.Syntax;

/// <summary>Short forms of intrinsic functions (`!Sub`) and YAML's own tags (`!!str`).</summary>
internal static class YamlTags
{
    private const string Standard = "tag:yaml.org,2002:";

    /// <summary>True for a scalar that is text however it looks: quoted, a block, tagged `!!str` or `!Sub`.</summary>
    public static bool IsText(Scalar scalar)
    {
        var tag = scalar.Tag;
        if (tag.IsEmpty)
        {
            return scalar.Style != ScalarStyle.Plain;
        }

        return tag.Value is not (Standard + "int" or Standard + "float" or Standard + "bool" or Standard + "null");
    }

    public static TemplateValue Apply(NodeEvent node, TemplateValue value)
    {
        if (node.Tag.IsEmpty || node.Tag.Value is not ['!', _, ..] tag)
        {
            return value;
        }

        var name = LongName(tag);
        var argument = name == "Fn::GetAtt" && value is TemplateValue.Text text ? SplitAttribute(text) : value;
        return new TemplateValue.Call(name, argument) { Location = value.Location };
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
