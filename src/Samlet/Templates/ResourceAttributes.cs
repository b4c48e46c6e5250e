namespace Samlet.Templates;

/// <summary>
/// The text of `Ref` and of the attributes of a resource. Where the template itself gives the name (TableName), or
/// Samlet is the one that runs the resource (functions, layers), the text is exact; else it is a placeholder.
/// </summary>
internal static class ResourceAttributes
{
    public static TemplateValue.Text Guess(
        Resource resource, ResourceKind kind, string attribute, PseudoParameters pseudo)
    {
        // Many attributes repeat a property: Value of an SSM parameter, CidrBlock of a network.
        if (attribute != "Ref" && TextOf(resource.Find(attribute)) is { } same)
        {
            return same with { Origin = ResourceReference.To(resource, attribute) };
        }

        var name = kind.NameProperty is { } property ? TextOf(resource.Find(property)) : null;
        PlaceholderText text = new(resource, name?.Value ?? resource.LogicalId, pseudo);
        var value = text.Fill(kind.PatternOf(attribute) ?? Fallback(resource.Type, attribute));
        var isKnown = !text.IsInvented && (kind.IsLocal || name is not null);
        return new(value)
        {
            Traits = (name?.Traits ?? TextTraits.None) | (isKnown ? TextTraits.None : TextTraits.Placeholder),
            Origin = ResourceReference.To(resource, attribute),
        };
    }

    private static TemplateValue.Text? TextOf(TemplateValue? value) =>
        value as TemplateValue.Text ?? (value?.AsText() is { } text ? new(text) : null);

    // The name of an attribute says much about its shape where nothing is known of the type.
    private static string Fallback(string type, string attribute) => attribute switch
    {
        "Ref" => "{name}{invented}",
        _ when Ends(attribute, "Arn") => $"{{arn:{ServiceOf(type)}}}:{{name}}{{invented}}",
        _ when Ends(attribute, "Url") || Ends(attribute, "Uri") => "https://{lower}-{id}.{region}.{dns}/",
        _ when Ends(attribute, "Endpoint") || Ends(attribute, "Address") || Ends(attribute, "DomainName") =>
            "{lower}-{id}.{region}.{dns}",
        _ when Ends(attribute, "Port") => "443{invented}",
        _ when Ends(attribute, "Id") => "{id}",
        _ when Ends(attribute, "Name") => "{name}{invented}",
        _ => "{name}-" + attribute.Replace("{", "", StringComparison.Ordinal) + "{invented}",
    };

    private static bool Ends(string attribute, string word) =>
        attribute.EndsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string ServiceOf(string type) =>
        type.Split("::") is ["AWS", var service, ..] ? service.ToLowerInvariant() : "cloudformation";
}
