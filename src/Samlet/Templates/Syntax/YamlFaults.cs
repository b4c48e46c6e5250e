using YamlDotNet.Core;

namespace Samlet.Templates.Syntax;

/// <summary>Turns what the YAML parser says into words about the person's text.</summary>
internal static class YamlFaults
{
    public static UserErrorException Explain(SourceText source, YamlException error)
    {
        var (line, column) = ((int)error.Start.Line, (int)error.Start.Column);
        var tabbed = TabbedLine(source, line, Math.Max((int)error.End.Line, line + 1));
        return tabbed > 0
            ? source.Fault(new(source.File, tabbed, 1), "a tab indents this line", "indent YAML with spaces")
            : source.Fault(new(source.File, line, column), Lower(error.Message));
    }

    // The parser blames the value before the tab.
    private static int TabbedLine(SourceText source, int first, int last)
    {
        for (var at = first; at <= last; at++)
        {
            var text = source.LineAt(at) ?? "";
            var indent = text.AsSpan(0, text.Length - text.AsSpan().TrimStart().Length);
            if (indent.Contains('\t'))
            {
                return at;
            }
        }

        return 0;
    }

    private static string Lower(string message)
    {
        var text = message.TrimEnd('.');
        return text.Length == 0 ? "not valid YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
