using System.Globalization;
using Samlet.Toml;

namespace Samlet.Tests.Toml;

/// <summary>A value on one line, for comparison: `{a=1, b=[true, "x"]}`.</summary>
internal static class TomlText
{
    public static string Of(TomlValue value) => value switch
    {
        TomlValue.Text text => $"\"{Visible(text.Value)}\"",
        TomlValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        TomlValue.Float number => $"float {number.Value.ToString("R", CultureInfo.InvariantCulture)}",
        TomlValue.Boolean boolean => boolean.Value ? "true" : "false",
        TomlValue.Moment moment => $"{moment.Kind} {moment.Literal}",
        TomlValue.Array array => $"[{string.Join(", ", array.Items.Select(Of))}]",
        TomlValue.Table table => $"{{{string.Join(", ", table.Entries.Select(Of))}}}",
        _ => throw new InvalidOperationException(),
    };

    private static string Of(TomlEntry entry) => $"{entry.Key}={Of(entry.Value)}";

    private static string Visible(string text) =>
        text.Replace("\r", "<cr>", StringComparison.Ordinal).Replace("\n", "<lf>", StringComparison.Ordinal);
}
