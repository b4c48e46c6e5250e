namespace Samlet.Cli;

/// <summary>
/// Prepares the words of a command for System.CommandLine, whose reading of three forms differs from that of `sam`:
/// it takes `-event.json` for `-e -v ent.json`, drops the empty value of `--event=`, and binds the `true` of
/// `--shutdown=true` to the argument.
/// </summary>
internal static class CommandWords
{
    public static List<string> Prepare(ReadOnlySpan<string> words, IReadOnlyList<OptionDefinition> options)
    {
        List<string> prepared = new(words.Length + 1);
        var isValue = false;
        foreach (var word in words)
        {
            prepared.AddRange(isValue ? [word] : Split(word, options));
            isValue = options.Find(word) is { IsFlag: false };
        }

        return prepared;
    }

    public static bool IsOptionLike(string word) => word.Length > 1 && word[0] == '-';

    /// <summary>The word up to its equals sign.</summary>
    public static string NameOf(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? word[..end] : word;

    private static string[] Split(string word, IReadOnlyList<OptionDefinition> options)
    {
        if (!IsOptionLike(word) || options.Find(word) is not null)
        {
            return [word];
        }

        var name = NameOf(word);
        if (options.Find(name) is { } option)
        {
            var value = word[(name.Length + 1)..];
            return option.IsFlag ? throw UsageFault.UnexpectedValue(name, value) : [name, value];
        }

        var isGlued = word[1] != '-' && options.Find(word[..2]) is { IsFlag: false };
        return isGlued ? [word[..2], word[2..]] : [word];
    }
}
