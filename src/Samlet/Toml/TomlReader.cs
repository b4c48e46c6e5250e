namespace Samlet.Toml;

/// <summary>Reads the lines of a document: headers, and keys with their values.</summary>
internal sealed class TomlReader
{
    /// <summary>Deeper nesting is refused: whoever walks the values does so by recursion.</summary>
    public const int MaxDepth = 128;

    private readonly TomlCursor _cursor;
    private readonly TomlValueReader _values;
    private readonly TomlTableBuilder _root = new();
    private TomlTableBuilder _table;
    private int _depth;

    // Stands for the place between two headers: dotted keys may add to each other's tables within it.
    private object _section = new();

    public TomlReader(TomlCursor cursor)
    {
        (_cursor, _table) = (cursor, _root);
        _values = new TomlValueReader(cursor);
    }

    public TomlValue.Table Read()
    {
        for (_cursor.SkipSpace(); !_cursor.IsAtEnd; _cursor.SkipSpace())
        {
            if (_cursor.Current == '[')
            {
                ReadHeader();
            }
            else
            {
                _values.ReadEntry(_table, _section, _depth);
            }

            RequireLineEnd();
        }

        return _root.Build();
    }

    private void RequireLineEnd()
    {
        _cursor.SkipBlanks();
        _cursor.SkipComment();
        if (!_cursor.IsAtLineEnd)
        {
            throw _cursor.Fault("only one thing can stand on a line");
        }
    }

    private void ReadHeader()
    {
        var start = _cursor.At;
        var isArray = _cursor.StartsWith("[[");
        _cursor.Advance(isArray ? 2 : 1);
        var keys = TomlKeys.Read(_cursor);
        _cursor.Take(']', "at the end of the table's name");
        if (isArray)
        {
            _cursor.Take(']', "at the end of the table's name");
        }

        TomlSpan span = new(start, _cursor.At);
        _depth = keys.Count;
        _section = new object();
        RequireDepth(keys, _depth);
        var parent = Descend(keys);
        _table = isArray ? AppendTable(parent, keys[^1], span) : OpenTable(parent, keys[^1], span);
    }

    private void RequireDepth(List<TomlKey> keys, int depth)
    {
        if (depth > MaxDepth)
        {
            throw _cursor.Fault($"tables are nested more than {MaxDepth} deep", keys[0].Span.Start);
        }
    }

    private TomlTableBuilder Descend(List<TomlKey> keys)
    {
        var table = _root;
        foreach (var key in keys[..^1])
        {
            table = table.DescendByHeader(key) ?? throw NotATable(key);
        }

        return table;
    }

    private TomlTableBuilder OpenTable(TomlTableBuilder parent, TomlKey key, TomlSpan header)
    {
        if (parent.Find(key.Name) is TomlTableBuilder { HasHeader: true } or TomlTableBuilder { MadeBy: not null })
        {
            throw _cursor.Fault($"the table `{key.Name}` is there already", key.Span.Start);
        }

        var table = parent.Find(key.Name) is List<TomlTableBuilder> ? null : parent.DescendByHeader(key);
        (table ?? throw NotATable(key)).SetHeader(header);
        return table;
    }

    private TomlTableBuilder AppendTable(TomlTableBuilder parent, TomlKey key, TomlSpan header)
    {
        if (parent.Find(key.Name) is null)
        {
            parent.Add(key, new List<TomlTableBuilder>());
        }

        if (parent.Find(key.Name) is not List<TomlTableBuilder> tables)
        {
            throw _cursor.Fault($"`{key.Name}` is there already and is no array of tables", key.Span.Start);
        }

        tables.Add(new TomlTableBuilder());
        tables[^1].SetHeader(header);
        return tables[^1];
    }

    private TomlException NotATable(TomlKey key) =>
        _cursor.Fault($"`{key.Name}` is there already and is no table that can grow", key.Span.Start);
}
