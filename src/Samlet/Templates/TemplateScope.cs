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
        "Condition", "Connectors", "CreationPolicy", "DeletionPolicy", "DependsOn", "IgnoreGlobals", "Metadata",
        "Properties", "Type", "UpdatePolicy", "UpdateReplacePolicy",
    ];

    private readonly Dictionary<string, Resource> _byId = new(StringComparer.Ordinal);
    private readonly List<CloudValue> _unknowns = [];
    private readonly HashSet<CloudValue> _seen = [];
    private GeneratedResources? _generated;
    private int _spent;
    private int _suggestions;

    public TemplateScope(TemplateValue.Map written, string folder, TemplateOptions options, DiagnosticList diagnostics)
    {
        (File, Folder, Options, Diagnostics) = (written.Location.File, folder, options, diagnostics);
        Root = Transforms.Include(this, written);
        Pseudo = new(options);
        Parameters = new(this, SectionOf(Root, "Parameters"));
        Mappings = SectionOf(Root, "Mappings");
        HasLanguageExtensions = options.AllowsLanguageExtensions && Transforms.AskForLanguageExtensions(written);
        Conditions = new(this, SectionOf(Root, "Conditions"));
        Globals = new(this, SectionOf(Root, "Globals"));
        ResourceValues = new(this);
        Resources = ReadResources();
    }

    public string File { get; }

    public string Folder { get; }

    /// <summary>The sections as written, with those that Transform includes.</summary>
    public TemplateValue.Map Root { get; }

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

    /// <summary>
    /// A mapping below <paramref name="owner"/>; empty where it is absent, null or, with a diagnostic, none.
    /// </summary>
    public TemplateValue.Map SectionOf(TemplateValue.Map owner, string key, string? what = null)
    {
        var value = owner.Find(key);
        if (value is not (null or TemplateValue.Null or TemplateValue.Map or TemplateValue.Call))
        {
            Diagnostics.Add(TemplateDiagnostics.NotMap(what ?? $"section `{key}`", value.Location));
        }

        return value?.AsMap() ?? TemplateValue.Map.Empty;
    }

    private List<Resource> ReadResources()
    {
        List<Resource> resources = [];
        foreach (var entry in MapExpansion.Expand(new(this, null), SectionOf(Root, "Resources")).Entries)
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
            Diagnostics.Add(TemplateDiagnostics.NoResources(Root.FindEntry("Resources")?.KeyLocation ?? Root.Location));
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
            var (key, location, _) = attribute;
            if (!ResourceKeys.AsSpan().Contains(key) && !key.StartsWith("Fn::", StringComparison.Ordinal))
            {
                var fault = TemplateDiagnostics.UnknownResourceKey(key, location, ResourceKeys);
                Diagnostics.Add(fault with { Resource = entry.Key });
            }
        }

        return resource;
    }
}
