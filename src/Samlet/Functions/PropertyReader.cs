using System.Globalization;
using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// Reads the properties of one resource, each resolved when it is asked for. What has the wrong shape becomes a
/// diagnostic and counts as absent; what could not be resolved has one already.
/// </summary>
internal sealed class PropertyReader
{
    private const string Hidden = "***";

    private readonly Template _template;
    private readonly string _resource;
    private readonly Func<string, TemplateValue?> _find;
    private readonly SourceLocation _location;

    public PropertyReader(Template template, Resource resource)
    {
        (_template, _resource, _find, _location) = (template, resource.LogicalId, resource.Find, resource.Location);
    }

    /// <summary>For a map that is no property of a resource, such as a section of Globals.</summary>
    public PropertyReader(Template template, string resource, TemplateValue.Map map)
    {
        (_template, _resource, _find, _location) = (template, resource, map.Find, map.Location);
    }

    private PropertyReader(PropertyReader owner, TemplateValue.Map map)
    {
        (_template, _resource, _find, _location) = (owner._template, owner._resource, map.Find, map.Location);
    }

    public TemplateValue? Find(string name) => _find(name);

    /// <summary>A reader for a map somewhere among the properties.</summary>
    public PropertyReader Of(TemplateValue.Map map) => new(this, map);

    /// <summary>False for a property whose value is a placeholder or stayed unresolved.</summary>
    public bool IsKnown(string name) =>
        _find(name) is not (TemplateValue.Call or TemplateValue.Text { IsPlaceholder: true });

    /// <summary>Where the value stands, or the place of the resource when there is none.</summary>
    public SourceLocation LocationOf(string name) => _find(name)?.Location ?? _location;

    public string? Text(string name)
    {
        var value = _find(name);
        var text = value?.AsText();
        if (text is null && IsPresent(value))
        {
            Report(FunctionDiagnostics.WrongShape(name, "text", value!.Location)); // `IsPresent` is false for null.
        }

        return text;
    }

    public TemplateValue.Map? Map(string name)
    {
        var value = _find(name);
        if (value is not TemplateValue.Map && IsPresent(value))
        {
            Report(FunctionDiagnostics.WrongShape(name, "a map", value!.Location)); // `IsPresent` is false for null.
        }

        return value as TemplateValue.Map;
    }

    /// <summary>A reader for the properties of a property; they are all absent when it is.</summary>
    public PropertyReader Section(string name) => Of(Map(name) ?? TemplateValue.Map.Empty);

    /// <summary>The items, one for a value that is no list: templates often leave the brackets out.</summary>
    public IReadOnlyList<TemplateValue> List(string name) => _find(name) switch
    {
        null or TemplateValue.Null => [],
        TemplateValue.List list => list.Items,
        var single => [single],
    };

    public IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        foreach (var item in List(name))
        {
            if (item.AsText() is { } text)
            {
                texts.Add(text);
            }
            else if (IsPresent(item))
            {
                Report(FunctionDiagnostics.WrongShape(name, "a list of texts", item.Location));
            }
        }

        return texts;
    }

    public bool? Flag(string name) => Text(name)?.ToUpperInvariant() switch
    {
        "TRUE" => true,
        "FALSE" => false,
        _ => null,
    };

    /// <summary>
    /// The number, or null when there is none. A value outside the range becomes the nearest one in it.
    /// </summary>
    public int? Integer(string name, int least, int most)
    {
        if (Text(name) is not { } text || _find(name) is not { } value || IsPlaceholder(value))
        {
            return null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || double.IsNaN(number))
        {
            Report(FunctionDiagnostics.NotNumber(name, Show(value), value.Location));
            return null;
        }

        var used = (int)Math.Clamp(Math.Truncate(number), least, most);
        if (used != number)
        {
            Report(FunctionDiagnostics.OutOfRange(
                name, Show(value), new NumberRange(least, most, used), value.Location));
        }

        return used;
    }

    /// <summary>One of the allowed words as the service spells it, or null.</summary>
    public string? Choice(string name, params string[] allowed)
    {
        if (Text(name) is not { } text || _find(name) is not { } value || IsPlaceholder(value))
        {
            return null;
        }

        if (Array.IndexOf(allowed, text) < 0)
        {
            Report(FunctionDiagnostics.NotAllowed(name, Show(value), allowed, value.Location));
        }

        return Array.Find(allowed, word => word.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    public void Report(Diagnostic diagnostic) => _template.Report(diagnostic with { Resource = _resource });

    /// <summary>The value in a message; a secret stays one.</summary>
    public static string Show(TemplateValue value) =>
        value is TemplateValue.Text { IsSecret: true } ? Hidden : value.AsText() ?? "";

    private static bool IsPresent(TemplateValue? value) =>
        value is not (null or TemplateValue.Null or TemplateValue.Call);

    private static bool IsPlaceholder(TemplateValue value) => value is TemplateValue.Text { IsPlaceholder: true };
}
