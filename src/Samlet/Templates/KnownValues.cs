namespace Samlet.Templates;

/// <summary>
/// Values that only the cloud knows, told by a person (`--values`). `Resources` is keyed by logical ID (with the path
/// of its nested stack in front: `Child/Table`), then by `Ref` or attribute; the others by the name they have on AWS.
/// </summary>
internal sealed record KnownValues
{
    public static readonly KnownValues Empty = new();

    public TemplateValue.Map Resources { get; init; } = TemplateValue.Map.Empty;

    public TemplateValue.Map Exports { get; init; } = TemplateValue.Map.Empty;

    public TemplateValue.Map Ssm { get; init; } = TemplateValue.Map.Empty;

    public TemplateValue.Map Secrets { get; init; } = TemplateValue.Map.Empty;

    /// <summary>A told value as resolved templates hold it: scalars are text that says where it came from.</summary>
    public static TemplateValue Mark(
        TemplateValue told, ResourceReference? origin, SourceLocation location, TextTraits traits) => told switch
        {
            TemplateValue.List list => new TemplateValue.List(
                Array.ConvertAll([.. list.Items], item => Mark(item, origin, location, traits)))
            {
                Location = location,
            },
            _ when told.AsText() is { } text => new TemplateValue.Text(text)
            {
                Location = location,
                Traits = TextTraits.FromValues | traits,
                Origin = origin,
            },
            _ => told,
        };
}
