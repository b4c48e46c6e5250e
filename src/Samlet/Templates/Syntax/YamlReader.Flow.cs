namespace Samlet.Templates.Syntax;

/// <summary>Nodes in brackets and braces, where line breaks and indentation count for nothing.</summary>
internal sealed partial class YamlReader
{
    private TemplateValue ReadFlowCollection() => _cursor.Current == '[' ? ReadFlowList() : ReadFlowMap();

    private TemplateValue.List ReadFlowList()
    {
        var location = _cursor.Location;
        var level = Descend(location);
        _cursor.Skip(1);
        while (!IsClosed(']', location))
        {
            level.Items.Add(ReadFlowItem());
            Separate(']', location);
        }

        return Ascend(level, location);
    }

    private TemplateValue ReadFlowMap()
    {
        var location = _cursor.Location;
        var level = Descend(location);
        _cursor.Skip(1);
        while (!IsClosed('}', location))
        {
            var (key, value) = ReadFlowEntry();
            Put(level, key, value);
            Separate('}', location);
        }

        return AscendFromMap(level, location);
    }

    /// <summary>An item of a list; `key: value` in a list is a mapping of one entry.</summary>
    private TemplateValue ReadFlowItem()
    {
        var location = _cursor.Location;
        if (_cursor.IsAtIndicator('?'))
        {
            return SinglePair(ReadFlowEntry(), location);
        }

        var (item, isQuoted) = ReadFlowKeyOrValue();
        if (!IsFlowColon(isQuoted))
        {
            return item.ToValue(this, default);
        }

        return SinglePair((item.ToKey(this, default), ReadFlowValue()), location);
    }

    private TemplateValue SinglePair((Key Key, TemplateValue Value) pair, SourceLocation location)
    {
        MapBuilder builder = new(_diagnostics);
        if (pair.Key.Text is { } text)
        {
            builder.Add(new(text, pair.Key.Location, pair.Value));
        }

        return builder.Build(location);
    }

    private (Key Key, TemplateValue Value) ReadFlowEntry()
    {
        var isExplicit = _cursor.IsAtIndicator('?');
        if (isExplicit)
        {
            _cursor.Skip(1);
            _cursor.SkipToContent();
        }

        var (key, isQuoted) = ReadFlowKeyOrValue();
        return (key.ToKey(this, default), IsFlowColon(isQuoted)
            ? ReadFlowValue()
            : ReadNothing(default, _cursor.Location));
    }

    private TemplateValue ReadFlowValue()
    {
        _cursor.Skip(1);
        _cursor.SkipToContent();
        return ReadFlowKeyOrValue().Node.ToValue(this, default);
    }

    // After quotes and brackets a colon needs no blank behind it: `{"a":1}`.
    private (KeyOrValue Node, bool IsQuoted) ReadFlowKeyOrValue()
    {
        YamlProperties properties = default;
        while (_cursor.Current is '!' or '&')
        {
            properties = ReadProperty(properties);
            _cursor.SkipToContent();
        }

        var location = properties.IsEmpty ? _cursor.Location : properties.Location;
        var isQuoted = _cursor.Current is '"' or '\'' or '[' or '{';
        KeyOrValue node;
        if (_cursor.IsAtEnd || _cursor.Current is ',' or ']' or '}' || IsFlowColon(isQuoted: false))
        {
            node = new(ReadNothing(properties, location), default, location);
        }
        else if (_cursor.Current is '[' or '{')
        {
            node = new(Finish(properties, ReadFlowCollection()), default, location);
        }
        else if (_cursor.Current == '*' && properties.IsEmpty)
        {
            node = new(ReadAlias(), default, location);
        }
        else
        {
            var scalar = ReadScalarText(0, inFlow: true);
            node = properties.IsEmpty
                ? new(null, scalar, location)
                : new(ReadScalar(properties, scalar), default, location);
        }

        _cursor.SkipToContent();
        return (node, isQuoted);
    }

    private bool IsFlowColon(bool isQuoted) =>
        _cursor.Current == ':' && (isQuoted || _cursor.IsBlankOrEnd(1) || _cursor.IsFlowIndicator(1));

    private bool IsClosed(char closing, SourceLocation opening)
    {
        _cursor.SkipToContent();
        if (_cursor.IsAtEnd || _cursor.IsAtDocumentMarker)
        {
            throw FaultAt(opening, $"this `{(closing == ']' ? '[' : '{')}` is never closed");
        }

        if (_cursor.Current == ',')
        {
            throw _cursor.Fault("there is nothing before this `,`");
        }

        if (_cursor.Current != closing)
        {
            return false;
        }

        _cursor.Skip(1);
        return true;
    }

    // A comma may stand before the end, too.
    private void Separate(char closing, SourceLocation opening)
    {
        _cursor.SkipToContent();
        if (_cursor.Current == ',')
        {
            _cursor.Skip(1);
        }
        else if (_cursor.Current != closing)
        {
            throw _cursor.IsAtEnd || _cursor.IsAtDocumentMarker
                ? FaultAt(opening, $"this `{(closing == ']' ? '[' : '{')}` is never closed")
                : _cursor.Fault($"a `,` or `{closing}` is missing here");
        }
    }
}
