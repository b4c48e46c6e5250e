namespace Samlet.Toml;

/// <summary>A value of a TOML 1.0 document (toml.io/en/v1.0.0) and where it stands.</summary>
internal abstract record TomlValue
{
    private TomlValue()
    {
    }

    public TomlSpan Span { get; init; }

    public sealed record Text(string Value) : TomlValue;

    public sealed record Integer(long Value) : TomlValue;

    public sealed record Float(double Value) : TomlValue;

    public sealed record Boolean(bool Value) : TomlValue;

    /// <summary>A date, a time or both, as it is written; checked, but of no use here as a point in time.</summary>
    public sealed record Moment(string Literal, TomlMomentKind Kind) : TomlValue;

    public sealed record Array(IReadOnlyList<TomlValue> Items) : TomlValue;

    /// <summary>Entries in the order of the text, every key once.</summary>
    public sealed record Table(IReadOnlyList<TomlEntry> Entries) : TomlValue
    {
        /// <summary>True for `{ … }`: nothing outside the braces adds to it.</summary>
        public bool IsInline { get; init; }

        /// <summary>Its own `[header]`; null where only dotted keys or tables below make the table.</summary>
        public TomlSpan? Header { get; init; }

        public TomlValue? Find(string key)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }
}

internal enum TomlMomentKind
{
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
}

internal sealed record TomlEntry(string Key, TomlSpan KeySpan, TomlValue Value);

/// <summary>A piece of the text: the index of its first character and of the first one behind it.</summary>
internal readonly record struct TomlSpan(int Start, int End);
