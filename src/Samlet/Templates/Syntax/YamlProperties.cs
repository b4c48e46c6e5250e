namespace Samlet.Templates.Syntax;

/// <summary>The tag and the anchor in front of a node.</summary>
internal readonly record struct YamlProperties(string? Tag, string? Anchor, SourceLocation Location)
{
    public bool IsEmpty => Tag is null && Anchor is null;

    /// <summary>Properties on a line of their own, followed by these on the line of the node.</summary>
    public YamlProperties After(YamlProperties outer) => outer.IsEmpty ? this : IsEmpty ? outer : this with
    {
        Tag = Tag ?? outer.Tag,
        Anchor = Anchor ?? outer.Anchor,
        Location = outer.Location,
    };
}
