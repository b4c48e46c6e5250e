using System.Text;

namespace Samlet.Cli;

/// <summary>Rows of cells in aligned columns. The last column is as wide as it likes.</summary>
internal sealed class TextTable(string indent)
{
    public const int Gap = 2;

    private const int WidestColumn = 44;

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void AppendTo(StringBuilder text)
    {
        var widths = Widths();
        foreach (var row in _rows)
        {
            AppendRow(row, widths, text);
        }
    }

    private void AppendRow(string[] row, int[] widths, StringBuilder text)
    {
        var start = text.Append(indent).Length;
        for (var column = 0; column < row.Length; column++)
        {
            text.Append(row[column]);
            text.Append(' ', Math.Max(Gap, widths[column] - row[column].Length + Gap));
        }

        while (text.Length > start && text[^1] == ' ')
        {
            text.Length--;
        }

        text.Append('\n');
    }

    private int[] Widths()
    {
        var widths = new int[_rows.Count == 0 ? 0 : _rows.Max(row => row.Length)];
        foreach (var row in _rows)
        {
            for (var column = 0; column < row.Length; column++)
            {
                widths[column] = Math.Min(WidestColumn, Math.Max(widths[column], row[column].Length));
            }
        }

        return widths;
    }
}
