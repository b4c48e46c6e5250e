using Samlet.Templates.Syntax;

namespace Samlet.Templates;

/// <summary>
/// The values file, JSON or YAML: `resources: {Table: {Ref: …, Arn: …}}`, `exports: {name: value}`,
/// `ssm: {name: value}`, `secrets: {id: value}` or `secrets: {id: {key: value}}`. A fault names the line.
/// </summary>
internal static class KnownValuesReader
{
    private static readonly string[] Sections = ["resources", "exports", "ssm", "secrets"];

    public static KnownValues Read(SourceText source)
    {
        DiagnosticList diagnostics = new();
        var root = DocumentReader.Read(source, diagnostics) is var value and not TemplateValue.Null
            ? MapOf(source, value, "the file")
            : TemplateValue.Map.Empty;
        foreach (var entry in root.Entries)
        {
            Check(source, entry);
        }

        return new()
        {
            Resources = ResourcesOf(source, root),
            Exports = SectionOf(source, root, "exports"),
            Ssm = SectionOf(source, root, "ssm"),
            Secrets = SectionOf(source, root, "secrets"),
        };
    }

    private static void Check(SourceText source, MapEntry entry)
    {
        if (!Sections.AsSpan().Contains(entry.Key))
        {
            var hint = NearestWord.Find(entry.Key, Sections) is { } near
                ? $"did you mean `{near}`?"
                : $"the sections are `{string.Join("`, `", Sections)}`";
            throw source.Fault(entry.KeyLocation, $"`{entry.Key}` is no section of a values file", hint);
        }
    }

    private static TemplateValue.Map SectionOf(SourceText source, TemplateValue.Map root, string name) =>
        root.Find(name) is { } value and not TemplateValue.Null
            ? MapOf(source, value, $"`{name}`")
            : TemplateValue.Map.Empty;

    private static TemplateValue.Map ResourcesOf(SourceText source, TemplateValue.Map root)
    {
        List<MapEntry> entries = [];
        foreach (var entry in SectionOf(source, root, "resources").Entries)
        {
            entries.Add(entry with { Value = MapOf(source, entry.Value, $"`resources.{entry.Key}`") });
        }

        return new(entries);
    }

    private static TemplateValue.Map MapOf(SourceText source, TemplateValue value, string what) =>
        value.AsMap() ?? throw source.Fault(value.Location, $"{what} must be a mapping");
}
