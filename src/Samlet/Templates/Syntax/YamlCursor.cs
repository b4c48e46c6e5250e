using System.Runtime.CompilerServices;

namespace Samlet.Templates.Syntax;

/// <summary>
/// A place in YAML text that moves forward and knows its line. Columns count from 0 here, as indentation does.
/// </summary>
internal sealed class YamlCursor(SourceText source)
{
    private readonly string _text = source.Text;
    private readonly RepeatedWords _words = new();
    private int _lineStart;

    public SourceText Source => source;

    public int Position { get; private set; }

    public int Line { get; private set; } = 1;

    public int Column => Position - _lineStart;

    public bool IsAtEnd => Position >= _text.Length;

    /// <summary>NUL past the end; the text itself has none.</summary>
    public char Current => Position < _text.Length ? _text[Position] : '\0';

    public ReadOnlySpan<char> Rest => _text.AsSpan(Position);

    public SourceLocation Location => new(source.File, Line, Column + 1);

    public bool IsAtLineEnd => Current is '\n' or '\r' or '\0';

    /// <summary>True for `---` and `...` at the start of a line.</summary>
    public bool IsAtDocumentMarker =>
        Column == 0 && Rest is ['-', '-', '-', ..] or ['.', '.', '.', ..] && IsBlankOrEnd(3);

    /// <summary>True for `- `, `? ` or `: `: the character and then a blank or the end of the line.</summary>
    public bool IsAtIndicator(char indicator) => Current == indicator && IsBlankOrEnd(1);

    public bool IsBlankOrEnd(int offset)
    {
        var at = Position + offset;
        return at >= _text.Length || _text[at] is ' ' or '\t' or '\n' or '\r';
    }

    /// <summary>For a character that ends a scalar in brackets, too.</summary>
    public bool IsFlowIndicator(int offset)
    {
        var at = Position + offset;
        return at < _text.Length && _text[at] is ',' or '[' or ']' or '{' or '}';
    }

    /// <summary>The text from a position up to here. Templates repeat few words often; those are made once.</summary>
    public string TextFrom(int start) => _words.Find(_text.AsSpan(start, Position - start));

    /// <summary>Moves within the line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count) => Position += count;

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            Position++;
        }
    }

    public void SkipSpaces()
    {
        while (Current == ' ')
        {
            Position++;
        }
    }

    public void SkipToLineEnd()
    {
        var length = Rest.IndexOfAny('\n', '\r');
        Position = length < 0 ? _text.Length : Position + length;
    }

    /// <summary>Moves past one line break (`\n`, `\r\n`, `\r`); false where there is none.</summary>
    public bool TrySkipLineBreak()
    {
        if (Current is not ('\n' or '\r'))
        {
            return false;
        }

        Position += Rest is ['\r', '\n', ..] ? 2 : 1;
        _lineStart = Position;
        Line++;
        return true;
    }

    /// <summary>Moves past blanks, comments and line breaks; true when it came to another line.</summary>
    public bool SkipToContent()
    {
        var line = Line;
        while (true)
        {
            SkipBlanks();
            if (Current == '#')
            {
                SkipToLineEnd();
            }

            if (!TrySkipLineBreak())
            {
                return Line > line;
            }
        }
    }

    /// <summary>True when a tab stands between the start of the line and here.</summary>
    public bool IsIndentedByTab => _text.AsSpan(_lineStart, Column).Contains('\t');

    public Mark Save() => new(Position, Line, _lineStart);

    public void Return(Mark mark) => (Position, Line, _lineStart) = (mark.Position, mark.Line, mark.LineStart);

    public UserErrorException Fault(string message, string? hint = null) => source.Fault(Location, message, hint);

    internal readonly record struct Mark(int Position, int Line, int LineStart);
}
