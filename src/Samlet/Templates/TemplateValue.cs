namespace Samlet.Templates;

/// <summary>
/// A node of a template with its place in the text. The reader makes every case; after resolution no
/// <see cref="Call"/> is left but those that could not be resolved.
/// </summary>
internal abstract record TemplateValue
{
    private TemplateValue()
    {
    }

    public SourceLocation Location { get; init; }

    public sealed record Text(string Value) : TemplateValue
    {
        /// <summary>True for text that stands in for a value only the cloud knows.</summary>
        public bool IsPlaceholder { get; init; }

        /// <summary>
        /// The resource that the whole text names, when it came from `Ref` or `Fn::GetAtt`, also by way of an `Fn::If`,
        /// an `Fn::Sub` of nothing else, or a parameter. Layers and APIs are found by it.
        /// </summary>
        public ResourceReference? Origin { get; init; }
    }

    /// <summary>A number, kept as it is written (`1.50` stays `1.50`).</summary>
    public sealed record Number(string Literal) : TemplateValue;

    public sealed record Boolean(bool Value) : TemplateValue;

    public sealed record Null : TemplateValue;

    public sealed record List(IReadOnlyList<TemplateValue> Items) : TemplateValue;

    /// <summary>Entries in the order of the text.</summary>
    public sealed record Map(IReadOnlyList<MapEntry> Entries) : TemplateValue
    {
        public TemplateValue? Find(string key)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>An intrinsic function under its long name (`Ref`, `Condition`, `Fn::Sub`), from a tag or a one-key map.</summary>
    public sealed record Call(string Name, TemplateValue Argument) : TemplateValue;
}

internal sealed record MapEntry(string Key, SourceLocation KeyLocation, TemplateValue Value);

/// <summary>A resource and one of its attributes; the attribute is null for `Ref`.</summary>
internal sealed record ResourceReference(string LogicalId, string? Attribute);
