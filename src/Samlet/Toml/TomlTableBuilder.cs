namespace Samlet.Toml;

/// <summary>
/// A table as its lines are read. TOML lets a table be made in one place only: by its header, by dotted keys below one
/// header, or by braces; this keeps account of which.
/// </summary>
internal sealed class TomlTableBuilder
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<TomlKey> _keys = [];

    // A value, a table that may still grow, or the tables of `[[…]]`.
    private readonly List<object> _values = [];
    private TomlSpan _span;
    private TomlSpan? _header;

    /// <summary>Set by a header of its own.</summary>
    public bool HasHeader => _header is not null;

    /// <summary>The section whose dotted keys made the table, or null.</summary>
    public object? MadeBy { get; private set; }

    public void SetHeader(TomlSpan header) => (_header, _span) = (header, header);

    public object? Find(string key) => _places.TryGetValue(key, out var place) ? _values[place] : null;

    public void Add(TomlKey key, object value)
    {
        _places.Add(key.Name, _values.Count);
        _keys.Add(key);
        _values.Add(value);
    }

    /// <summary>The table below this one that a part of a dotted key names; made where it is missing.</summary>
    public TomlTableBuilder? Descend(TomlKey key, object section)
    {
        switch (Find(key.Name))
        {
            case null:
                TomlTableBuilder made = new() { MadeBy = section, _span = key.Span };
                Add(key, made);
                return made;
            case TomlTableBuilder { HasHeader: false } table when table.MadeBy is null || table.MadeBy == section:
                table.MadeBy = section;
                return table;
            default:
                return null;
        }
    }

    /// <summary>The table below this one that a part of a header names; made where it is missing.</summary>
    public TomlTableBuilder? DescendByHeader(TomlKey key)
    {
        switch (Find(key.Name))
        {
            case null:
                TomlTableBuilder made = new() { _span = key.Span };
                Add(key, made);
                return made;
            case TomlTableBuilder table:
                return table;
            case List<TomlTableBuilder> tables:
                return tables[^1];
            default:
                return null;
        }
    }

    public TomlValue.Table Build()
    {
        var entries = _keys.Select((key, place) => new TomlEntry(key.Name, key.Span, Build(_values[place])));
        return new TomlValue.Table([.. entries]) { Span = _span, Header = _header };
    }

    private static TomlValue Build(object value) => value switch
    {
        TomlTableBuilder table => table.Build(),
        List<TomlTableBuilder> tables => Build(tables),
        _ => (TomlValue)value,
    };

    private static TomlValue.Array Build(List<TomlTableBuilder> tables) =>
        new([.. tables.Select(table => table.Build())]) { Span = tables[0]._span };
}

/// <summary>One part of a key.</summary>
internal sealed record TomlKey(string Name, TomlSpan Span);
