namespace Samlet.Cli;

/// <summary>How far a value goes in a YAML text: what an editor needs and a reader drops.</summary>
internal static class YamlExtent
{
    /// <summary>
    /// The index behind the last character, comments left out, of what starts at an index. It ends before a line that
    /// is not indented more than its key, whose column counts from 0; in braces (null) before a comma or a closing sign
    /// that is not its own.
    /// </summary>
    public static int FindEnd(string text, int start, int? column)
    {
        var inside = text.AsSpan(0, column is { } outer ? FindFurtherOut(text, start, outer) : text.Length);
        var (end, depth) = (start, 0);
        for (var at = start; at < inside.Length; at++)
        {
            if (column is null && depth == 0 && inside[at] is ',' or ']' or '}')
            {
                break;
            }

            if (inside[at] == '#' && IsBehind(" \t\r\n", inside, at))
            {
                at += inside[at..].IndexOf('\n') is >= 0 and var length ? length : inside.Length;
                continue;
            }

            depth += inside[at] is '[' or '{' ? 1 : inside[at] is ']' or '}' ? -1 : 0;
            at = SkipQuoted(inside, at);
            end = char.IsWhiteSpace(inside[at]) ? end : at + 1;
        }

        return end;
    }

    /// <summary>The start of the first line below that belongs to a key further out or beside this one.</summary>
    private static int FindFurtherOut(string text, int start, int column)
    {
        for (var end = text.IndexOf('\n', start); end >= 0; end = text.IndexOf('\n', end + 1))
        {
            var line = text.AsSpan(end + 1);
            var content = line.TrimStart(' ');
            var indent = line.Length - content.Length;
            var isListBelowKey = indent == column && content is ['-', ' ' or '\r' or '\n', ..];
            if (indent <= column && !isListBelowKey && content is not ([] or ['#' or '\r' or '\n', ..]))
            {
                return end + 1;
            }
        }

        return text.Length;
    }

    /// <summary>The index of the closing quote where an opening one stands, else the same.</summary>
    private static int SkipQuoted(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('"' or '\'') || !IsBehind(" \t\r\n[{,:'", text, at))
        {
            return at;
        }

        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == text[at])
            {
                return end;
            }

            end += text[at] == '"' && text[end] == '\\' ? 1 : 0;
        }

        return at;
    }

    private static bool IsBehind(string letters, ReadOnlySpan<char> text, int at) =>
        at == 0 || letters.Contains(text[at - 1], StringComparison.Ordinal);
}
