using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>
/// The Globals section. Maps merge with the resource winning, lists are global items followed by the resource's,
/// everything else (an intrinsic function too) is the resource's where it has one.
/// </summary>
internal sealed class Globals
{
    private const string TypePrefix = "AWS::Serverless::";

    private readonly Dictionary<TemplateValue, TemplateValue?> _resolved = new(ReferenceEqualityComparer.Instance);

    private readonly TemplateScope _scope;
    private readonly TemplateValue.Map _sections;

    public Globals(TemplateScope scope, TemplateValue.Map sections)
    {
        (_scope, _sections) = (scope, sections);
        GlobalKeys.Check(sections, scope.Diagnostics);
    }

    public TemplateValue.Map? Find(string section) =>
        _sections.Find(section) is { } value ? Resolve(value) as TemplateValue.Map : null;

    /// <summary>The entries, as written, that a resource takes from Globals.</summary>
    public IReadOnlyList<MapEntry> EntriesFor(Resource resource)
    {
        if (_sections.Entries.Count == 0
            || !resource.Type.StartsWith(TypePrefix, StringComparison.Ordinal)
            || _sections.Find(resource.Type[TypePrefix.Length..]) is not TemplateValue.Map section)
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

    /// <summary>A property of a resource, from what it says itself (as written, and resolved) and Globals.</summary>
    public TemplateValue? Merge(Resource resource, string property, TemplateValue? own, TemplateValue? ownResolved)
    {
        foreach (var entry in EntriesFor(resource))
        {
            if (entry.Key == property)
            {
                return Merge(new(entry.Value, Resolve(entry.Value)), new(own, ownResolved));
            }
        }

        return ownResolved;
    }

    private TemplateValue? Resolve(TemplateValue value)
    {
        if (!_resolved.TryGetValue(value, out var resolved))
        {
            resolved = new IntrinsicResolver(_scope, null).Resolve(value);
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
                var fault = TemplateDiagnostics.UnknownGlobal(item.AsText() ?? "", item.Location, GlobalKeys.Function);
                _scope.Diagnostics.Add(fault with { Resource = resource.LogicalId });
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

    private static TemplateValue? Merge(Pair global, Pair own)
    {
        if (own.Written is null)
        {
            return global.Resolved;
        }

        return (global.Written, global.Resolved, own.Written, own.Resolved) switch
        {
            (TemplateValue.Map, TemplateValue.Map, TemplateValue.Map, TemplateValue.Map) => MergeMaps(global, own),
            (TemplateValue.List, TemplateValue.List items, TemplateValue.List, TemplateValue.List ownItems) =>
                new TemplateValue.List([.. items.Items, .. ownItems.Items]) { Location = ownItems.Location },
            _ => own.Resolved,
        };
    }

    private static TemplateValue.Map MergeMaps(Pair global, Pair own)
    {
        var resolved = (TemplateValue.Map)own.Resolved!; // Both of both are maps, as the caller has seen.
        var inherited = (TemplateValue.Map)global.Resolved!;
        List<MapEntry> entries = [];
        foreach (var entry in inherited.Entries)
        {
            if (Merge(global.At(entry.Key) with { Resolved = entry.Value }, own.At(entry.Key)) is { } value)
            {
                entries.Add((resolved.FindEntry(entry.Key) ?? entry) with { Value = value });
            }
        }

        foreach (var entry in resolved.Entries)
        {
            if (inherited.FindEntry(entry.Key) is null)
            {
                entries.Add(entry);
            }
        }

        return new(entries.ToArray()) { Location = resolved.Location };
    }

    /// <summary>A value as written, which decides how it is merged, and resolved, which is what is merged.</summary>
    private readonly record struct Pair(TemplateValue? Written, TemplateValue? Resolved)
    {
        public Pair At(string key)
        {
            var resolved = (Resolved as TemplateValue.Map)?.Find(key);
            return new((Written as TemplateValue.Map)?.Find(key) ?? resolved, resolved);
        }
    }
}
