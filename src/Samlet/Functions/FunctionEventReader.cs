using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// The Events of a function, of every type. Not part of <see cref="Function"/>: no invocation needs them.
/// </summary>
internal static class FunctionEventReader
{
    public static IReadOnlyList<FunctionEvent> Read(FunctionEntry entry) => Read(entry.Stack.Template, entry.Resource);

    /// <summary>State machines have events of the same shape.</summary>
    public static IReadOnlyList<FunctionEvent> Read(Template template, Resource resource)
    {
        var properties = new PropertyReader(template, resource);
        List<FunctionEvent> events = [];
        foreach (var item in (properties.Map("Events") ?? TemplateValue.Map.Empty).Entries)
        {
            if (item.Value is TemplateValue.Map map)
            {
                events.Add(ReadEvent(item, map, properties));
            }
            else if (item.Value is not TemplateValue.Null)
            {
                properties.Report(FunctionDiagnostics.WrongShape(item.Key, "a map", item.Value.Location));
            }
        }

        return events;
    }

    private static FunctionEvent ReadEvent(MapEntry entry, TemplateValue.Map map, PropertyReader properties)
    {
        var type = map.Find("Type")?.AsText() ?? "";
        if (Array.IndexOf(KnownProperties.EventTypes, type) < 0)
        {
            properties.Report(
                FunctionDiagnostics.UnknownEventType(entry.Key, type, KnownProperties.EventTypes, entry.KeyLocation));
        }

        var inner = map.Find("Properties") as TemplateValue.Map ?? TemplateValue.Map.Empty;
        return new FunctionEvent(entry.Key, type, inner, entry.KeyLocation);
    }
}
