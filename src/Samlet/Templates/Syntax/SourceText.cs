using System.Globalization;
using System.Text;

namespace Samlet.Templates.Syntax;

/// <summary>The bytes of a template or values file, and the way to point at a place in them.</summary>
internal sealed class SourceText
{
    private string? _text;

    public SourceText(string file, byte[] bytes)
    {
        File = file;
        Bytes = Decode(bytes);
    }

    /// <summary>The path as the person gave it.</summary>
    public string File { get; }

    /// <summary>UTF-8 without byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public string Text => _text ??= Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>`file` is the path as messages show it, `path` the same one to open.</summary>
    public static SourceText Read(string file, string path)
    {
        try
        {
            return new(file, System.IO.File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException($"no file at `{file}`", inner: error);
        }
        catch (UnauthorizedAccessException error) when (Directory.Exists(path))
        {
            throw new UserErrorException($"`{file}` is a folder, not a template", "name the file in it", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot read `{file}`: {error.Message}", inner: error);
        }
    }

    /// <summary>`file:line:column: message`, the line itself and a mark under the column.</summary>
    public UserErrorException Fault(SourceLocation location, string message, string? hint = null) =>
        Fault(location.Line, location.Column, message, hint);

    public UserErrorException Fault(int line, int column, string message, string? hint = null)
    {
        var shown = LineAt(line);
        if (shown is null)
        {
            // Parsers name the line after the last one when the text ends too early.
            (line, shown) = LastLine();
            column = shown.Length + 1;
        }

        column = Math.Clamp(column, 1, shown.Length + 1);
        var number = line.ToString(CultureInfo.InvariantCulture);
        var gutter = new string(' ', number.Length);
        var (excerpt, mark) = Excerpt(shown.Replace('\t', ' '), column);
        return new($"{File}:{line}:{column}: {message}\n  {number} | {excerpt}\n  {gutter} | {mark}^", hint);
    }

    /// <summary>A line without its end, counted from 1; null past the end of the text.</summary>
    public string? LineAt(int line)
    {
        var rest = Text.AsSpan();
        for (var skipped = 1; skipped < line; skipped++)
        {
            var end = rest.IndexOf('\n');
            if (end < 0 || end == rest.Length - 1)
            {
                return null;
            }

            rest = rest[(end + 1)..];
        }

        var length = rest.IndexOfAny('\r', '\n');
        return (length < 0 ? rest : rest[..length]).ToString();
    }

    private (int Line, string Text) LastLine()
    {
        var last = Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
        return (last, LineAt(last) ?? "");
    }

    // A window of a long line: minified JSON is one line.
    private static (string Text, string Indent) Excerpt(string line, int column)
    {
        const int widest = 160;
        var start = line.Length <= widest ? 0 : Math.Clamp(column - (widest / 2), 0, line.Length - widest);
        return (line.Substring(start, Math.Min(widest, line.Length)), new string(' ', column - 1 - start));
    }

    private static ReadOnlyMemory<byte> Decode(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes.AsMemory(3),
        [0xFF, 0xFE, ..] => Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes.AsSpan(2))),
        [0xFE, 0xFF, ..] => Encoding.UTF8.GetBytes(Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2))),
        _ => bytes,
    };
}
