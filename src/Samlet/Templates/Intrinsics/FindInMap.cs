namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::FindInMap`: map, top-level key, second-level key and, with extensions, `DefaultValue`.</summary>
internal static class FindInMap
{
    public static TemplateValue? Resolve(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (call.Argument is not TemplateValue.List { Items: { Count: 3 or 4 } items })
        {
            return resolver.Fail(call, "a map and two keys");
        }

        var fallback = items is [_, _, _, TemplateValue.Map options] ? options.Find("DefaultValue") : null;
        var names = ReadNames(resolver, call, items);
        return names is null ? call : Find(resolver, call, names, fallback);
    }

    private static TemplateValue.Text[]? ReadNames(
        IntrinsicResolver resolver, TemplateValue.Call call, IReadOnlyList<TemplateValue> values)
    {
        var names = new TemplateValue.Text[3];
        for (var index = 0; index < names.Length; index++)
        {
            if (resolver.ResolveText(values[index], call.Name, "a map and two keys") is not { } text)
            {
                return null;
            }

            names[index] = text;
        }

        return names;
    }

    private static TemplateValue? Find(
        IntrinsicResolver resolver, TemplateValue.Call call, TemplateValue.Text[] names, TemplateValue? fallback)
    {
        TemplateValue found = resolver.Scope.Mappings;
        foreach (var name in names)
        {
            if ((found as TemplateValue.Map)?.Find(name.Value) is { } next)
            {
                found = next;
                continue;
            }

            if (fallback is not null)
            {
                return resolver.Resolve(fallback);
            }

            var known = found is TemplateValue.Map map ? map.Entries.Select(entry => entry.Key) : [];
            return resolver.Fail(call, TemplateDiagnostics.NoMapEntry(
                Array.ConvertAll(names, text => text.Shown), name.Shown, call.Location, known));
        }

        return resolver.Resolve(found);
    }
}
