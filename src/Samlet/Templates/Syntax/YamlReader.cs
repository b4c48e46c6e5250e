using System.Buffers;

namespace Samlet.Templates.Syntax;

/// <summary>
/// YAML to nodes, by descent along indentation. A reader of our own because it takes a fifth of the time of the usual
/// library, which also lets broken text through. It reads the whole language of YAML 1.2.2 but `%TAG` directives, types
/// scalars as CloudFormation does (<see cref="YamlScalar"/>), shares anchored nodes instead of copying them and bounds
/// what their expansion would amount to.
/// </summary>
internal sealed partial class YamlReader
{
    private const int MostNodes = 1_000_000;

    // Characters that YAML forbids everywhere.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\v\f\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017"
        + "\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF");

    private readonly DiagnosticList _diagnostics;
    private readonly YamlCursor _cursor;
    private readonly YamlScalarReader _scalars;
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private readonly List<Level> _levels = [];
    private int _nodes;
    private int _depth;

    public YamlReader(SourceText source, DiagnosticList diagnostics)
    {
        _diagnostics = diagnostics;
        _cursor = new(source);
        _scalars = new(_cursor);
    }

    /// <summary>The first document; <see cref="TemplateValue.Null"/> where the text has none.</summary>
    public TemplateValue Read()
    {
        RefuseForbidden();
        SkipToDocument();
        RefuseTab();
        var value = ReadBlockNode(new(0, 0, true));
        _cursor.SkipToContent();
        if (!_cursor.IsAtEnd)
        {
            CheckDocumentEnd();
        }

        return value;
    }

    private void RefuseForbidden()
    {
        if (_cursor.Rest.IndexOfAny(Forbidden) is >= 0 and var at)
        {
            var code = (int)_cursor.Rest[at];
            while (_cursor.Rest.IndexOfAny('\n', '\r') is >= 0 and var length && _cursor.Position + length < at)
            {
                _cursor.Skip(length);
                _cursor.TrySkipLineBreak();
            }

            _cursor.Skip(at - _cursor.Position);
            throw _cursor.Fault($"the control character U+{code:X4} cannot stand here");
        }
    }

    // Directives are lines that start with `%`; the marker `---` follows them.
    private void SkipToDocument()
    {
        _cursor.SkipToContent();
        while (_cursor is { Column: 0, Current: '%' })
        {
            _cursor.SkipToLineEnd();
            _cursor.SkipToContent();
        }

        if (_cursor.IsAtDocumentMarker && _cursor.Current == '-')
        {
            _cursor.Skip(3);
        }
    }

    private void CheckDocumentEnd()
    {
        if (!_cursor.IsAtDocumentMarker)
        {
            RefuseTab();
            throw _cursor.Fault("the indentation of this line fits none above it");
        }

        while (_cursor.Rest.StartsWith("..."))
        {
            _cursor.Skip(3);
            _cursor.SkipToContent();
        }

        if (!_cursor.IsAtEnd)
        {
            _diagnostics.Add(TemplateDiagnostics.SecondDocument(_cursor.Location));
        }
    }

    /// <summary>Reads a tag or an anchor, whichever is here, into what has been read of them so far.</summary>
    private YamlProperties ReadProperty(YamlProperties properties)
    {
        var location = properties.IsEmpty ? _cursor.Location : properties.Location;
        var start = _cursor.Position;
        var isTag = _cursor.Current == '!';
        if (isTag && _cursor.Rest.StartsWith("!<"))
        {
            _cursor.Skip(Math.Max(0, _cursor.Rest.IndexOf('>')));
        }

        while (!_cursor.IsBlankOrEnd(0) && !_cursor.IsFlowIndicator(0))
        {
            _cursor.Skip(1);
        }

        var text = _cursor.TextFrom(start);
        if (isTag)
        {
            return properties with { Tag = text, Location = location };
        }

        _anchors[text[1..]] = new(null, _nodes);
        return properties with { Anchor = text[1..], Location = location };
    }

    private TemplateValue ReadAlias()
    {
        var (start, location) = (_cursor.Position, _cursor.Location);
        while (!_cursor.IsBlankOrEnd(0) && !_cursor.IsFlowIndicator(0))
        {
            _cursor.Skip(1);
        }

        var alias = _cursor.TextFrom(start);
        if (!_anchors.TryGetValue(alias[1..], out var anchored))
        {
            throw FaultAt(location, $"alias `{alias}` has no anchor before it");
        }

        Count(anchored.Nodes, location);
        return anchored.Value ?? throw FaultAt(location, $"alias `{alias}` contains itself");
    }

    /// <summary>Applies the tag, and remembers the value under its anchor with the number of nodes in it.</summary>
    private TemplateValue Finish(YamlProperties properties, TemplateValue value)
    {
        if (properties.IsEmpty)
        {
            return value;
        }

        var finished = YamlTags.Apply(properties, value);
        if (properties.Anchor is { } anchor)
        {
            _anchors[anchor] = new(finished, _nodes - _anchors[anchor].Nodes);
        }

        return finished;
    }

    private TemplateValue ReadScalar(YamlProperties properties, ScalarText scalar)
    {
        Count(1, scalar.Location);
        return Finish(properties, YamlTags.ReadScalar(properties.Tag, scalar.Text, scalar.IsPlain, scalar.Location));
    }

    private TemplateValue ReadNothing(YamlProperties properties, SourceLocation location) =>
        ReadScalar(properties, new("", true, properties.IsEmpty ? location : properties.Location));

    private ScalarText ReadScalarText(int indent, bool inFlow)
    {
        var location = _cursor.Location;
        var text = _cursor.Current switch
        {
            '\'' => _scalars.ReadSingleQuoted(),
            '"' => _scalars.ReadDoubleQuoted(),
            _ => null,
        };
        if (text is null)
        {
            return new(_scalars.ReadPlain(indent, inFlow), true, location);
        }

        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 && !IsUnicode(text))
        {
            _diagnostics.Add(TemplateDiagnostics.BrokenText(location));
        }

        return new(text, false, location);
    }

    // The text of a key; a key that is a list or mapping has none and is left out.
    private string? KeyOf(TemplateValue value, SourceLocation location)
    {
        var text = value is TemplateValue.Null
            ? ""
            : value.AsText()
            ?? (value as TemplateValue.Call)?.Argument.AsText();
        if (text is null)
        {
            _diagnostics.Add(TemplateDiagnostics.KeyNotText(location));
        }

        return text;
    }

    private void Merge(MapBuilder builder, TemplateValue merged)
    {
        if (merged is TemplateValue.List list)
        {
            foreach (var item in list.Items)
            {
                Merge(builder, item);
            }
        }
        else if (merged.AsMap() is { } map)
        {
            builder.Merge(map);
        }
        else
        {
            _diagnostics.Add(TemplateDiagnostics.MergeNotMap(merged.Location));
        }
    }

    /// <summary>One level deeper; the buffers there are free, since every level uses its own.</summary>
    private Level Descend(SourceLocation location)
    {
        Count(1, location);
        if (_depth == DocumentReader.MaxDepth)
        {
            throw FaultAt(location, DocumentReader.TooDeep);
        }

        if (_depth == _levels.Count)
        {
            _levels.Add(new([], new(_diagnostics)));
        }

        return _levels[_depth++];
    }

    private TemplateValue.List Ascend(Level level, SourceLocation location)
    {
        _depth--;
        var items = level.Items.ToArray();
        level.Items.Clear();
        return new(items) { Location = location };
    }

    /// <summary>
    /// Adds an entry. What `&lt;&lt;` merges waits among the items until all keys are there, the last one first.
    /// </summary>
    private static void Put(Level level, Key key, TemplateValue value)
    {
        if (key is { Text: "<<", IsPlain: true })
        {
            level.Items.Insert(0, value);
        }
        else if (key.Text is not null)
        {
            level.Entries.Add(new(key.Text, key.Location, value));
        }
    }

    private TemplateValue AscendFromMap(Level level, SourceLocation location)
    {
        _depth--;
        foreach (var merged in level.Items)
        {
            Merge(level.Entries, merged);
        }

        level.Items.Clear();
        var map = level.Entries.Build(location);
        level.Entries.Clear();
        return map;
    }

    private void Count(int nodes, SourceLocation location)
    {
        _nodes += nodes;
        if (_nodes > MostNodes)
        {
            throw FaultAt(location, $"more than {MostNodes} values once its aliases are expanded");
        }
    }

    private UserErrorException FaultAt(SourceLocation location, string message, string? hint = null) =>
        _cursor.Source.Fault(location, message, hint);

    private static bool IsUnicode(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !char.IsSurrogatePair(text, index++))
            {
                return false;
            }
        }

        return true;
    }

    // A null value is an anchor whose node is still being read; the count is then that of the nodes before it.
    private readonly record struct Anchored(TemplateValue? Value, int Nodes);

    private readonly record struct Level(List<TemplateValue> Items, MapBuilder Entries);

    private readonly record struct ScalarText(string Text, bool IsPlain, SourceLocation Location);
}
