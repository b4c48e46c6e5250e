using System.Text;

namespace Samlet.Templates.Syntax;

/// <summary>The lines of a literal or folded block. Source: YAML 1.2.2, section 8.1.</summary>
internal static class YamlBlockScalar
{
    private const int Unknown = -1;

    /// <summary>
    /// The cursor stands at the end of the header. `Given` indentation 0 means that of the first line that is not
    /// blank, `Least` the one a line needs to belong to the block.
    /// </summary>
    public static string Read(YamlCursor cursor, (int Given, int Least) indentation, bool isFolded, char chomping)
    {
        cursor.TrySkipLineBreak();
        var indent = indentation.Given == 0 ? Unknown : indentation.Given;
        StringBuilder text = new();
        var blankLines = SkipBlankLines(cursor, ref indent, indentation.Least);
        text.Append('\n', blankLines);
        var (wasMoreIndented, breaks) = (true, 0);
        while (cursor.Column == indent && !cursor.IsAtEnd && !cursor.IsAtDocumentMarker)
        {
            var isMoreIndented = cursor.Current is ' ' or '\t';
            AppendBreaks(text, breaks, isFolded && !wasMoreIndented && !isMoreIndented);
            var start = cursor.Position;
            cursor.SkipToLineEnd();
            text.Append(cursor.TextFrom(start));
            breaks = cursor.TrySkipLineBreak() ? 1 : 0;
            breaks += SkipBlankLines(cursor, ref indent, indentation.Least);
            wasMoreIndented = isMoreIndented;
        }

        return Chomp(text, chomping, breaks, blankLines);
    }

    private static void AppendBreaks(StringBuilder text, int breaks, bool folds)
    {
        if (!folds)
        {
            text.Append('\n', breaks);
        }
        else if (breaks == 1)
        {
            text.Append(' ');
        }
        else
        {
            text.Append('\n', Math.Max(0, breaks - 1));
        }
    }

    // `-` drops every break at the end, `+` keeps all, else one is kept. A block of blank lines only has none but with
    // `+`.
    private static string Chomp(StringBuilder text, char chomping, int breaks, int blankLines)
    {
        if (text.Length == blankLines)
        {
            return chomping == '+' ? text.ToString() : "";
        }

        return text.Append('\n', chomping == '-' ? 0 : chomping == '+' ? breaks : Math.Min(1, breaks)).ToString();
    }

    /// <summary>
    /// Skips indentation and lines that hold nothing more, and counts the latter. Afterwards the cursor stands in the
    /// column of the block when its next line belongs to it, and at the start of that line when not.
    /// </summary>
    private static int SkipBlankLines(YamlCursor cursor, ref int indent, int least)
    {
        var count = 0;
        while (true)
        {
            var lineStart = cursor.Save();
            while (cursor.Current == ' ' && (indent == Unknown || cursor.Column < indent))
            {
                cursor.Skip(1);
            }

            if (cursor.Current is '\n' or '\r')
            {
                cursor.TrySkipLineBreak();
                count++;
                continue;
            }

            if (indent == Unknown && !cursor.IsAtEnd && cursor.Column >= least)
            {
                indent = cursor.Column;
            }

            if (indent == Unknown || cursor.Column < indent)
            {
                cursor.Return(lineStart);
            }

            return count;
        }
    }
}
