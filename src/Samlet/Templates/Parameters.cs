namespace Samlet.Templates;

/// <summary>The parameters of a template and what they are worth in this run. A value is worked out when it is first asked for.</summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, Parameter> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TemplateValue?> _values = new(StringComparer.Ordinal);
    private readonly TemplateOptions _options;
    private readonly DiagnosticList _diagnostics;

    public Parameters(TemplateValue.Map section, TemplateOptions options, DiagnosticList diagnostics)
    {
        (_options, _diagnostics) = (options, diagnostics);
        foreach (var entry in section.Entries)
        {
            if (entry.Value is TemplateValue.Map map)
            {
                _declared[entry.Key] = Parameter.Read(entry, map);
            }
            else
            {
                diagnostics.Add(TemplateDiagnostics.NotMap($"parameter `{entry.Key}`", entry.KeyLocation));
            }
        }

        if (!options.IsOneOfSeveral)
        {
            ReportUnknownOverrides(section.Location);
        }
    }

    public IReadOnlyDictionary<string, Parameter> Declared => _declared;

    /// <summary>The value, or null for a parameter that has none; the reason is a diagnostic.</summary>
    public TemplateValue? Find(Parameter parameter)
    {
        if (!_values.TryGetValue(parameter.Name, out var value))
        {
            value = ParameterValue.Read(parameter, TextOf(parameter), _options, _diagnostics);
            _values.Add(parameter.Name, value);
        }

        return value;
    }

    private TemplateValue.Text? TextOf(Parameter parameter) =>
        _options.Parameters.TryGetValue(parameter.Name, out var given) ? given with { Location = parameter.Location }
        : parameter.Default is { } text ? new TemplateValue.Text(text) { Location = parameter.Location }
        : null;

    private void ReportUnknownOverrides(SourceLocation location)
    {
        foreach (var name in _options.Parameters.Keys)
        {
            if (!_declared.ContainsKey(name))
            {
                _diagnostics.Add(TemplateDiagnostics.UnknownOverride(name, location, _declared.Keys));
            }
        }
    }
}

/// <summary>A parameter as declared.</summary>
internal sealed record Parameter
{
    public required string Name { get; init; }

    public required SourceLocation Location { get; init; }

    public required TemplateValue.Map Declaration { get; init; }

    public required string Type { get; init; }

    public string? Default { get; init; }

    public bool NoEcho { get; init; }

    public IReadOnlyList<string>? AllowedValues { get; init; }

    public bool IsList => Type == "CommaDelimitedList" || Type.StartsWith("List<", StringComparison.Ordinal);

    public static Parameter Read(MapEntry entry, TemplateValue.Map map) => new()
    {
        Name = entry.Key,
        Location = entry.KeyLocation,
        Declaration = map,
        Type = map.Find("Type")?.AsText() ?? "String",
        Default = map.Find("Default") is TemplateValue.List list ? string.Join(',', Texts(list)) : map.Find("Default")?.AsText(),
        NoEcho = map.Find("NoEcho")?.AsText() == "true",
        AllowedValues = map.Find("AllowedValues") is TemplateValue.List allowed ? Texts(allowed) : null,
    };

    private static List<string> Texts(TemplateValue.List list)
    {
        List<string> texts = [];
        foreach (var item in list.Items)
        {
            texts.Add(item.AsText() ?? "");
        }

        return texts;
    }
}
