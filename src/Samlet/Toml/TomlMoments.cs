using System.Globalization;

namespace Samlet.Toml;

/// <summary>Checks dates and times (RFC 3339, or parts of it).</summary>
internal static class TomlMoments
{
    private const int DateLength = 10;
    private const int TimeLength = 8;

    /// <summary>Null where the word has not the form of a date or a time, or names one that does not exist.</summary>
    public static TomlValue.Moment? TryRead(string word)
    {
        if (IsTime(word))
        {
            return new TomlValue.Moment(word, TomlMomentKind.LocalTime);
        }

        if (word.Length < DateLength || !IsDate(word.AsSpan(0, DateLength)))
        {
            return null;
        }

        return word.Length == DateLength
            ? new TomlValue.Moment(word, TomlMomentKind.LocalDate)
            : TryReadDateTime(word);
    }

    public static bool EndsInDate(ReadOnlySpan<char> text) => text.Length >= DateLength && IsDate(text[^DateLength..]);

    private static TomlValue.Moment? TryReadDateTime(string word)
    {
        if (word[DateLength] is not ('T' or 't' or ' '))
        {
            return null;
        }

        var time = word.AsSpan(DateLength + 1);
        var offsetAt = time.IndexOfAny("Zz+-");
        if (offsetAt < 0)
        {
            return IsTime(time) ? new TomlValue.Moment(word, TomlMomentKind.LocalDateTime) : null;
        }

        return IsTime(time[..offsetAt]) && IsOffset(time[offsetAt..])
            ? new TomlValue.Moment(word, TomlMomentKind.OffsetDateTime)
            : null;
    }

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _]
        && Number(text[..4], 0, 9999) is { } year
        && Number(text[5..7], 1, 12) is { } month
        && Number(text[8..10], 1, DateTime.DaysInMonth(year == 0 ? 4 : year, month)) is not null;

    /// <summary>60 seconds are a leap second.</summary>
    private static bool IsTime(ReadOnlySpan<char> text) =>
        text is [_, _, ':', _, _, ':', _, _, ..]
        && Number(text[..2], 0, 23) is not null
        && Number(text[3..5], 0, 59) is not null
        && Number(text[6..8], 0, 60) is not null
        && (text.Length == TimeLength || (text[TimeLength] == '.' && IsNumber(text[(TimeLength + 1)..])));

    private static bool IsOffset(ReadOnlySpan<char> text) => text is ['Z' or 'z'] || IsNumericOffset(text);

    private static bool IsNumericOffset(ReadOnlySpan<char> text) =>
        text is ['+' or '-', _, _, ':', _, _]
        && Number(text[1..3], 0, 23) is not null
        && Number(text[4..], 0, 59) is not null;

    private static int? Number(ReadOnlySpan<char> digits, int least, int most) =>
        IsNumber(digits) && int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) is var number
            && number >= least && number <= most
            ? number
            : null;

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
