using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>
/// The Globals section. Maps merge with the resource winning, lists are global items followed by the resource's,
/// everything else (an intrinsic function too) is the resource's where it has one.
/// </summary>
internal sealed class Globals(TemplateScope scope, TemplateValue.Map sections)
{
    private const string TypePrefix = "AWS::Serverless::";

    private readonly Dictionary<TemplateValue, TemplateValue?> _resolved = new(ReferenceEqualityComparer.Instance);

    public TemplateValue.Map? Find(string section) => sections.Find(section) is { } value ? Resolve(value) as TemplateValue.Map : null;

    /// <summary>The entries, as written, that a resource takes from Globals.</summary>
    public IReadOnlyList<MapEntry> EntriesFor(Resource resource)
    {
        if (sections.Entries.Count == 0
            || !resource.Type.StartsWith(TypePrefix, StringComparison.Ordinal)
            || sections.Find(resource.Type[TypePrefix.Length..]) is not TemplateValue.Map section)
        {
            return [];
        }

        return resource.Attributes.Find("IgnoreGlobals") switch
        {
            TemplateValue.List ignored => Without(resource, section, ignored),
            TemplateValue.Text { Value: "*" } => [],
            _ => section.Entries,
        };
    }

    /// <summary>A property of a resource, from what it says itself (as written, and resolved) and what Globals say.</summary>
    public TemplateValue? Merge(Resource resource, string property, TemplateValue? own, TemplateValue? ownResolved)
    {
        foreach (var entry in EntriesFor(resource))
        {
            if (entry.Key == property)
            {
                return Merge((entry.Value, Resolve(entry.Value)), (own, ownResolved));
            }
        }

        return ownResolved;
    }

    private TemplateValue? Resolve(TemplateValue value)
    {
        if (!_resolved.TryGetValue(value, out var resolved))
        {
            resolved = new IntrinsicResolver(scope, null).Resolve(value);
            _resolved[value] = resolved;
        }

        return resolved;
    }

    private List<MapEntry> Without(Resource resource, TemplateValue.Map section, TemplateValue.List ignored)
    {
        foreach (var item in ignored.Items)
        {
            if (resource.Type == TypePrefix + "Function" && !GlobalKeys.Function.Contains(item.AsText()))
            {
                scope.Diagnostics.Add(
                    TemplateDiagnostics.UnknownGlobal(item.AsText() ?? "", item.Location, GlobalKeys.Function) with { Resource = resource.LogicalId });
            }
        }

        List<MapEntry> kept = [];
        foreach (var entry in section.Entries)
        {
            if (!ignored.Items.Any(item => item.AsText() == entry.Key))
            {
                kept.Add(entry);
            }
        }

        return kept;
    }

    private static TemplateValue? Merge(
        (TemplateValue Written, TemplateValue? Resolved) global, (TemplateValue? Written, TemplateValue? Resolved) own)
    {
        if (own.Written is null)
        {
            return global.Resolved;
        }

        return (global.Written, global.Resolved, own.Written, own.Resolved) switch
        {
            (TemplateValue.Map written, TemplateValue.Map resolved, TemplateValue.Map ownWritten, TemplateValue.Map ownResolved) =>
                MergeMaps((written, resolved), (ownWritten, ownResolved)),
            (TemplateValue.List, TemplateValue.List items, TemplateValue.List, TemplateValue.List ownItems) =>
                new TemplateValue.List([.. items.Items, .. ownItems.Items]) { Location = ownItems.Location },
            _ => own.Resolved,
        };
    }

    private static TemplateValue.Map MergeMaps(
        (TemplateValue.Map Written, TemplateValue.Map Resolved) global, (TemplateValue.Map Written, TemplateValue.Map Resolved) own)
    {
        List<MapEntry> entries = [];
        foreach (var entry in global.Resolved.Entries)
        {
            var written = global.Written.Find(entry.Key) ?? entry.Value;
            if (Merge((written, entry.Value), (own.Written.Find(entry.Key), own.Resolved.Find(entry.Key))) is { } value)
            {
                entries.Add((own.Resolved.FindEntry(entry.Key) ?? entry) with { Value = value });
            }
        }

        foreach (var entry in own.Resolved.Entries)
        {
            if (global.Resolved.FindEntry(entry.Key) is null)
            {
                entries.Add(entry);
            }
        }

        return new(entries.ToArray()) { Location = own.Resolved.Location };
    }
}
