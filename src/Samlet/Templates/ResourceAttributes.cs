namespace Samlet.Templates;

/// <summary>
/// The shape of `Ref` and of the attributes of resources, by type. Where the template itself gives the name (TableName),
/// or where Samlet is the one that runs the resource (functions, layers), the text is exact; else it is a placeholder.
/// </summary>
internal static class ResourceAttributes
{
    public static TemplateValue.Text Guess(Resource resource, string attribute, PseudoParameters pseudo)
    {
        var kind = ResourceKind.Find(resource.Type);
        var name = kind.NameProperty is { } property ? resource.Find(property) as TemplateValue.Text : null;
        var pattern = kind.PatternOf(attribute) ?? Fallback(resource.Type, attribute);
        PlaceholderText text = new(resource, name?.Value ?? resource.LogicalId, pseudo);
        text.Append(pattern);
        var isKnown = (name is not null || kind.IsLocal) && !text.IsInvented;
        return new(text.ToString())
        {
            Traits = (name?.Traits ?? TextTraits.None) | (isKnown ? TextTraits.None : TextTraits.Placeholder),
            Origin = ResourceReference.To(resource.LogicalId, attribute),
        };
    }

    // The name of an attribute says much about its shape where nothing is known of the type.
    private static string Fallback(string type, string attribute) => attribute switch
    {
        "Ref" => "{name}",
        _ when attribute.EndsWith("Arn", StringComparison.OrdinalIgnoreCase) => $"{{arn:{ServiceOf(type)}}}:{{name}}",
        _ when attribute.EndsWith("Url", StringComparison.OrdinalIgnoreCase) => "https://{id}.{region}.{dns}/{invented}",
        _ when attribute.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase)
            || attribute.EndsWith("Address", StringComparison.OrdinalIgnoreCase)
            || attribute.EndsWith("DomainName", StringComparison.OrdinalIgnoreCase) => "{lower}-{id}.{region}.{dns}",
        _ when attribute.EndsWith("Port", StringComparison.OrdinalIgnoreCase) => "443{invented}",
        _ when attribute.EndsWith("Id", StringComparison.OrdinalIgnoreCase) => "{id}",
        _ when attribute.EndsWith("Name", StringComparison.OrdinalIgnoreCase) => "{name}{invented}",
        _ => "{name}-" + attribute + "{invented}",
    };

    private static string ServiceOf(string type) => type.Split("::") is [_, var service, _] ? service.ToLowerInvariant() : "cloudformation";
}
