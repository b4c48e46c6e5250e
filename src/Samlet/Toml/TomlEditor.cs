namespace Samlet.Toml;

/// <summary>
/// Sets one value in a text and leaves every other character alone: comments, order and spelling are the person's.
/// </summary>
internal static class TomlEditor
{
    /// <summary>
    /// The text with the value at the path. A value spread over several headers or dotted keys takes more than one
    /// change: then the result has another meaning or none, which the caller must look for by reading it again.
    /// Throws <see cref="TomlException"/> for a text that is no TOML.
    /// </summary>
    public static string Set(string text, IReadOnlyList<string> path, TomlValue value)
    {
        var table = Find(TomlDocument.Read(text).Root, path.SkipLast(1));
        return table?.Find(path[^1]) switch
        {
            null => Add(text, table, path, $"{TomlFormat.Key(path[^1])} = {TomlFormat.Value(value)}"),
            TomlValue.Table { Header: not null } old => Set(RemoveLines(text, old), path, value),
            var old => Splice(text, old.Span, TomlFormat.Value(value)),
        };
    }

    private static TomlValue.Table? Find(TomlValue.Table root, IEnumerable<string> path)
    {
        var found = root;
        foreach (var key in path)
        {
            found = found?.Find(key) as TomlValue.Table;
        }

        return found;
    }

    private static string Add(string text, TomlValue.Table? table, IReadOnlyList<string> path, string line) =>
        table switch
        {
            { IsInline: true, Entries: [] } => text.Insert(table.Span.End - 1, $" {line} "),
            { IsInline: true, Entries: [.., var last] } => text.Insert(last.Value.Span.End, $", {line}"),
            { Header: { } header } => InsertLine(text, EndOf(table, header.End), line),
            _ when path.Count == 1 => line + LineEndOf(text) + text,
            _ => Append(text, path, line),
        };

    private static string Append(string text, IReadOnlyList<string> path, string line)
    {
        var end = LineEndOf(text);
        var gap = text.Length == 0 ? "" : text.EndsWith('\n') ? end : end + end;
        return $"{text}{gap}[{TomlFormat.Key(path.SkipLast(1))}]{end}{line}{end}";
    }

    private static string InsertLine(string text, int behind, string line)
    {
        var end = LineEndOf(text);
        var at = text.AsSpan(behind).IndexOfAny('\r', '\n');
        return at < 0 ? text + end + line + end : text.Insert(behind + at, end + line);
    }

    /// <summary>The text without a table's own lines: a table below it with a header of its own stays.</summary>
    private static string RemoveLines(string text, TomlValue.Table table)
    {
        var start = text.LastIndexOf('\n', table.Span.Start) + 1;
        var end = text.IndexOf('\n', EndOf(table, table.Span.End));
        return text[..start] + (end < 0 ? "" : text[(end + 1)..]);
    }

    /// <summary>Where the last value ends that stands below the table's header.</summary>
    private static int EndOf(TomlValue value, int least)
    {
        if (value is not TomlValue.Table { IsInline: false } table)
        {
            return value.Span.End;
        }

        var own = table.Entries.Where(entry => !HasHeader(entry.Value));
        return own.Select(entry => EndOf(entry.Value, least)).Append(least).Max();
    }

    private static bool HasHeader(TomlValue value) => value switch
    {
        TomlValue.Table table => table.Header is not null || table.Entries.Any(entry => HasHeader(entry.Value)),
        TomlValue.Array array => array.Items.Any(item => item is TomlValue.Table { Header: not null }),
        _ => false,
    };

    private static string Splice(string text, TomlSpan span, string added) =>
        text[..span.Start] + added + text[span.End..];

    private static string LineEndOf(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
}
