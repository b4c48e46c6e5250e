namespace Samlet.Tests.Support;

/// <summary>
/// The block of a method, constructor, property or local type member, found by its indentation alone, which
/// `dotnet format` keeps: a block opens with a brace on a line of its own and closes with one in the same column.
/// </summary>
internal sealed record MemberBody(int FirstLine, int Lines)
{
    private static readonly string[] TypeWords = ["class", "record", "struct", "interface", "enum", "namespace"];

    public static IEnumerable<MemberBody> AllIn(string[] lines)
    {
        var visible = WithoutRawStrings(lines);
        for (var index = 0; index < visible.Length; index++)
        {
            if (visible[index].Trim() != "{" || OpensType(visible, index) || !IsMember(visible, index))
            {
                continue;
            }

            yield return new MemberBody(index + 1, ClosingLine(visible, index) - index - 1);
        }
    }

    private static bool OpensType(string[] lines, int brace) =>
        Declaration(lines, brace).Split(' ', '(')
            .TakeWhile(word => word is not "=>" and not "=" and not "where")
            .Any(TypeWords.Contains);

    // A member's block is the first one inside the block of a type.
    private static bool IsMember(string[] lines, int brace)
    {
        var indent = Indent(lines[brace]);
        for (var index = brace - 1; index >= 0; index--)
        {
            if (lines[index].Trim() == "{" && Indent(lines[index]) < indent)
            {
                return OpensType(lines, index);
            }
        }

        return false;
    }

    // The lines above the brace down from the last that ended something; parameters may stand on lines of their own.
    private static string Declaration(string[] lines, int brace)
    {
        var first = brace;
        while (first > 0 && !EndsSomething(lines[first - 1]))
        {
            first--;
        }

        return string.Join(' ', lines.Skip(first).Take(brace - first).Select(line => line.Trim()));
    }

    private static bool EndsSomething(string line)
    {
        var text = line.Trim();
        return text.Length == 0
            || text.StartsWith("//", StringComparison.Ordinal)
            || text[^1] is ';' or '{' or '}' or ']';
    }

    private static int ClosingLine(string[] lines, int brace)
    {
        var indent = Indent(lines[brace]);
        for (var index = brace + 1; index < lines.Length; index++)
        {
            if (Indent(lines[index]) == indent && lines[index].TrimStart().StartsWith('}'))
            {
                return index;
            }
        }

        return lines.Length;
    }

    private static int Indent(string line) => line.Length - line.TrimStart().Length;

    /// <summary>The lines with a word in place of each that belongs to the text of a raw string.</summary>
    public static string[] WithoutRawStrings(string[] lines)
    {
        var visible = new string[lines.Length];
        var inside = false;
        for (var index = 0; index < lines.Length; index++)
        {
            visible[index] = inside ? "    raw" : lines[index];
            inside ^= (lines[index].Split("\"\"\"").Length - 1) % 2 == 1;
        }

        return visible;
    }
}
