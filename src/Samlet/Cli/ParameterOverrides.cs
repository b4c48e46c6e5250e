namespace Samlet.Cli;

/// <summary>Reads the words of `--parameter-overrides`; later values win.</summary>
internal static class ParameterOverrides
{
    /// <summary>Whether a word after the option belongs to it; `before` are the words taken so far.</summary>
    public static bool IsOverride(string word, IReadOnlyList<string> before) =>
        word.Contains('=', StringComparison.Ordinal) || (before.Count > 0 && IsOpen(before[^1]));

    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> words)
    {
        Dictionary<string, string> overrides = new(StringComparer.Ordinal);
        foreach (var text in JoinOpen(words))
        {
            AddTo(overrides, text);
        }

        return overrides;
    }

    private static void AddTo(Dictionary<string, string> overrides, string text)
    {
        ParameterOverrideScanner scanner = new(text);
        while (scanner.Read())
        {
            overrides[scanner.Key] = scanner.Value;
        }

        if (scanner.Unreadable is { } rest)
        {
            throw UsageFault.UnreadableOverride(rest);
        }
    }

    /// <summary>A shell that was told `Key=\"a b\"` hands over two words; they are one value.</summary>
    private static List<string> JoinOpen(IReadOnlyList<string> words)
    {
        List<string> texts = [];
        foreach (var word in words)
        {
            if (texts.Count > 0 && IsOpen(texts[^1]))
            {
                texts[^1] = $"{texts[^1]} {word}";
            }
            else
            {
                texts.Add(word);
            }
        }

        return texts;
    }

    private static bool IsOpen(string text)
    {
        ParameterOverrideScanner scanner = new(text);
        while (scanner.Read())
        {
        }

        return scanner.IsOpen;
    }
}
