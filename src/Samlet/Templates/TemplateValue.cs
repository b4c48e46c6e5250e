namespace Samlet.Templates;

/// <summary>
/// A node of a template with its place in the text. The reader makes every case; after resolution no
/// <see cref="Call"/> is left but those that could not be resolved, and each of these has a diagnostic.
/// </summary>
internal abstract record TemplateValue
{
    private TemplateValue()
    {
    }

    public SourceLocation Location { get; init; }

    public sealed record Text(string Value) : TemplateValue
    {
        public TextTraits Traits { get; init; }

        /// <summary>
        /// The resource that the whole text names, when it came from `Ref` or `Fn::GetAtt`, also by way of an `Fn::If`,
        /// an `Fn::Sub` of nothing else, or a parameter. Layers and APIs are found by it.
        /// </summary>
        public ResourceReference? Origin { get; init; }

        /// <summary>True for text that stands in, wholly or in part, for a value only the cloud knows.</summary>
        public bool IsPlaceholder => (Traits & TextTraits.Placeholder) != 0;

        /// <summary>True for text that must not be printed: it comes from a NoEcho parameter or a secret.</summary>
        public bool IsSecret => (Traits & TextTraits.Secret) != 0;

        /// <summary>The text as messages may show it.</summary>
        public string Shown => IsSecret ? "***" : Value;
    }

    /// <summary>A number, kept as it is written (`1.50` stays `1.50`).</summary>
    public sealed record Number(string Literal) : TemplateValue;

    public sealed record Boolean(bool Value) : TemplateValue;

    public sealed record Null : TemplateValue;

    public sealed record List(IReadOnlyList<TemplateValue> Items) : TemplateValue;

    /// <summary>Entries in the order of the text; every key once.</summary>
    public sealed record Map(IReadOnlyList<MapEntry> Entries) : TemplateValue
    {
        public static readonly Map Empty = new([]);

        public TemplateValue? Find(string key) => FindEntry(key)?.Value;

        public MapEntry? FindEntry(string key)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// An intrinsic function by its long name (`Ref`, `Condition`, `Fn::Sub`), a tag or a one-key map.
    /// </summary>
    public sealed record Call(string Name, TemplateValue Argument) : TemplateValue;

    /// <summary>
    /// A mapping, also one whose only key is an intrinsic function's: where a mapping must stand it is no call. Null
    /// for everything else.
    /// </summary>
    public Map? AsMap() => this switch
    {
        Map map => map,
        Call call => new([new(call.Name, call.Location, call.Argument)]) { Location = call.Location },
        _ => null,
    };

    /// <summary>Text of a scalar as it is written, or null for everything else.</summary>
    public string? AsText() => this switch
    {
        Text text => text.Value,
        Number number => number.Literal,
        Boolean boolean => boolean.Value ? "true" : "false",
        _ => null,
    };
}

internal sealed record MapEntry(string Key, SourceLocation KeyLocation, TemplateValue Value);

/// <summary>A resource and one of its attributes; the attribute is null for `Ref`.</summary>
internal sealed record ResourceReference(string LogicalId, string? Attribute)
{
    public static ResourceReference To(Resource resource, string attribute) =>
        new(resource.LogicalId, attribute == "Ref" ? null : attribute);
}

/// <summary>Where a resolved text came from, as far as people must be told; kept when texts are joined.</summary>
[Flags]
internal enum TextTraits
{
    None = 0,

    /// <summary>Stands in for a value only the cloud knows.</summary>
    Placeholder = 1,

    /// <summary>Taken from the values file.</summary>
    FromValues = 2,

    /// <summary>Never printed.</summary>
    Secret = 4,
}
