namespace Samlet.Templates.Syntax;

/// <summary>Nodes whose extent is given by indentation.</summary>
internal sealed partial class YamlReader
{
    /// <summary>
    /// Where a node may stand: the least column on a line of its own, the least column of a list there (a list may
    /// stand right below its key), and whether a list or mapping may start on the current line.
    /// </summary>
    private readonly record struct Place(int Indent, int ListIndent, bool IsCompact);

    /// <summary>Reads what follows an indicator, on its line or below it.</summary>
    private TemplateValue ReadBlockNode(Place place)
    {
        YamlProperties above = default, here = default;
        var empty = _cursor.Location;
        while (true)
        {
            var line = _cursor.Line;
            if (_cursor.SkipToContent())
            {
                (above, here) = (here.After(above), default);
                place = place with { IsCompact = true };
                RefuseTab();
            }

            if (!IsContent(place, line))
            {
                return ReadNothing(here.After(above), empty);
            }

            if (_cursor.Current is not ('!' or '&'))
            {
                return ReadContent(place, above, here);
            }

            here = ReadProperty(here);
        }
    }

    private bool IsContent(Place place, int line) =>
        !_cursor.IsAtEnd && !_cursor.IsAtDocumentMarker && (
            _cursor.Line == line
            || _cursor.Column >= place.Indent
            || (_cursor.Column >= place.ListIndent && _cursor.IsAtIndicator('-')));

    private TemplateValue ReadContent(Place place, YamlProperties above, YamlProperties here)
    {
        var start = here.IsEmpty ? _cursor.Location : here.Location;
        if (_cursor.IsAtIndicator('-') || _cursor.IsAtIndicator('?') || _cursor.IsAtIndicator(':'))
        {
            return ReadCollection(place, here.After(above), start);
        }

        if (_cursor.Current is '|' or '>')
        {
            var location = _cursor.Location;
            return ReadScalar(here.After(above), new(_scalars.ReadBlock(place.Indent - 1), false, location));
        }

        var line = _cursor.Line;
        var key = ReadKeyOrValue(place.Indent, here);
        _cursor.SkipBlanks();
        if (!_cursor.IsAtIndicator(':'))
        {
            ExpectLineEnd();
            return key.ToValue(this, here.After(above));
        }

        if (!place.IsCompact || _cursor.Line != line)
        {
            throw _cursor.Fault(
                "a `: ` in the middle of a value", "put the value in quotes, or look for a missing `:` or line break above");
        }

        return Finish(above, ReadMap(start, key.ToKey(this, here)));
    }

    private TemplateValue ReadCollection(Place place, YamlProperties properties, SourceLocation start)
    {
        if (!place.IsCompact)
        {
            throw _cursor.Fault(
                $"a `{_cursor.Current} ` cannot follow a key on its line", "start it on a line of its own");
        }

        return Finish(properties, _cursor.Current == '-' ? ReadList() : ReadMap(start, null));
    }

    private TemplateValue.List ReadList()
    {
        var (location, column) = (_cursor.Location, _cursor.Column);
        var level = Descend(location);
        do
        {
            _cursor.Skip(1);
            level.Items.Add(ReadBlockNode(new(column + 1, column + 1, true)));
        }
        while (IsNextAt(column) && _cursor.IsAtIndicator('-'));

        return Ascend(level, location);
    }

    /// <summary>`first` is the key that has been read already; the cursor stands at its colon.</summary>
    private TemplateValue ReadMap(SourceLocation location, Key? first)
    {
        var level = Descend(location);
        var column = location.Column - 1;
        var key = first ?? ReadKey(column);
        while (true)
        {
            Put(level, key, ReadValue(column));
            if (!IsNextAt(column))
            {
                break;
            }

            key = ReadKey(column);
        }

        return AscendFromMap(level, location);
    }

    // An explicit key (`? `) may have no value.
    private TemplateValue ReadValue(int column)
    {
        if (!_cursor.IsAtIndicator(':'))
        {
            return ReadNothing(default, _cursor.Location);
        }

        var startsLine = _cursor.Column == column;
        _cursor.Skip(1);
        return ReadBlockNode(new(column + 1, column, startsLine));
    }

    private Key ReadKey(int column)
    {
        var location = _cursor.Location;
        if (_cursor.IsAtIndicator(':'))
        {
            return new("", true, location);
        }

        if (_cursor.IsAtIndicator('-'))
        {
            throw _cursor.Fault("an item of a list cannot stand among keys");
        }

        if (_cursor.IsAtIndicator('?'))
        {
            _cursor.Skip(1);
            var value = ReadBlockNode(new(column + 1, column + 1, true));
            IsNextAt(column);
            return new(KeyOf(value, location), false, location);
        }

        YamlProperties properties = default;
        while (_cursor.Current is '!' or '&')
        {
            properties = ReadProperty(properties);
            _cursor.SkipBlanks();
        }

        var line = _cursor.Line;
        var key = ReadKeyOrValue(int.MaxValue, properties);
        _cursor.SkipBlanks();
        if (!_cursor.IsAtIndicator(':') || _cursor.Line != line)
        {
            throw FaultAt(location, "this line needs a `key: value`", "look for a missing `:` or wrong indentation");
        }

        return key.ToKey(this, properties);
    }

    private KeyOrValue ReadKeyOrValue(int indent, YamlProperties properties)
    {
        var location = _cursor.Location;
        switch (_cursor.Current)
        {
            case '*' when properties.IsEmpty:
                return new(ReadAlias(), default, location);
            case '*':
                throw _cursor.Fault("an alias has neither tag nor anchor");
            case '[' or '{':
                return new(ReadFlowCollection(), default, location);
            default:
                return new(null, ReadScalarText(indent, inFlow: false), location);
        }
    }

    /// <summary>
    /// Moves to the next content; false where it is further out or there is none. Further in is a fault.
    /// </summary>
    private bool IsNextAt(int column)
    {
        _cursor.SkipToContent();
        if (_cursor.IsAtEnd || _cursor.IsAtDocumentMarker)
        {
            return false;
        }

        RefuseTab();
        return _cursor.Column <= column
            ? _cursor.Column == column
            : throw _cursor.Fault("this line is indented more than the ones it follows");
    }

    private void RefuseTab()
    {
        if (!_cursor.IsAtEnd && _cursor.IsIndentedByTab)
        {
            throw FaultAt(_cursor.Location with { Column = 1 }, "a tab indents this line", "indent YAML with spaces");
        }
    }

    private void ExpectLineEnd()
    {
        if (!_cursor.IsAtLineEnd && _cursor.Current != '#')
        {
            throw _cursor.Fault($"`{_cursor.Current}` cannot follow a value on its line");
        }
    }

    private readonly record struct Key(string? Text, bool IsPlain, SourceLocation Location);

    /// <summary>What the colon after it, or the lack of one, makes a key or a value.</summary>
    private readonly record struct KeyOrValue(TemplateValue? Value, ScalarText Scalar, SourceLocation Location)
    {
        public TemplateValue ToValue(YamlReader reader, YamlProperties properties) =>
            Value is null ? reader.ReadScalar(properties, Scalar) : reader.Finish(properties, Value);

        public Key ToKey(YamlReader reader, YamlProperties properties)
        {
            var value = ToValue(reader, properties);
            return Value is null
                ? new(Scalar.Text, Scalar.IsPlain, Location)
                : new(reader.KeyOf(value, Location), false, Location);
        }
    }
}
