using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>A map of texts, such as the variables of a stage.</summary>
internal static class Pairs
{
    public static IReadOnlyList<KeyValuePair<string, string>> Read(TemplateValue.Map? map)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (var entry in (map ?? TemplateValue.Map.Empty).Entries)
        {
            pairs.Add(new(entry.Key, entry.Value.AsText() ?? ""));
        }

        return pairs;
    }
}
