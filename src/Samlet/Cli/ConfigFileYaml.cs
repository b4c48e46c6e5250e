using Samlet.Templates;
using Samlet.Toml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Samlet.Cli;

/// <summary>
/// Sets one value in a YAML text and leaves every other character alone. Whether the result says what it should is for
/// the caller to find out: an anchor or a literal block in the way may spoil it.
/// </summary>
internal static class ConfigFileYaml
{
    private const int Step = 2;

    public static string Set(string text, IReadOnlyList<string> path, TemplateValue value)
    {
        var place = ReadRoot(text);
        YamlPiece? key = null;
        for (var depth = 0; depth < path.Count; depth++)
        {
            var (nextKey, nextPlace) = place?.Entries.Find(entry => entry.Key.Text == path[depth]) ?? default;
            if (nextKey is null)
            {
                return Add(text, key, place, new Missing([.. path.Skip(depth)], Format(value)));
            }

            (key, place) = (nextKey, nextPlace);
        }

        // A path has at least one key, and a key that was found has a value.
        var behindKey = text.IndexOf(':', key!.End) + 1;
        return $"{text[..behindKey]} {Format(value)}{text[Math.Max(behindKey, place!.FindContentEnd(text))..]}";
    }

    /// <summary>On one line, in the flow style that JSON and YAML share.</summary>
    public static string Format(TemplateValue value) => value switch
    {
        TemplateValue.Text text => TomlFormat.Text(text.Value),
        TemplateValue.List list => $"[{string.Join(", ", list.Items.Select(Format))}]",
        TemplateValue.Map map => $"{{{string.Join(", ", map.Entries.Select(Format))}}}",
        _ => value.AsText() ?? "null",
    };

    private static string Format(MapEntry entry) => $"{TomlFormat.Text(entry.Key)}: {Format(entry.Value)}";

    /// <summary>`key` is the one that `place` belongs to; both are null at the top of an empty text.</summary>
    private static string Add(string text, YamlPiece? key, YamlPiece? place, Missing missing)
    {
        if (place is { IsFlow: true })
        {
            var comma = place.Entries.Count > 0 ? ", " : "";
            return text.Insert(place.End - 1, comma + missing.ToFlow());
        }

        var isFilled = place is { Entries.Count: > 0 };
        var column = isFilled ? place!.Entries[0].Key.Column : (key?.Column ?? -Step) + Step; // Filled is not null.
        var behind = isFilled ? place!.FindContentEnd(text) : key?.End ?? text.Length;
        var at = text.IndexOf('\n', behind);
        return at < 0
            ? $"{text}\n{missing.ToBlock(column)}\n".TrimStart('\n')
            : text.Insert(at + 1, missing.ToBlock(column) + "\n");
    }

    private static YamlPiece? ReadRoot(string text)
    {
        Parser parser = new(new StringReader(text));
        parser.Consume<StreamStart>();
        return parser.TryConsume<DocumentStart>(out _) ? YamlPiece.Read(parser) : null;
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
