using YamlDotNet.Core;

namespace Samlet.Templates.Syntax;

/// <summary>Turns what the YAML parser says into words about the person's text.</summary>
internal static class YamlFaults
{
    public static UserErrorException Explain(SourceText source, YamlException error)
    {
        var (line, column) = ((int)error.Start.Line, (int)error.Start.Column);
        var tabbed = TabbedLine(source, line);
        return tabbed > 0
            ? source.Fault(tabbed, 1, "a tab indents this line", "indent YAML with spaces")
            : source.Fault(line, column, Lower(error.InnerException?.Message ?? error.Message));
    }

    // The parser notices a tab on its line or when it looks at the next one.
    private static int TabbedLine(SourceText source, int line)
    {
        for (var at = line; at >= Math.Max(1, line - 1); at--)
        {
            var text = source.LineAt(at);
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
