namespace Samlet.Credentials;

internal static class ProfileNotFound
{
    public static UserErrorException Error(string name, string source, SharedConfig config) =>
        new($"profile `{name}`, named by {source}, does not exist", HintFor(name, config));

    public static string HintFor(string name, SharedConfig config)
    {
        var names = config.ProfileNames;
        return NearestWord.Find(name, names) is { } nearest
            ? $"did you mean `{nearest}`? {Known(names)}"
            : Known(names);
    }

    private static string Known(IReadOnlyList<string> names) => names.Count == 0
        ? "there are no profiles; `aws configure` makes one"
        : $"known profiles: {string.Join(", ", names.Select(name => $"`{name}`"))}";
}
