using System.Text;

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
        StringBuilder result = new();
        var traits = text.Traits;
        var rest = text.Value.AsSpan();
        while (rest.IndexOf(Start) is >= 0 and var start && rest[start..].IndexOf(End) is > 0 and var length)
        {
            var written = rest.Slice(start + Start.Length, length - Start.Length).ToString();
            var known = Find(resolver, Reference.Parse(written, text));
            result.Append(rest[..start]).Append(known?.Value ?? $"{Start}{written}{End}");
            traits |= known?.Traits ?? TextTraits.Placeholder;
            rest = rest[(start + length + End.Length)..];
        }

        return text with { Value = result.Append(rest).ToString(), Traits = traits };
    }

    private static TemplateValue.Text? Find(IntrinsicResolver resolver, Reference reference)
    {
        switch (reference.Service)
        {
            case "ssm" or "ssm-secure":
                return FindParameter(resolver, reference);
            case "secretsmanager":
                return FindSecret(resolver, reference);
            default:
                resolver.Report(TemplateDiagnostics.UnknownDynamicReference(
                    reference.Shown(reference.Written), reference.Text.Location));
                return null;
        }
    }

    private static TemplateValue.Text? FindParameter(IntrinsicResolver resolver, Reference reference)
    {
        var name = WithoutVersion(reference.Name);
        var traits = reference.Service == "ssm" ? TextTraits.None : TextTraits.Secret;
        var values = resolver.Scope.Options.Values.Ssm;
        return Tell(values.Find(reference.Name) ?? values.Find(name), reference, traits)
            ?? ReportUnknown(resolver, reference, new(CloudValueKind.Ssm, reference.Shown(name), null, ""));
    }

    private static TemplateValue.Text? FindSecret(IntrinsicResolver resolver, Reference reference)
    {
        var (id, key) = SplitSecret(reference.Name);
        var told = resolver.Scope.Options.Values.Secrets.Find(id);
        told = told is TemplateValue.Map map && key is not null ? map.Find(key) : told;
        return Tell(told, reference, TextTraits.Secret)
            ?? ReportUnknown(resolver, reference, new(CloudValueKind.Secret, reference.Shown(id), key, ""));
    }

    private static TemplateValue.Text? Tell(TemplateValue? told, Reference reference, TextTraits traits) =>
        told is null
            ? null
            : KnownValues.Mark(told, null, reference.Text.Location, traits) as TemplateValue.Text;

    private static TemplateValue.Text? ReportUnknown(
        IntrinsicResolver resolver, Reference reference, CloudValue unknown)
    {
        var what = unknown.Kind == CloudValueKind.Ssm ? $"SSM parameter `{unknown.Name}`" : $"secret `{unknown.Name}`";
        var placeholder = reference.Shown($"{Start}{reference.Written}{End}");
        resolver.ReportUnknown(unknown with { Placeholder = placeholder }, what, reference.Text.Location);
        return null;
    }

    // A version number may follow the name, and an ARN has colons of its own.
    private static string WithoutVersion(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && int.TryParse(name.AsSpan(colon + 1), out _) ? name[..colon] : name;
    }

    // secret-id:SecretString:json-key:version-stage:version-id, where the ID may be an ARN of seven parts.
    private static (string Id, string? Key) SplitSecret(string name)
    {
        var parts = name.Split(':');
        var length = name.StartsWith("arn:", StringComparison.Ordinal) ? Math.Min(7, parts.Length) : 1;
        var key = parts.Length > length + 1 && parts[length + 1].Length > 0 ? parts[length + 1] : null;
        return (string.Join(':', parts[..length]), key);
    }

    /// <summary>What stands between `{{resolve:` and `}}`, and the text around it.</summary>
    private readonly record struct Reference(string Service, string Name, string Written, TemplateValue.Text Text)
    {
        public static Reference Parse(string written, TemplateValue.Text text)
        {
            var colon = written.IndexOf(':', StringComparison.Ordinal);
            return colon < 0
                ? new(written, "", written, text)
                : new(written[..colon], written[(colon + 1)..], written, text);
        }

        /// <summary>A part of the text as messages may show it.</summary>
        public string Shown(string part) => Text.IsSecret ? Text.Shown : part;
    }
}
