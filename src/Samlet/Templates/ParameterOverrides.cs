namespace Samlet.Templates;

/// <summary>The `Parameters` of a nested stack, resolved by its parent, as overrides of its own parameters.</summary>
internal static class ParameterOverrides
{
    /// <summary>Lists are joined by commas; what the parent could not resolve leaves the child its default.</summary>
    public static IReadOnlyDictionary<string, TemplateValue.Text> From(TemplateValue.Map parameters)
    {
        Dictionary<string, TemplateValue.Text> overrides = new(StringComparer.Ordinal);
        foreach (var entry in parameters.Entries)
        {
            if (TextOf(entry.Value) is { } text)
            {
                overrides[entry.Key] = text;
            }
        }

        return overrides;
    }

    private static TemplateValue.Text? TextOf(TemplateValue value) => value switch
    {
        TemplateValue.Text text => text,
        TemplateValue.List list => Join(list),
        _ => value.AsText() is { } text ? new(text) { Location = value.Location } : null,
    };

    private static TemplateValue.Text? Join(TemplateValue.List list)
    {
        var traits = TextTraits.None;
        var texts = new string[list.Items.Count];
        for (var index = 0; index < texts.Length; index++)
        {
            if (TextOf(list.Items[index]) is not { } text)
            {
                return null;
            }

            texts[index] = text.Value;
            traits |= text.Traits;
        }

        return new(string.Join(',', texts)) { Location = list.Location, Traits = traits };
    }
}
