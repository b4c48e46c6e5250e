using System.Globalization;

namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::Join`, `Fn::Select` and `Fn::Split`.</summary>
internal static class Lists
{
    // What an item of a list costs of the budget for texts, whatever it holds.
    private const int ItemCost = 32;

    public static TemplateValue Join(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        const string expected = "a delimiter and a list of texts";
        if (call.Argument is not TemplateValue.List { Items: [var delimiter, var list] })
        {
            return resolver.Fail(call, expected);
        }

        var between = resolver.ResolveText(delimiter, call.Name, expected);
        var items = ResolveItems(resolver, call, list, expected);
        return between is null || items is null ? call : Join(resolver, call, between.Value, items);
    }

    public static TemplateValue Select(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        const string expected = "an index and a list";
        if (call.Argument is not TemplateValue.List { Items: [var index, var list] })
        {
            return resolver.Fail(call, expected);
        }

        var at = resolver.ResolveText(index, call.Name, expected);
        var items = ResolveItems(resolver, call, list, expected);
        if (at is null || items is null)
        {
            return call;
        }

        return int.TryParse(at.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && position < items.Items.Count
            ? items.Items[position]
            : resolver.Fail(call, TemplateDiagnostics.SelectOutOfRange(at.Shown, items.Items.Count, index.Location));
    }

    public static TemplateValue Split(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        const string expected = "a delimiter and a text";
        if (call.Argument is not TemplateValue.List { Items: [var delimiter, var source] })
        {
            return resolver.Fail(call, expected);
        }

        var between = resolver.ResolveText(delimiter, call.Name, expected);
        var text = resolver.ResolveText(source, call.Name, expected);
        if (between is null || text is null)
        {
            return call;
        }

        var parts = Parts(text, between);
        return resolver.Scope.TrySpend(text.Value.Length + (parts.Length * ItemCost))
            ? new TemplateValue.List(parts) { Location = call.Location }
            : resolver.Fail(call, TemplateDiagnostics.TooLong(call.Name, TemplateScope.MostCharacters, call.Location));
    }

    private static TemplateValue[] Parts(TemplateValue.Text text, TemplateValue.Text between)
    {
        if (between.Value.Length == 0)
        {
            return [text];
        }

        var traits = text.Traits | between.Traits;
        return Array.ConvertAll(
            text.Value.Split(between.Value),
            TemplateValue (part) => text with { Value = part, Traits = traits, Origin = null });
    }

    private static TemplateValue Join(
        IntrinsicResolver resolver, TemplateValue.Call call, string between, TemplateValue.List items)
    {
        TextJoiner joiner = new(resolver, call);
        for (var index = 0; index < items.Items.Count; index++)
        {
            joiner.With(index == 0 ? "" : between);
            var item = items.Items[index];
            if (item.AsText() is null)
            {
                return item is TemplateValue.Call
                    ? call
                    : resolver.Fail(call, TemplateDiagnostics.Malformed(call.Name, "texts in its list", item.Location));
            }

            joiner.With(item);
        }

        return joiner.Finish();
    }

    private static TemplateValue.List? ResolveItems(
        IntrinsicResolver resolver, TemplateValue.Call call, TemplateValue list, string expected)
    {
        switch (resolver.Resolve(list))
        {
            case TemplateValue.List items:
                return items;
            case TemplateValue.Call:
                return null;
            default:
                resolver.Report(TemplateDiagnostics.Malformed(call.Name, expected, list.Location));
                return null;
        }
    }
}
