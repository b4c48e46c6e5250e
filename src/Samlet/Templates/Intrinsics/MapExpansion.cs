using Samlet.Templates.Syntax;

namespace Samlet.Templates.Intrinsics;

/// <summary>Keys that stand for others: the loops `Fn::ForEach::…`, and `Fn::Transform` beside other keys.</summary>
internal static class MapExpansion
{
    private const string Transform = "Fn::Transform";

    public static TemplateValue.Map Expand(IntrinsicResolver resolver, TemplateValue.Map map)
    {
        if (!IsNeeded(map))
        {
            return map;
        }

        MapBuilder builder = new(resolver.Scope.Diagnostics);
        AddTo(builder, resolver, map);
        return builder.BuildMap(map.Location);
    }

    /// <summary>Adds the entries of a mapping, its loops unrolled and its includes read.</summary>
    public static void AddTo(MapBuilder builder, IntrinsicResolver resolver, TemplateValue.Map map)
    {
        foreach (var entry in map.Entries)
        {
            if (ForEach.IsLoop(entry.Key))
            {
                ForEach.Unroll(builder, resolver, entry);
            }
            else if (entry.Key != Transform)
            {
                builder.Add(entry);
            }
        }

        if (map.Find(Transform) is { } transform && Include.Read(resolver, transform) is TemplateValue.Map included)
        {
            builder.Merge(Expand(resolver, included));
        }
    }

    private static bool IsNeeded(TemplateValue.Map map)
    {
        foreach (var entry in map.Entries)
        {
            if (entry.Key == Transform || ForEach.IsLoop(entry.Key))
            {
                return true;
            }
        }

        return false;
    }
}
