namespace Samlet.Templates.Syntax;

/// <summary>
/// Gives one string for equal short texts, as far as a small table remembers them: less to allocate and keep.
/// </summary>
internal sealed class RepeatedWords
{
    private const int LongestWord = 48;
    private const int Size = 1024; // A power of two.

    private readonly string?[] _words = new string?[Size];

    public string Find(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestWord)
        {
            return text.ToString();
        }

        ref var place = ref _words[PlaceOf(text)];
        if (place is null || !text.SequenceEqual(place))
        {
            place = text.ToString();
        }

        return place;
    }

    private static int PlaceOf(ReadOnlySpan<char> text)
    {
        var hash = ((text.Length * 31) + text[0]) * 31;
        hash = (hash + text[text.Length / 2]) * 31;
        return (hash + text[^1]) & (Size - 1);
    }
}
