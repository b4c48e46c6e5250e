namespace Samlet.Gateway;

/// <summary>Binary media types as templates write them.</summary>
internal static class MediaTypes
{
    /// <summary>`~1` stands for `/`: the types are parts of a JSON pointer in the API of the service.</summary>
    public static IReadOnlyList<string> Read(IReadOnlyList<string> texts)
    {
        var types = new string[texts.Count];
        for (var index = 0; index < types.Length; index++)
        {
            types[index] = texts[index].Replace("~1", "/", StringComparison.Ordinal);
        }

        return types;
    }

    public static IReadOnlyList<string> Union(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        List<string> all = [.. first];
        foreach (var type in second)
        {
            if (!all.Contains(type))
            {
                all.Add(type);
            }
        }

        return all;
    }
}
