namespace Samlet.Templates.Intrinsics;

/// <summary>
/// `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}` and `{{resolve:secretsmanager:…}}` inside a text. What the values
/// file does not tell stays as it is written, marked as a placeholder.
/// </summary>
internal static class DynamicReferences
{
    private const string Start = "{{resolve:";
    private const string End = "}}";

    public static TemplateValue.Text Resolve(IntrinsicResolver resolver, TemplateValue.Text text) =>
        text.Value.Contains(Start, StringComparison.Ordinal) ? ResolveAll(resolver, text) : text;

    private static TemplateValue.Text ResolveAll(IntrinsicResolver resolver, TemplateValue.Text text)
    {
        System.Text.StringBuilder result = new();
        var traits = text.Traits;
        var rest = text.Value.AsSpan();
        while (rest.IndexOf(Start) is >= 0 and var start && rest[start..].IndexOf(End) is > 0 and var length)
        {
            var reference = rest.Slice(start + Start.Length, length - Start.Length).ToString();
            var known = Find(resolver, reference, text.Location);
            result.Append(rest[..start]).Append(known?.Value ?? $"{Start}{reference}{End}");
            traits |= known?.Traits ?? TextTraits.Placeholder;
            rest = rest[(start + length + End.Length)..];
        }

        return text with { Value = result.Append(rest).ToString(), Traits = traits };
    }

    private static TemplateValue.Text? Find(IntrinsicResolver resolver, string reference, SourceLocation location)
    {
        var colon = reference.IndexOf(':', StringComparison.Ordinal);
        var (service, name) = colon < 0 ? (reference, "") : (reference[..colon], reference[(colon + 1)..]);
        switch (service)
        {
            case "ssm" or "ssm-secure":
                return FindParameter(resolver, (service, name, reference), location);
            case "secretsmanager":
                return FindSecret(resolver, name, reference, location);
            default:
                resolver.Report(TemplateDiagnostics.UnknownDynamicReference(reference, location));
                return null;
        }
    }

    private static TemplateValue.Text? FindParameter(
        IntrinsicResolver resolver, (string Service, string Name, string Reference) asked, SourceLocation location)
    {
        var name = WithoutVersion(asked.Name);
        var traits = asked.Service == "ssm" ? TextTraits.None : TextTraits.Secret;
        var told = resolver.Scope.Options.Values.Ssm.Find(asked.Name) ?? resolver.Scope.Options.Values.Ssm.Find(name);
        if (told is not null && KnownValues.Mark(told, null, location, traits) is TemplateValue.Text text)
        {
            return text;
        }

        resolver.ReportUnknown(
            new(CloudValueKind.Ssm, name, null, $"{Start}{asked.Reference}{End}"), $"SSM parameter `{name}`", location);
        return null;
    }

    private static TemplateValue.Text? FindSecret(
        IntrinsicResolver resolver, string name, string reference, SourceLocation location)
    {
        var (id, key) = SplitSecret(name);
        var told = resolver.Scope.Options.Values.Secrets.Find(id);
        told = told is TemplateValue.Map map && key.Length > 0 ? map.Find(key) : told;
        if (told is not null && KnownValues.Mark(told, null, location, TextTraits.Secret) is TemplateValue.Text text)
        {
            return text;
        }

        CloudValue unknown = new(CloudValueKind.Secret, id, key.Length == 0 ? null : key, $"{Start}{reference}{End}");
        resolver.ReportUnknown(unknown, $"secret `{id}`", location);
        return null;
    }

    // A version number may follow the name, and an ARN has colons of its own.
    private static string WithoutVersion(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && int.TryParse(name.AsSpan(colon + 1), out _) ? name[..colon] : name;
    }

    // secret-id:SecretString:json-key:version-stage:version-id, where the ID may be an ARN of seven parts.
    private static (string Id, string Key) SplitSecret(string name)
    {
        var parts = name.Split(':');
        var length = name.StartsWith("arn:", StringComparison.Ordinal) ? Math.Min(7, parts.Length) : 1;
        return (string.Join(':', parts[..length]), parts.Length > length + 1 ? parts[length + 1] : "");
    }
}
