namespace Samlet.Templates;

/// <summary>
/// Findings in the order they were made; the same one at the same place for one resource counts once.
/// </summary>
internal sealed class DiagnosticList
{
    private readonly List<Diagnostic> _items = [];
    private readonly HashSet<(string Code, SourceLocation Location, string? Resource, string Message)> _seen = [];

    public IReadOnlyList<Diagnostic> Items => _items;

    public void Add(Diagnostic diagnostic)
    {
        if (_seen.Add((diagnostic.Code, diagnostic.Location, diagnostic.Resource, diagnostic.Message)))
        {
            _items.Add(diagnostic);
        }
    }

    /// <summary>The findings by file, line and column, as they are printed.</summary>
    public IReadOnlyList<Diagnostic> Sorted()
    {
        List<Diagnostic> sorted = [.. _items];
        sorted.Sort(ByPosition);
        return sorted;
    }

    private static int ByPosition(Diagnostic left, Diagnostic right)
    {
        var (first, second) = (left.Location, right.Location);
        var order = string.CompareOrdinal(first.File, second.File);
        order = order != 0 ? order : first.Line.CompareTo(second.Line);
        order = order != 0 ? order : first.Column.CompareTo(second.Column);
        return order != 0 ? order : string.CompareOrdinal(left.Code, right.Code);
    }
}
