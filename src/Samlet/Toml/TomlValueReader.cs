namespace Samlet.Toml;

/// <summary>Reads `key = value` and every kind of value.</summary>
internal sealed class TomlValueReader(TomlCursor cursor)
{
    /// <summary>`section` stands for the place whose dotted keys may add to each other's tables.</summary>
    public void ReadEntry(TomlTableBuilder table, object section, int depth)
    {
        var keys = TomlKeys.Read(cursor);
        cursor.Take('=', "after the key");
        depth += keys.Count;
        RequireDepth(depth);
        foreach (var key in keys[..^1])
        {
            table = table.Descend(key, section)
                ?? throw cursor.Fault($"`{key.Name}` is there already and cannot grow by a dotted key", key.Span.Start);
        }

        if (table.Find(keys[^1].Name) is not null)
        {
            throw cursor.Fault($"the key `{keys[^1].Name}` is there already", keys[^1].Span.Start);
        }

        cursor.SkipBlanks();
        table.Add(keys[^1], Read(depth));
    }

    private TomlValue Read(int depth)
    {
        var start = cursor.At;
        var value = ReadKind(depth);
        return value with { Span = new TomlSpan(start, cursor.At) };
    }

    private TomlValue ReadKind(int depth) => cursor.Current switch
    {
        '"' or '\'' => new TomlValue.Text(TomlStrings.Read(cursor)),
        '[' => ReadArray(depth + 1),
        '{' => ReadTable(depth),
        _ => TomlNumbers.Read(cursor),
    };

    private TomlValue.Array ReadArray(int depth)
    {
        RequireDepth(depth);
        List<TomlValue> items = [];
        cursor.Advance();
        for (cursor.SkipSpace(); !cursor.TryTake(']'); cursor.SkipSpace())
        {
            items.Add(Read(depth));
            cursor.SkipSpace();
            if (!cursor.TryTake(',') && cursor.Current != ']')
            {
                throw cursor.Fault("`,` or `]` is missing in the array");
            }
        }

        return new TomlValue.Array(items);
    }

    private TomlValue.Table ReadTable(int depth)
    {
        TomlTableBuilder table = new();
        object section = new();
        cursor.Advance();
        cursor.SkipBlanks();
        if (!cursor.TryTake('}'))
        {
            do
            {
                cursor.SkipBlanks();
                ReadEntry(table, section, depth);
                cursor.SkipBlanks();
            }
            while (cursor.TryTake(','));
            cursor.Take('}', "at the end of the inline table, which has one line and no comma at its end");
        }

        return table.Build() with { IsInline = true };
    }

    private void RequireDepth(int depth)
    {
        if (depth > TomlReader.MaxDepth)
        {
            throw cursor.Fault($"values are nested more than {TomlReader.MaxDepth} deep");
        }
    }
}
