using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>What the values of one template are resolved against; shared by its resources and outputs.</summary>
internal sealed class TemplateScope
{
    private readonly Dictionary<string, Resource> _byId = new(StringComparer.Ordinal);

    public TemplateScope(TemplateValue.Map root, string folder, TemplateOptions options, DiagnosticList diagnostics)
    {
        (File, Folder, Options, Diagnostics) = (root.Location.File, folder, options, diagnostics);
        Pseudo = new(options);
        Parameters = new(SectionOf(root, "Parameters"), options, diagnostics);
        Mappings = SectionOf(root, "Mappings");
        Conditions = new(this, SectionOf(root, "Conditions"));
        Globals = new(this, SectionOf(root, "Globals"));
        ResourceValues = new(this);
        Resources = ReadResources(root);
    }

    public string File { get; }

    public string Folder { get; }

    public TemplateOptions Options { get; }

    public DiagnosticList Diagnostics { get; }

    public PseudoParameters Pseudo { get; }

    public Parameters Parameters { get; }

    public TemplateValue.Map Mappings { get; }

    public ConditionEvaluator Conditions { get; }

    public Globals Globals { get; }

    public ResourceValues ResourceValues { get; }

    public IReadOnlyList<Resource> Resources { get; }

    public IEnumerable<string> Names => [.. Parameters.Declared.Keys, .. _byId.Keys, .. PseudoParameters.Names];

    public Resource? FindResource(string logicalId) => _byId.GetValueOrDefault(logicalId);

    /// <summary>A mapping below <paramref name="owner"/>, empty where it is absent or null; anything else is diagnosed.</summary>
    public TemplateValue.Map SectionOf(TemplateValue.Map owner, string key, string? what = null)
    {
        switch (owner.FindEntry(key))
        {
            case { Value: TemplateValue.Map map }:
                return map;
            case null or { Value: TemplateValue.Null }:
                return TemplateValue.Map.Empty;
            case { } entry:
                Diagnostics.Add(TemplateDiagnostics.NotMap(what ?? $"section `{key}`", entry.Value.Location));
                return TemplateValue.Map.Empty;
        }
    }

    private List<Resource> ReadResources(TemplateValue.Map root)
    {
        List<Resource> resources = [];
        foreach (var entry in SectionOf(root, "Resources").Entries)
        {
            if (entry.Value is TemplateValue.Map attributes)
            {
                resources.Add(ReadResource(entry, attributes));
            }
            else
            {
                Diagnostics.Add(TemplateDiagnostics.NotMap($"resource `{entry.Key}`", entry.KeyLocation));
            }
        }

        if (resources.Count == 0)
        {
            Diagnostics.Add(TemplateDiagnostics.NoResources(root.FindEntry("Resources")?.KeyLocation ?? root.Location));
        }

        return resources;
    }

    private Resource ReadResource(MapEntry entry, TemplateValue.Map attributes)
    {
        Resource resource = new(this, entry, attributes);
        _byId[entry.Key] = resource;
        if (resource.Type.Length == 0)
        {
            Diagnostics.Add(TemplateDiagnostics.ResourceWithoutType(entry.Key, entry.KeyLocation));
        }

        return resource;
    }
}
