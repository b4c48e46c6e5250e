using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>
/// What `Ref` and the attributes of resources are worth: what the values file says, else what the template itself
/// fixes, else a placeholder of the shape that the real value has, always the same for the same template.
/// </summary>
internal sealed class ResourceValues(TemplateScope scope)
{
    private const string OutputPrefix = "Outputs.";

    private readonly Dictionary<(string Resource, string Attribute), TemplateValue.Text?> _known = [];
    private readonly Dictionary<string, ResourceKind> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<(string Resource, string Attribute)> _open = [];

    public TemplateValue Find(IntrinsicResolver resolver, Resource resource, string attribute, SourceLocation location)
    {
        if (Told(resource, attribute, location) is { } told)
        {
            return told;
        }

        if (IsOutput(attribute)
            && scope.Options.FindStackOutput(resource, attribute[OutputPrefix.Length..]) is { } output)
        {
            return output;
        }

        if (Guess(resource, attribute) is not { } text)
        {
            return Circular(resolver, resource, attribute, location);
        }

        if (text.IsPlaceholder)
        {
            Report(resolver, (resource, attribute, text.Shown), location);
        }

        return text with { Location = location };
    }

    private static bool IsOutput(string attribute) => attribute.StartsWith(OutputPrefix, StringComparison.Ordinal);

    private ResourceKind KindOf(Resource resource)
    {
        if (!_kinds.TryGetValue(resource.Type, out var kind))
        {
            kind = ResourceKind.Find(resource.Type);
            _kinds.Add(resource.Type, kind);
        }

        return kind;
    }

    private void Report(
        IntrinsicResolver resolver,
        (Resource Resource, string Attribute, string Placeholder) unknown,
        SourceLocation location)
    {
        var (resource, attribute, placeholder) = unknown;
        var kind = KindOf(resource);
        var what = attribute == "Ref" ? $"`Ref` of `{resource.LogicalId}`" : $"`{resource.LogicalId}.{attribute}`";
        resolver.ReportUnknown(
            new(CloudValueKind.Resource, resource.Path, attribute, placeholder),
            kind.IsKnown && kind.PatternOf(attribute) is null && !IsOutput(attribute)
                ? TemplateDiagnostics.UnknownAttribute(
                    (resource.Type, attribute, placeholder), location, kind.Attributes)
                : TemplateDiagnostics.Placeholder(what, placeholder, location));
    }

    private TemplateValue? Told(Resource resource, string attribute, SourceLocation location)
    {
        var told = (scope.Options.Values.Resources.Find(resource.Path) as TemplateValue.Map)?.Find(attribute);
        var origin = ResourceReference.To(resource, attribute);
        return told is null ? null : KnownValues.Mark(told, origin, location, TextTraits.None);
    }

    // Null while the value is already being worked out: a name that depends on itself.
    private TemplateValue.Text? Guess(Resource resource, string attribute)
    {
        var key = (resource.LogicalId, attribute);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (!_open.Add(key))
        {
            return null;
        }

        var text = ResourceAttributes.Guess(resource, KindOf(resource), attribute, scope.Pseudo);
        _open.Remove(key);
        _known.Add(key, text);
        return text;
    }

    private static TemplateValue.Call Circular(
        IntrinsicResolver resolver, Resource resource, string attribute, SourceLocation location)
    {
        TemplateValue.Text argument = new($"{resource.LogicalId}.{attribute}") { Location = location };
        return resolver.Fail(
            new("Fn::GetAtt", argument) { Location = location },
            TemplateDiagnostics.Circular($"the name of `{resource.LogicalId}`", location));
    }
}
