namespace Samlet.Cli;

/// <summary>
/// Takes `Key=Value`, `ParameterKey=Key,ParameterValue=Value` and `file://path` out of a text, one or several separated
/// by blanks. A value may be quoted (`"a b"`, `'a b'`) or have escaped blanks (`a\ b`). Blanks that nothing new follows
/// belong to the value, so nothing is dropped. `Key=` is the empty text: CloudFormation allows it.
/// </summary>
internal sealed class ParameterOverrideScanner(string text)
{
    public const string FileLabel = "file://";
    private const string KeyLabel = "ParameterKey=";
    private const string ValueLabel = ",ParameterValue=";
    private int _at;

    public string Key { get; private set; } = "";

    public string Value { get; private set; } = "";

    /// <summary>True when <see cref="Value"/> is a path.</summary>
    public bool IsFile { get; private set; }

    /// <summary>The text that follows none of the forms, once <see cref="Read"/> has stopped at it.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>True when the last value begins with a quote that nothing closes.</summary>
    public bool IsOpen { get; private set; }

    public bool Read()
    {
        SkipBlanks();
        var start = _at;
        if (start < text.Length && !(ReadKey() && ReadValue()))
        {
            Unreadable = text[start..];
        }

        return start < text.Length && Unreadable is null;
    }

    private bool ReadKey()
    {
        IsFile = text.AsSpan(_at).StartsWith(FileLabel);
        if (IsFile)
        {
            (Key, _at) = ("", _at + FileLabel.Length);
            return true;
        }

        var isLabelled = text.AsSpan(_at).StartsWith(KeyLabel);
        _at += isLabelled ? KeyLabel.Length : 0;
        var separator = isLabelled ? ValueLabel : "=";
        var end = text.IndexOf(separator, _at, StringComparison.Ordinal);
        Key = end < 0 ? "" : Unquote(text[_at..end]);
        _at = end + separator.Length;
        return IsKey(Key);
    }

    private bool ReadValue()
    {
        var start = _at;
        if (_at < text.Length && text[_at] is '"' or '\'')
        {
            SkipQuoted(text[_at]);
        }
        else
        {
            SkipUnquoted();
        }

        Value = IsOpen ? "" : Unescape(Unquote(text[start.._at]));
        return !IsOpen;
    }

    /// <summary>A closing quote ends the value only where a blank or the end follows it.</summary>
    private void SkipQuoted(char quote)
    {
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == quote && (_at + 1 == text.Length || char.IsWhiteSpace(text[_at + 1])))
            {
                _at++;
                return;
            }

            _at += IsEscape(_at) ? 1 : 0;
        }

        IsOpen = true;
    }

    private void SkipUnquoted()
    {
        while (_at < text.Length && !(char.IsWhiteSpace(text[_at]) && IsAtKeyOrEnd(_at)))
        {
            _at += IsEscape(_at) ? 2 : 1;
        }
    }

    private bool IsAtKeyOrEnd(int at)
    {
        var rest = text.AsSpan(at).TrimStart();
        var isKey = rest.IndexOf('=') is var end and > 0 && IsKey(rest[..end].Trim('"'));
        return isKey || rest.IsEmpty || rest.StartsWith(FileLabel);
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    /// <summary>Only blanks and quotes can be escaped: any other backslash is part of a path or a pattern.</summary>
    private bool IsEscape(int at) => text[at] == '\\' && at + 1 < text.Length && text[at + 1] is ' ' or '"' or '\'';

    private static string Unquote(string value) =>
        value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' ? value[1..^1] : value;

    private static string Unescape(string value) =>
        value.Replace("\\ ", " ", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\'", "'", StringComparison.Ordinal);

    private static bool IsKey(ReadOnlySpan<char> key) => !key.IsEmpty && !key.ContainsAnyExcept(KeyCharacters);

    private static readonly System.Buffers.SearchValues<char> KeyCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}
