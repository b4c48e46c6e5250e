using System.Collections;
using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>`{name}`, `{name:format}` or `{@name}` in a message; the last is written as JSON.</summary>
internal sealed class Placeholder
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
    private const string DateFormat = "yyyy-MM-dd";
    private const string ClockFormat = "HH:mm:ss.fff";
    private const int ShownBytes = 16;

    private readonly string _token;

    private Placeholder(string template, int start, int end)
    {
        Start = start;
        End = end;
        _token = template[start..end];
        var inside = _token[1..^1];
        IsJson = inside[0] == '@';
        var words = (IsJson ? inside[1..] : inside).Split(':', 2);
        Name = words[0].Trim();
        Layout = words.Length == 2 && words[1].Trim() is { Length: > 0 } layout ? layout : null;
        Number = int.TryParse(Name, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public int Start { get; }

    public int End { get; }

    public string Name { get; }

    public string? Layout { get; }

    public bool IsJson { get; }

    public int? Number { get; }

    public static List<Placeholder> AllIn(string template)
    {
        var found = new List<Placeholder>();
        var open = -1;
        for (var index = 0; index < template.Length; index++)
        {
            if (template[index] == '{')
            {
                open = open >= 0 && open == index - 1 ? -1 : open < 0 ? index : open;
            }
            else if (template[index] == '}' && open >= 0)
            {
                if (index > open + 1)
                {
                    found.Add(new Placeholder(template, open, index + 1));
                }

                open = -1;
            }
        }

        return found;
    }

    /// <summary>For the message; what is a list or absent stays a placeholder there.</summary>
    public string? Format(object? value) => value switch
    {
        byte[] bytes => Hexadecimal(bytes),
        ReadOnlyMemory<byte> bytes => Hexadecimal(bytes.Span),
        Memory<byte> bytes => Hexadecimal(bytes.Span),
        null or IList or IDictionary => _token,
        _ when Layout is not null => Laid(value),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => Moment(value),
        _ => value.ToString(),
    };

    /// <summary>By the layout of the placeholder; one that does not fit the value is of no effect.</summary>
    public string? Laid(object value)
    {
        try
        {
            return string.Format(CultureInfo.CurrentCulture, $"{{0:{Layout}}}", value);
        }
        catch (FormatException)
        {
            return value.ToString();
        }
    }

    public static string? Moment(object value) => value switch
    {
        DateTime moment => moment.ToString(TimeFormat, CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString(TimeFormat, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString(DateFormat, CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(ClockFormat, CultureInfo.InvariantCulture),
        _ => null,
    };

    public static string Hexadecimal(ReadOnlySpan<byte> bytes)
    {
        var shown = Convert.ToHexString(bytes[..Math.Min(bytes.Length, ShownBytes)]);
        return bytes.Length <= ShownBytes
            ? shown
            : string.Create(CultureInfo.InvariantCulture, $"{shown}... ({bytes.Length} bytes)");
    }
}
