namespace Samlet.Toml;

/// <summary>Reads keys: bare, quoted and dotted.</summary>
internal static class TomlKeys
{
    public static List<TomlKey> Read(TomlCursor cursor)
    {
        List<TomlKey> keys = [];
        do
        {
            cursor.SkipBlanks();
            keys.Add(ReadPart(cursor));
            cursor.SkipBlanks();
        }
        while (cursor.TryTake('.'));
        return keys;
    }

    private static TomlKey ReadPart(TomlCursor cursor)
    {
        var start = cursor.At;
        var name = cursor.Current is '"' or '\'' ? TomlStrings.ReadLine(cursor) : ReadBare(cursor);
        return new TomlKey(name, new TomlSpan(start, cursor.At));
    }

    private static string ReadBare(TomlCursor cursor)
    {
        var start = cursor.At;
        while (char.IsAsciiLetterOrDigit(cursor.Current) || cursor.Current is '-' or '_')
        {
            cursor.Advance();
        }

        return cursor.At > start
            ? cursor.Text[start..cursor.At]
            : throw cursor.Fault("a key is missing: letters, digits, `-` and `_`, or anything in quotes");
    }
}
