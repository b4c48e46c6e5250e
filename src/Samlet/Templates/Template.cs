namespace Samlet.Templates;

/// <summary>One template after reading: sections as written, Globals merged into the properties of its resources.</summary>
internal sealed record Template
{
    public required string File { get; init; }

    public required IReadOnlyList<Resource> Resources { get; init; }
}

/// <summary>
/// A resource of a template. `Properties` are resolved (see <see cref="TemplateValue"/>); `Condition` is null when
/// the resource has none.
/// </summary>
internal sealed record Resource
{
    public required string LogicalId { get; init; }

    public required string Type { get; init; }

    public required SourceLocation Location { get; init; }

    public required TemplateValue.Map Properties { get; init; }

    public TemplateValue.Map? Metadata { get; init; }

    public ResourceCondition? Condition { get; init; }
}

internal sealed record ResourceCondition(string Name, bool Value);
