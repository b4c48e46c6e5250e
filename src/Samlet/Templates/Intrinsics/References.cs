using Samlet.Templates.Syntax;

namespace Samlet.Templates.Intrinsics;

/// <summary>`Ref` and `Fn::GetAtt`, also as the variables of `Fn::Sub`.</summary>
internal static class References
{
    public static TemplateValue? Ref(IntrinsicResolver resolver, TemplateValue.Call call) =>
        call.Argument is TemplateValue.Text name
            ? Find(resolver, name.Value, call.Location)
            : resolver.Fail(call, "a name");

    public static TemplateValue GetAtt(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        var argument = call.Argument is TemplateValue.Text text ? YamlTags.SplitAttribute(text) : call.Argument;
        if (argument is not TemplateValue.List { Items: [TemplateValue.Text { Value: var resource }, var name] })
        {
            return resolver.Fail(call, "a logical ID and the name of an attribute");
        }

        var attribute = resolver.ResolveText(name, call.Name, "the name of an attribute as its second item");
        return attribute is null ? call : FindAttribute(resolver, resource, attribute.Value, call.Location);
    }

    /// <summary>What a name is worth: a pseudo parameter, a parameter or a resource; null for AWS::NoValue.</summary>
    public static TemplateValue? Find(IntrinsicResolver resolver, string name, SourceLocation location)
    {
        var scope = resolver.Scope;
        if (name.StartsWith("AWS::", StringComparison.Ordinal))
        {
            return FindPseudo(resolver, name, location);
        }

        if (scope.Parameters.Declared.TryGetValue(name, out var parameter))
        {
            var value = scope.Parameters.Find(parameter);
            return value is null ? Unresolved(name, location) : value with { Location = location };
        }

        return scope.FindResource(name) is { } resource
            ? scope.ResourceValues.Find(resolver, resource, "Ref", location)
            : Unknown(resolver, name, location);
    }

    public static TemplateValue FindAttribute(
        IntrinsicResolver resolver, string logicalId, string attribute, SourceLocation location)
    {
        var scope = resolver.Scope;
        return scope.FindResource(logicalId) is { } resource
            ? scope.ResourceValues.Find(resolver, resource, attribute, location)
            : Unknown(resolver, logicalId, location);
    }

    private static TemplateValue? FindPseudo(IntrinsicResolver resolver, string name, SourceLocation at) => name switch
    {
        "AWS::NoValue" => null,
        "AWS::NotificationARNs" => new TemplateValue.List([]) { Location = at },
        _ when resolver.Scope.Pseudo.Find(name) is { } text => new TemplateValue.Text(text) { Location = at },
        _ => Unknown(resolver, name, at),
    };

    private static TemplateValue.Call Unknown(IntrinsicResolver resolver, string name, SourceLocation location) =>
        resolver.Fail(
            Unresolved(name, location),
            TemplateDiagnostics.UnknownReference(name, location, resolver.Scope.Suggestions()));

    private static TemplateValue.Call Unresolved(string name, SourceLocation location) =>
        new("Ref", new TemplateValue.Text(name) { Location = location }) { Location = location };
}
