namespace Samlet.Cli;

/// <summary>Finds the option or command that a mistyped word most likely stands for.</summary>
internal static class Suggestions
{
    /// <summary>Names cannot be abbreviated, so the beginning of one is a likely slip; so is a wrong letter.</summary>
    public static string? Nearest(string word, IReadOnlyList<string> candidates)
    {
        var letters = word.TrimStart('-').Length;
        var beginning = letters < 3 ? null
            : candidates.FirstOrDefault(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase));
        return letters < 2 ? null : beginning ?? NearestWord.Find(word, candidates);
    }
}
