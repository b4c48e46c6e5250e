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
        var names = Texts(resolver, call, items);
        return names is null ? call : Find(resolver, call, names, fallback);
    }

    private static string[]? Texts(
        IntrinsicResolver resolver, TemplateValue.Call call, IReadOnlyList<TemplateValue> values)
    {
        var texts = new string[3];
        for (var index = 0; index < texts.Length; index++)
        {
            if (resolver.ResolveText(values[index], call.Name, "a map and two keys") is not { } text)
            {
                return null;
            }

            texts[index] = text.Value;
        }

        return texts;
    }

    private static TemplateValue? Find(
        IntrinsicResolver resolver, TemplateValue.Call call, string[] names, TemplateValue? fallback)
    {
        TemplateValue found = resolver.Scope.Mappings;
        foreach (var name in names)
        {
            if ((found as TemplateValue.Map)?.Find(name) is { } next)
            {
                found = next;
                continue;
            }

            if (fallback is not null)
            {
                return resolver.Resolve(fallback);
            }

            var known = found is TemplateValue.Map map ? map.Entries.Select(entry => entry.Key) : [];
            return resolver.Fail(call, TemplateDiagnostics.NoMapEntry(names, name, call.Location, known));
        }

        return resolver.Resolve(found);
    }
}
