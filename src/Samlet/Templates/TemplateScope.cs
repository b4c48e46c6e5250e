using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>What the values of one template are resolved against; shared by its resources and outputs.</summary>
internal sealed class TemplateScope
{
    /// <summary>
    /// How much all functions of a template may make together, in characters (a list item counts as several): without
    /// a bound a few lines that double each other fill any memory.
    /// </summary>
    public const int MostCharacters = 64_000_000;

    private const int MostSuggestions = 20;

    private static readonly string[] ResourceKeys =
    [
        "Condition", "Connectors", "CreationPolicy", "DeletionPolicy", "DependsOn", "IgnoreGlobals", "Metadata", "Properties",
        "Type", "UpdatePolicy", "UpdateReplacePolicy",
    ];

    private readonly Dictionary<string, Resource> _byId = new(StringComparer.Ordinal);
    private readonly List<CloudValue> _unknowns = [];
    private readonly HashSet<CloudValue> _seen = [];
    private GeneratedResources? _generated;
    private int _spent;
    private int _suggestions;

    public TemplateScope(TemplateValue.Map root, string folder, TemplateOptions options, DiagnosticList diagnostics)
    {
        (File, Folder, Options, Diagnostics) = (root.Location.File, folder, options, diagnostics);
        Pseudo = new(options);
        Parameters = new(this, SectionOf(root, "Parameters"));
        Mappings = SectionOf(root, "Mappings");
        HasLanguageExtensions = options.AllowsLanguageExtensions && Asks(root.Find("Transform"));
        Conditions = new(this, SectionOf(root, "Conditions"));
        var globals = SectionOf(root, "Globals");
        GlobalKeys.Check(globals, diagnostics);
        Globals = new(this, globals);
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

    public IncludedFiles Includes { get; } = new();

    public bool HasLanguageExtensions { get; }

    /// <summary>Values only the cloud knows, as far as they have been asked for and nobody told them.</summary>
    public IReadOnlyList<CloudValue> Unknowns => _unknowns;

    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>
    /// Names that a person may have meant; none once many have been asked for, since comparing each wrong name with all
    /// right ones is work that grows with the square of a template.
    /// </summary>
    public IEnumerable<string> Suggestions() =>
        _suggestions++ < MostSuggestions ? [.. Parameters.Declared.Keys, .. _byId.Keys, .. PseudoParameters.Names] : [];

    public bool TrySpend(int characters)
    {
        _spent = (int)Math.Min((long)_spent + characters, int.MaxValue);
        return _spent <= MostCharacters;
    }

    public void AddUnknown(CloudValue value)
    {
        if (_seen.Add(value))
        {
            _unknowns.Add(value);
        }
    }

    public Resource? FindDeclared(string logicalId) => _byId.GetValueOrDefault(logicalId);

    /// <summary>A resource of the template, or one that the SAM transform adds to it.</summary>
    public Resource? FindResource(string logicalId) =>
        _byId.GetValueOrDefault(logicalId) ?? (_generated ??= new(this, _byId)).Find(logicalId);

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

    private static bool Asks(TemplateValue? transform) => transform switch
    {
        TemplateValue.List list => list.Items.Any(Asks),
        TemplateValue.Map map => Asks(map.Find("Name")),
        TemplateValue.Text name => name.Value == "AWS::LanguageExtensions",
        _ => false,
    };

    private List<Resource> ReadResources(TemplateValue.Map root)
    {
        List<Resource> resources = [];
        foreach (var entry in MapExpansion.Expand(new(this, null), SectionOf(root, "Resources")).Entries)
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

        foreach (var attribute in attributes.Entries)
        {
            if (!ResourceKeys.AsSpan().Contains(attribute.Key) && !attribute.Key.StartsWith("Fn::", StringComparison.Ordinal))
            {
                Diagnostics.Add(
                    TemplateDiagnostics.UnknownResourceKey(attribute.Key, attribute.KeyLocation, ResourceKeys) with { Resource = entry.Key });
            }
        }

        return resource;
    }
}
