using System.Globalization;
using System.Text;

namespace Samlet.Toml;

/// <summary>Values as TOML writes them, each on one line.</summary>
internal static class TomlFormat
{
    public static string Key(string key) => key.Length > 0 && key.All(IsBare) ? key : Text(key);

    public static string Key(IEnumerable<string> path) => string.Join('.', path.Select(Key));

    public static string Value(TomlValue value) => value switch
    {
        TomlValue.Text text => Text(text.Value),
        TomlValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        TomlValue.Float number => Float(number.Value),
        TomlValue.Boolean boolean => boolean.Value ? "true" : "false",
        TomlValue.Moment moment => moment.Literal,
        TomlValue.Array array => $"[{string.Join(", ", array.Items.Select(Value))}]",
        TomlValue.Table { Entries: [] } => "{}",
        TomlValue.Table table => $"{{ {string.Join(", ", table.Entries.Select(Entry))} }}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Entry(TomlEntry entry) => $"{Key(entry.Key)} = {Value(entry.Value)}";

    public static string Text(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\t' => @"\t",
                '\r' => @"\r",
                < ' ' or '\x7f' => $"\\u{(int)letter:X4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsBare(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';

    private static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0";
    }
}
