namespace Samlet.Templates;

/// <summary>The parameters of a template and what they are worth, worked out when they are first asked for.</summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, Parameter> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TemplateValue?> _values = new(StringComparer.Ordinal);
    private readonly TemplateScope _scope;

    public Parameters(TemplateScope scope, TemplateValue.Map section)
    {
        _scope = scope;
        foreach (var entry in section.Entries)
        {
            if (entry.Value is TemplateValue.Map map)
            {
                _declared[entry.Key] = Parameter.Read(entry, map);
            }
            else
            {
                scope.Diagnostics.Add(TemplateDiagnostics.NotMap($"parameter `{entry.Key}`", entry.KeyLocation));
            }
        }

        if (!scope.Options.IsOneOfSeveral)
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
            value = ParameterValue.Read(_scope, parameter, TextOf(parameter));
            _values.Add(parameter.Name, value);
        }

        return value;
    }

    private TemplateValue.Text? TextOf(Parameter parameter)
    {
        if (_scope.Options.Parameters.TryGetValue(parameter.Name, out var given))
        {
            return given with { Location = parameter.Location };
        }

        return parameter.Default is { } text ? new(text) { Location = parameter.Location } : null;
    }

    private void ReportUnknownOverrides(SourceLocation location)
    {
        foreach (var name in _scope.Options.Parameters.Keys)
        {
            if (!_declared.ContainsKey(name))
            {
                var place = location.File is null ? new SourceLocation(_scope.File, 1, 1) : location;
                _scope.Diagnostics.Add(TemplateDiagnostics.UnknownOverride(name, place, _declared.Keys));
            }
        }
    }
}

/// <summary>A parameter as declared.</summary>
internal sealed record Parameter
{
    private const string SsmPrefix = "AWS::SSM::Parameter::Value<";

    public required string Name { get; init; }

    public required SourceLocation Location { get; init; }

    public required TemplateValue.Map Declaration { get; init; }

    public required string Type { get; init; }

    public string? Default { get; init; }

    public bool NoEcho { get; init; }

    public IReadOnlyList<string>? AllowedValues { get; init; }

    /// <summary>True for a value that is the name of an SSM parameter, which holds the real one.</summary>
    public bool IsFromSsm =>
        Type.StartsWith(SsmPrefix, StringComparison.Ordinal) && Type.EndsWith('>');

    /// <summary>The type of what `Ref` gives: that of the SSM parameter where the value is one's name.</summary>
    public string ValueType => IsFromSsm ? Type[SsmPrefix.Length..^1] : Type;

    public bool IsList => ValueType == "CommaDelimitedList" || ValueType.StartsWith("List<", StringComparison.Ordinal);

    public static Parameter Read(MapEntry entry, TemplateValue.Map map) => new()
    {
        Name = entry.Key,
        Location = entry.KeyLocation,
        Declaration = map,
        Type = map.Find("Type")?.AsText() ?? "String",
        Default = map.Find("Default") is TemplateValue.List list
            ? string.Join(',', Texts(list))
            : map.Find("Default")?.AsText(),
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
