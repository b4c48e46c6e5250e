namespace Samlet.Toml;

/// <summary>A place in a text that moves forward, and the faults found there.</summary>
internal sealed class TomlCursor(string text)
{
    /// <summary>What stands behind the end; TOML allows no such character in a document.</summary>
    public const char End = '\0';

    public string Text => text;

    public int At { get; private set; }

    public bool IsAtEnd => At >= text.Length;

    public char Current => Peek(0);

    public bool IsAtLineEnd => IsAtEnd || Current == '\n' || (Current == '\r' && Peek(1) == '\n');

    public char Peek(int distance) => At + distance < text.Length ? text[At + distance] : End;

    public void Advance(int count = 1) => At += count;

    public bool StartsWith(string expected) => string.CompareOrdinal(text, At, expected, 0, expected.Length) == 0;

    public bool TryTake(char expected)
    {
        var isThere = !IsAtEnd && Current == expected;
        At += isThere ? 1 : 0;
        return isThere;
    }

    public void Take(char expected, string purpose)
    {
        if (!TryTake(expected))
        {
            throw Fault($"`{expected}` is missing {purpose}");
        }
    }

    public void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            At++;
        }
    }

    public void SkipComment()
    {
        if (Current != '#')
        {
            return;
        }

        for (; !IsAtLineEnd; At++)
        {
            RefuseControl("a comment");
        }
    }

    /// <summary>Blanks, comments and line ends: what may stand between the items of an array.</summary>
    public void SkipSpace()
    {
        SkipBlanks();
        SkipComment();
        while (!IsAtEnd && IsAtLineEnd)
        {
            TakeLineEnd();
            SkipBlanks();
            SkipComment();
        }
    }

    public void TakeLineEnd() => At += IsAtEnd ? 0 : Current == '\r' ? 2 : 1;

    /// <summary>Control characters other than the tab, and surrogates without partner, stand nowhere in TOML.</summary>
    public void RefuseControl(string where)
    {
        if (Current is < ' ' and not '\t' or '\x7f')
        {
            throw Fault($"the control character U+{(int)Current:X4} cannot stand in {where}");
        }

        if (char.IsSurrogate(Current) && !IsInPair())
        {
            throw Fault($"half a character, U+{(int)Current:X4}, cannot stand in {where}");
        }
    }

    public TomlException Fault(string message) => Fault(message, At);

    public TomlException Fault(string message, int index)
    {
        var before = text.AsSpan(0, Math.Min(index, text.Length));
        return new TomlException(message, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private bool IsInPair() => char.IsHighSurrogate(Current)
        ? char.IsLowSurrogate(Peek(1))
        : At > 0 && char.IsHighSurrogate(text[At - 1]);
}
