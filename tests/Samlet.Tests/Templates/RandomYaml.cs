using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Samlet.Templates;

namespace Samlet.Tests.Templates;

/// <summary>
/// Random nodes, and the ways in which YAML may write them: block or flow, styles of text, comments, indentation.
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "Tests want repeatable numbers, not secret ones.")]
internal sealed class RandomYaml(int seed)
{
    private static readonly string[] Texts =
    [
        "a", "app.handler", "two words", "", " ", "it's", "say \"hi\"", "a: b", "a #b", "#a", "- a", "-a", "? a", ":a",
        "a:", "[a]", "{a}", "a, b", "${A.B}", "arn:aws:s3:::b/*", "no", "True", "null", "~", "0123", "1.50",
        "2010-09-09", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "é", "\u2028x", "\t", "a\tb", "line\nline",
        "line\n", "\nline", "a\n\n\nb\n", "  indented\nline\n", "a\n  b\n c\n", "---", "...", "--- a", "<<", "=", "\\",
        "\"", "'", "trailing ", " leading", "a\n ", "😀",
    ];

    private readonly Random _random = new(seed);

    public TemplateValue Node(int depth) => _random.Next(depth == 0 ? 5 : 9) switch
    {
        0 or 1 => new TemplateValue.Text(Pick(Texts)),
        2 => new TemplateValue.Number(Pick(["0", "12", "0123", "-1.50", "1e3", "+.5"])),
        3 => new TemplateValue.Boolean(Chance(2)),
        4 => new TemplateValue.Null(),
        5 => new TemplateValue.Call(Pick(["Ref", "Fn::Sub", "Fn::Base64"]), new TemplateValue.Text(Pick(Texts))),
        6 => new TemplateValue.Call(Pick(["Fn::If", "Fn::Join"]), List(depth - 1)),
        7 => List(depth - 1),
        _ => Map(depth - 1),
    };

    public TemplateValue.Map Map(int depth)
    {
        var entries = new MapEntry[_random.Next(1, 4)];
        for (var index = 0; index < entries.Length; index++)
        {
            var key = $"k{index}{Pick(Texts)}".Replace("\n", "", StringComparison.Ordinal);
            entries[index] = new(key, default, Node(depth));
        }

        return new(entries);
    }

    public string Write(TemplateValue.Map map)
    {
        StringBuilder text = new();
        WriteMap(text, map, 0);
        return text.ToString();
    }

    private TemplateValue.List List(int depth) =>
        new([.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => Node(depth))]);

    private void WriteMap(StringBuilder text, TemplateValue.Map map, int indent)
    {
        foreach (var entry in map.Entries)
        {
            var key = Scalar(entry.Key);
            text.Append(' ', indent).Append(Chance(8) ? $"? {key}\n{new string(' ', indent)}:" : $"{key}:");
            WriteBelow(text, entry.Value, indent, isItem: false);
        }
    }

    // What follows `key:` or `-`.
    private void WriteBelow(StringBuilder text, TemplateValue value, int indent, bool isItem)
    {
        var inner = indent + _random.Next(1, 4);
        switch (value)
        {
            case TemplateValue.Call call:
                text.Append(' ').Append(TagOf(call));
                WriteBelow(text, call.Argument, indent, isItem);
                break;
            case TemplateValue.Map { Entries.Count: > 0 } map when !Chance(4):
                text.Append(LineEnd());
                WriteMap(text, map, inner);
                break;
            case TemplateValue.List { Items.Count: > 0 } list when !Chance(4):
                text.Append(LineEnd());
                WriteList(text, list, isItem || Chance(2) ? inner : indent);
                break;
            case TemplateValue.Text { Value: var literal } when CanBeBlock(literal) && Chance(2):
                WriteBlock(text, literal, indent, inner);
                break;
            default:
                text.Append(Chance(8) ? $"\n{new string(' ', inner)}" : " ").Append(Flow(value)).Append(LineEnd());
                break;
        }
    }

    private void WriteList(StringBuilder text, TemplateValue.List list, int indent)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', indent).Append('-');
            if (item is TemplateValue.Map { Entries.Count: > 0 } map && Chance(2))
            {
                StringBuilder compact = new();
                WriteMap(compact, map, indent + 2);
                text.Append(' ').Append(compact.ToString().TrimStart(' '));
            }
            else
            {
                WriteBelow(text, item, indent, isItem: true);
            }
        }
    }

    private static bool CanBeBlock(string text) =>
        text.TrimEnd('\n').Length > 0 && !text.Contains('\t', StringComparison.Ordinal);

    private static void WriteBlock(StringBuilder text, string literal, int indent, int inner)
    {
        var lines = literal.TrimEnd('\n').Split('\n');
        var breaks = literal.Length - literal.TrimEnd('\n').Length;
        text.Append(" |").Append(lines[0].Length == 0 || lines[0][0] == ' ' ? $"{inner - indent}" : "");
        text.Append(breaks == 0 ? "-" : breaks == 1 ? "" : "+").Append('\n');
        foreach (var line in lines)
        {
            text.Append(line.Length == 0 ? "" : new string(' ', inner)).Append(line).Append('\n');
        }

        text.Append('\n', Math.Max(0, breaks - 1));
    }

    private string Flow(TemplateValue value) => value switch
    {
        TemplateValue.Call call => $"{TagOf(call)} {Flow(call.Argument)}",
        TemplateValue.List list => $"[{Space()}{string.Join($",{Space()}", list.Items.Select(Flow))}{Space()}]",
        TemplateValue.Map map => $"{{{Space()}{string.Join($",{Space()}", map.Entries.Select(Flow))}{Space()}}}",
        TemplateValue.Text text => Scalar(text.Value),
        TemplateValue.Null => Pick(["~", "null", "NULL"]),
        TemplateValue.Boolean { Value: true } => Pick(["true", "True", "TRUE"]),
        TemplateValue.Boolean => Pick(["false", "False"]),
        _ => value.AsText()!,
    };

    private string Flow(MapEntry entry) => $"{Scalar(entry.Key)}: {Flow(entry.Value)}";

    private static string TagOf(TemplateValue.Call call) =>
        call.Name == "Ref" ? "!Ref" : call.Name.Replace("Fn::", "!", StringComparison.Ordinal);

    private string Scalar(string text)
    {
        if (IsPlain(text) && Chance(2))
        {
            return text;
        }

        return text.All(letter => letter >= ' ') && Chance(2)
            ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
            : JsonSerializer.Serialize(text);
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsLetter(text[0])
        && text.All(letter => char.IsLetterOrDigit(letter) || letter is '.' or '_' or '$')
        && text is not ("True" or "null");

    private string Space() => Pick(["", "", "", "  ", "\n   ", " # note\n"]);

    private string LineEnd() => Pick(["\n", "\n", "\n", "\r\n", " # note\n", "  \n\n", "\n    # note\n"]);

    private bool Chance(int of) => _random.Next(of) == 0;

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];
}
