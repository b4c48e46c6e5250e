namespace Samlet;

/// <summary>
/// The word a person probably meant: the one with the fewest wrong, missing, extra or swapped letters.
/// </summary>
internal static class NearestWord
{
    private const int LongestWord = 128;

    /// <summary>
    /// Null when no word is near: more than a third of the letters differ. Case counts only between equals.
    /// </summary>
    public static string? Find(string word, IEnumerable<string> words)
    {
        string? nearest = null;
        var limit = Math.Max(1, word.Length / 3) + 1;
        foreach (var candidate in words)
        {
            var distance = Distance(word, candidate);
            if (distance < limit)
            {
                (nearest, limit) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>`did you mean …?`, or null when nothing is near.</summary>
    public static string? Hint(string word, IEnumerable<string> words) =>
        Find(word, words) is { } nearest ? $"did you mean `{nearest}`?" : null;

    private static int Distance(string left, string right)
    {
        var longest = Math.Max(left.Length, right.Length);
        return longest > LongestWord || Math.Abs(left.Length - right.Length) > longest / 2
            ? longest
            : AlignmentDistance(left, right);
    }

    /// <summary>Optimal string alignment: Levenshtein's distance, in which two swapped neighbours count once.</summary>
    private static int AlignmentDistance(string left, string right)
    {
        Span<int> beforeLast = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> current = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var row = 1; row <= left.Length; row++)
        {
            FillRow(left, right, row, beforeLast, last, current);
            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }

        return last[right.Length];
    }

    private static void FillRow(
        string left, string right, int row, Span<int> beforeLast, Span<int> last, Span<int> current)
    {
        current[0] = row;
        for (var column = 1; column <= right.Length; column++)
        {
            var change = IsSame(left[row - 1], right[column - 1]) ? 0 : 1;
            var best = Math.Min(Math.Min(last[column], current[column - 1]) + 1, last[column - 1] + change);
            var isSwap = row > 1 && column > 1
                && IsSame(left[row - 1], right[column - 2]) && IsSame(left[row - 2], right[column - 1]);
            current[column] = isSwap ? Math.Min(best, beforeLast[column - 2] + 1) : best;
        }
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
