namespace Samlet.Functions;

/// <summary>Finds the runtime behind a misspelt identifier: `node22`, `Python313`, `nodejs23.x`.</summary>
internal static class NearestRuntime
{
    /// <summary>Never one that the service has blocked; of equally near ones the newest supported one.</summary>
    public static RuntimeIdentifier? Find(string text)
    {
        var key = KeyOf(text);
        var candidates = RuntimeIdentifier.All
            .Where(runtime => runtime.Status is not (RuntimeStatus.Blocked or RuntimeStatus.ContainerOnly))
            .OrderBy(runtime => runtime.Status);
        return key.TrimEnd([.. "0123456789"]) is "go" or "golang" or "rust" or "custom"
            ? candidates.First(runtime => runtime.RunsBootstrap)
            : FindNear(key, candidates.ToDictionary(runtime => KeyOf(runtime.Name)));
    }

    private static RuntimeIdentifier? FindNear(string key, Dictionary<string, RuntimeIdentifier> candidates) =>
        NearestWord.Find(key, candidates.Keys) is { } near ? candidates[near] : null;

    /// <summary>What different spellings of one runtime have in common: `node22` for `nodejs22.x`.</summary>
    private static string KeyOf(string text)
    {
        var lower = text.ToLowerInvariant();
        lower = lower is [.. var front, '.', 'x' or '0'] ? front : lower;
        var plain = lower.Replace("js", "", StringComparison.Ordinal)
            .Replace("dotnetcore", "dotnet", StringComparison.Ordinal);
        return string.Concat(plain.Where(char.IsAsciiLetterOrDigit));
    }
}
