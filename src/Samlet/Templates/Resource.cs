using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>
/// A resource of a template with Globals merged in. <see cref="Find"/> resolves the one property that is asked for;
/// what nobody asks for is never resolved and makes no diagnostic.
/// </summary>
internal sealed class Resource
{
    private readonly TemplateScope _scope;
    private readonly IntrinsicResolver _resolver;
    private readonly Dictionary<string, TemplateValue?> _found = new(StringComparer.Ordinal);
    private TemplateValue.Map? _declared;
    private TemplateValue.Map? _metadata;
    private TemplateValue.Map? _properties;
    private ResourceCondition? _condition;

    public Resource(TemplateScope scope, MapEntry entry, TemplateValue.Map attributes)
    {
        _scope = scope;
        _resolver = new(scope, entry.Key);
        LogicalId = entry.Key;
        Location = entry.KeyLocation;
        Attributes = attributes;
        Type = attributes.Find("Type")?.AsText() ?? "";
    }

    /// <summary>The logical ID with the stacks around it in front: `Child/Table`.</summary>
    public string Path =>
        _scope.Options.StackPath.Length == 0 ? LogicalId : $"{_scope.Options.StackPath}/{LogicalId}";

    public string LogicalId { get; }

    /// <summary>Empty where the template has none.</summary>
    public string Type { get; }

    /// <summary>The place of the logical ID.</summary>
    public SourceLocation Location { get; }

    /// <summary>Type, Properties, Condition, DependsOn and so on, as written.</summary>
    public TemplateValue.Map Attributes { get; }

    /// <summary>The resource's own properties as written, without Globals.</summary>
    public TemplateValue.Map Declared => _declared ??=
        MapExpansion.Expand(_resolver, _scope.SectionOf(Attributes, "Properties", $"Properties of `{LogicalId}`"));

    public ResourceCondition? Condition => Attributes.FindEntry("Condition") is { } entry
        ? _condition ??= ReadCondition(entry)
        : null;

    /// <summary>Everything, resolved. Prefer <see cref="Find"/>.</summary>
    public TemplateValue.Map Properties => _properties ??= ResolveAll();

    public TemplateValue.Map? Metadata => Attributes.Find("Metadata") is { } metadata
        ? _metadata ??= _resolver.Resolve(metadata) as TemplateValue.Map
        : null;

    /// <summary>
    /// A resolved property: null where it is absent or AWS::NoValue, a <see cref="TemplateValue.Call"/> where it could
    /// not be resolved.
    /// </summary>
    public TemplateValue? Find(string property)
    {
        if (!_found.TryGetValue(property, out var value))
        {
            var own = Declared.Find(property);
            value = _scope.Globals.Merge(
                this, property, own, own is null ? null : _resolver.ResolveProperty(property, own));
            _found[property] = value; // Not Add: a name that depends on itself comes here twice.
        }

        return value;
    }

    private TemplateValue.Map ResolveAll()
    {
        List<MapEntry> entries = [];
        foreach (var entry in Declared.Entries)
        {
            Add(entries, entry);
        }

        foreach (var entry in _scope.Globals.EntriesFor(this))
        {
            if (Declared.FindEntry(entry.Key) is null)
            {
                Add(entries, entry);
            }
        }

        return new(entries.ToArray()) { Location = Declared.Location };
    }

    private void Add(List<MapEntry> entries, MapEntry entry)
    {
        if (Find(entry.Key) is { } value)
        {
            entries.Add(entry with { Value = value });
        }
    }

    private ResourceCondition? ReadCondition(MapEntry entry)
    {
        if (entry.Value is TemplateValue.Text name)
        {
            return new(name.Value, _scope.Conditions.IsTrue(name.Value, name.Location));
        }

        _scope.Diagnostics.Add(
            TemplateDiagnostics.Malformed("Condition", "the name of a condition", entry.Value.Location));
        return null;
    }
}
