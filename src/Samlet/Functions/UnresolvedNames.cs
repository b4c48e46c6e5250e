using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// The names that a value mentions which could not be resolved as a whole; pseudo parameters are none.
/// </summary>
internal static class UnresolvedNames
{
    private const int Deepest = 20;

    public static IReadOnlyList<string> In(TemplateValue value)
    {
        List<string> names = [];
        Collect(value, names, Deepest);
        return names;
    }

    private static void Collect(TemplateValue value, List<string> names, int depth)
    {
        if (depth == 0)
        {
            return;
        }

        switch (value)
        {
            case TemplateValue.Call { Name: "Ref" or "Fn::GetAtt" } call when NameIn(call.Argument) is { } name:
                Add(name, names);
                break;
            case TemplateValue.Call other:
                Collect(other.Argument, names, depth - 1);
                break;
            case TemplateValue.List list:
                CollectAll(list.Items, names, depth - 1);
                break;
            case TemplateValue.Map map:
                CollectAll([.. map.Entries.Select(entry => entry.Value)], names, depth - 1);
                break;
            case TemplateValue.Text text:
                CollectVariables(text.Value, names);
                break;
        }
    }

    /// <summary>`Resource`, `Resource.Attribute`, or the first of a list.</summary>
    private static string? NameIn(TemplateValue argument) => argument switch
    {
        TemplateValue.Text text => text.Value,
        TemplateValue.List { Items: [TemplateValue.Text text, ..] } => text.Value,
        _ => null,
    };

    private static void CollectAll(IReadOnlyList<TemplateValue> values, List<string> names, int depth)
    {
        foreach (var value in values)
        {
            Collect(value, names, depth);
        }
    }

    private static void CollectVariables(string text, List<string> names)
    {
        var rest = text.AsSpan();
        while (rest.IndexOf("${") is >= 0 and var start && rest[start..].IndexOf('}') is > 0 and var length)
        {
            Add(rest.Slice(start + 2, length - 2).Trim().ToString(), names);
            rest = rest[(start + length + 1)..];
        }
    }

    private static void Add(string name, List<string> names)
    {
        if (!name.StartsWith("AWS::", StringComparison.Ordinal)
            && !name.StartsWith("stageVariables", StringComparison.Ordinal))
        {
            names.Add(name.Split('.')[0]);
        }
    }
}
