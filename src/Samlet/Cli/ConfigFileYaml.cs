using System.Text;
using Samlet.Templates;
using Samlet.Templates.Syntax;
using Samlet.Toml;

namespace Samlet.Cli;

/// <summary>
/// Sets one value in a YAML text and leaves every other character alone. Whether the result says what it should is for
/// the caller to find out: an anchor or a literal block in the way may spoil it.
/// </summary>
internal sealed class ConfigFileYaml
{
    private const int Step = 2;

    private readonly string _text;

    // The key behind which the value stands: its index and column, and whether braces surround it.
    private int _key;
    private int _column = -1;
    private bool _isInBraces;

    private ConfigFileYaml(string text) => _text = text;

    public static string Set(string text, IReadOnlyList<string> path, TemplateValue value) =>
        new ConfigFileYaml(text).Set(path, Format(value));

    /// <summary>On one line, in the flow style that JSON and YAML share.</summary>
    public static string Format(TemplateValue value) => value switch
    {
        TemplateValue.Text text => TomlFormat.Text(text.Value),
        TemplateValue.List list => $"[{string.Join(", ", list.Items.Select(Format))}]",
        TemplateValue.Map map => $"{{{string.Join(", ", map.Entries.Select(Format))}}}",
        _ => value.AsText() ?? "null",
    };

    private static string Format(MapEntry entry) => $"{TomlFormat.Text(entry.Key)}: {Format(entry.Value)}";

    private string Set(IReadOnlyList<string> path, string value)
    {
        var place = DocumentReader.Read(new SourceText("", Encoding.UTF8.GetBytes(_text)), new DiagnosticList());
        for (var depth = 0; depth < path.Count; depth++)
        {
            if (FindOwn(place, path[depth]) is not { KeyLocation: var key } entry)
            {
                return Add(place, new Missing([.. path.Skip(depth)], value));
            }

            _isInBraces |= IsInBraces(place);
            (_key, _column) = (IndexOf(key), key.Column - 1);
            place = entry.Value;
        }

        var behindKey = _text.IndexOf(':', _key + path[^1].Length) + 1;
        return $"{_text[..behindKey]} {value}{_text[FindEnd(behindKey)..]}";
    }

    /// <summary>What `&lt;&lt;` brings in stands before the table.</summary>
    private static MapEntry? FindOwn(TemplateValue place, string key) =>
        (place as TemplateValue.Map)?.FindEntry(key) is { } entry && entry.KeyLocation.Line >= place.Location.Line
            ? entry
            : null;

    private string Add(TemplateValue place, Missing missing)
    {
        var table = place as TemplateValue.Map;
        if (table is not null && IsInBraces(table))
        {
            var comma = table.Entries.Count > 0 ? ", " : "";
            return _text.Insert(FindEnd(IndexOf(table.Location)) - 1, comma + missing.ToFlow());
        }

        var column = table is not null ? table.Location.Column - 1 : _column < 0 ? 0 : _column + Step;
        var behind = table is not null ? FindEnd(IndexOf(table.Location)) : _column < 0 ? _text.Length : _key;
        var at = _text.IndexOf('\n', behind);
        return at < 0
            ? $"{_text}\n{missing.ToBlock(column)}\n".TrimStart('\n')
            : _text.Insert(at + 1, missing.ToBlock(column) + "\n");
    }

    private bool IsInBraces(TemplateValue table) => _text.AsSpan(IndexOf(table.Location)) is ['{', ..];

    private int FindEnd(int start) => YamlExtent.FindEnd(_text, start, _isInBraces ? null : _column);

    private int IndexOf(SourceLocation location)
    {
        var lineStart = 0;
        for (var line = 1; line < location.Line; line++)
        {
            lineStart = _text.IndexOf('\n', lineStart) + 1;
        }

        return lineStart + location.Column - 1;
    }

    /// <summary>The rest of a path that is not there, and the value at its end.</summary>
    private sealed record Missing(IReadOnlyList<string> Keys, string Value)
    {
        public string ToFlow() =>
            string.Join("{", Keys.Select(key => $"{TomlFormat.Text(key)}: ")) + Value + new string('}', Keys.Count - 1);

        public string ToBlock(int column)
        {
            var lines = Keys.Select((key, depth) => $"{new string(' ', column + (depth * Step))}{key}:");
            return $"{string.Join('\n', lines)} {Value}";
        }
    }
}
