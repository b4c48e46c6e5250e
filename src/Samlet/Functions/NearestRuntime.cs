namespace Samlet.Functions;

/// <summary>Finds the runtime behind a misspelt identifier (`node22`, `Python313`, `nodejs23.x`, `dotnetcore8`).</summary>
internal static class NearestRuntime
{
    private const int MaximumDistance = 2;

    public static RuntimeIdentifier? Find(string text)
    {
        var key = KeyOf(text);
        if (key is "go" or "go1" or "golang" or "rust" or "custom")
        {
            return RuntimeIdentifier.All.First(runtime => runtime.RunsBootstrap);
        }

        return RuntimeIdentifier.All
            .Where(runtime => runtime.Status is not (RuntimeStatus.Blocked or RuntimeStatus.ContainerOnly))
            .Select(runtime => (Runtime: runtime, Distance: Distance(key, KeyOf(runtime.Name))))
            .Where(candidate => candidate.Distance <= MaximumDistance && IsSameLanguage(candidate.Runtime, key))
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Runtime.Status) // Supported comes first; the order is stable, so the newest wins.
            .Select(candidate => candidate.Runtime)
            .FirstOrDefault();
    }

    private static bool IsSameLanguage(RuntimeIdentifier runtime, string key) =>
        Distance(LettersOf(key), LettersOf(KeyOf(runtime.Name))) < MaximumDistance;

    private static string LettersOf(string key) => key.TrimEnd([.. "0123456789"]);

    private static string KeyOf(string text)
    {
        var lower = text.ToLowerInvariant();
        lower = lower is [.. var front, '.', 'x' or '0'] ? front : lower;
        lower = lower.Replace("js", "", StringComparison.Ordinal).Replace("dotnetcore", "dotnet", StringComparison.Ordinal);
        return string.Concat(lower.Where(char.IsAsciiLetterOrDigit));
    }

    /// <summary>Edit distance (Levenshtein), one row at a time.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
            {
                var substitution = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(substitution, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
