using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Samlet.Templates.Syntax;

/// <summary>YAML to nodes. Anchors are shared, not copied; what their expansion would amount to is bounded.</summary>
internal sealed class YamlReader(SourceText source, DiagnosticList diagnostics)
{
    private const int MostNodes = 1_000_000;

    private readonly Parser _parser = new(new StringReader(source.Text));
    private readonly Dictionary<string, Anchored> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _depth;

    // A null value is an anchor that is still being read.
    private readonly record struct Anchored(TemplateValue? Value, int Nodes);

    /// <summary>The first document; <see cref="TemplateValue.Null"/> where the text has none.</summary>
    public TemplateValue Read()
    {
        try
        {
            return ReadDocument();
        }
        catch (YamlException error)
        {
            throw YamlFaults.Explain(source, error);
        }
    }

    private TemplateValue ReadDocument()
    {
        Next();
        if (Next() is StreamEnd)
        {
            return new TemplateValue.Null { Location = new(source.File, 1, 1) };
        }

        Next();
        var value = ReadNode();
        Next();
        if (Next() is DocumentStart second)
        {
            diagnostics.Add(TemplateDiagnostics.SecondDocument(LocationOf(second)));
        }

        return value;
    }

    private ParsingEvent Next()
    {
        try
        {
            return _parser.MoveNext() ? _parser.Current! : throw new YamlException("the text ends too early");
        }
        catch (Exception error) when (error is not YamlException)
        {
            // The parser trips over its own stacks on some unfinished flow collections (InvalidOperationException).
            var last = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(last, last, "brackets, braces or indentation do not match here", error);
        }
    }

    /// <summary>Reads the node whose first event is current.</summary>
    private TemplateValue ReadNode()
    {
        var start = _parser.Current!;
        if (start is AnchorAlias alias)
        {
            return Expand(alias);
        }

        var before = _nodes;
        Count(start, 1);
        var node = (NodeEvent)start;
        var name = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (name is not null)
        {
            _anchors[name] = default;
        }

        var value = YamlTags.Apply(node, Untagged(node));
        if (name is not null)
        {
            _anchors[name] = new(value, _nodes - before);
        }

        return value;
    }

    private TemplateValue Untagged(NodeEvent node)
    {
        if (node is Scalar scalar)
        {
            return YamlTags.IsText(scalar)
                ? new TemplateValue.Text(scalar.Value) { Location = LocationOf(scalar) }
                : YamlScalar.Read(scalar.Value, LocationOf(scalar));
        }

        if (++_depth > DocumentReader.MaxDepth)
        {
            throw Fault(node, DocumentReader.TooDeep);
        }

        var value = node is MappingStart ? ReadMap(node) : ReadList(node);
        _depth--;
        return value;
    }

    private TemplateValue.List ReadList(NodeEvent start)
    {
        List<TemplateValue> items = [];
        while (Next() is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        return new(items.ToArray()) { Location = LocationOf(start) };
    }

    private TemplateValue ReadMap(NodeEvent start)
    {
        MapBuilder builder = new(diagnostics);
        TemplateValue? merged = null;
        while (Next() is not MappingEnd)
        {
            var keyEvent = _parser.Current!;
            var key = ReadKey(keyEvent);
            Next();
            var value = ReadNode();
            if (keyEvent is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged = value;
            }
            else if (key is not null)
            {
                builder.Add(new(key, LocationOf(keyEvent), value));
            }
        }

        Merge(builder, merged);
        return builder.Build(LocationOf(start));
    }

    private string? ReadKey(ParsingEvent key)
    {
        var value = ReadNode();
        if (key is Scalar scalar)
        {
            return scalar.Value;
        }

        var text = value.AsText();
        if (text is null)
        {
            diagnostics.Add(TemplateDiagnostics.KeyNotText(LocationOf(key)));
        }

        return text;
    }

    private void Merge(MapBuilder builder, TemplateValue? merged)
    {
        if (merged is TemplateValue.List list)
        {
            foreach (var item in list.Items)
            {
                Merge(builder, item);
            }
        }
        else if (merged?.AsMap() is { } map)
        {
            builder.Merge(map);
        }
        else if (merged is not null)
        {
            diagnostics.Add(TemplateDiagnostics.MergeNotMap(merged.Location));
        }
    }

    private TemplateValue Expand(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw Fault(alias, $"alias `*{alias.Value.Value}` has no anchor before it");
        }

        Count(alias, anchored.Nodes);
        return anchored.Value ?? throw Fault(alias, $"alias `*{alias.Value.Value}` contains itself");
    }

    private void Count(ParsingEvent at, int nodes)
    {
        _nodes += nodes;
        if (_nodes > MostNodes)
        {
            throw Fault(at, $"more than {MostNodes} values once its aliases are expanded");
        }
    }

    private UserErrorException Fault(ParsingEvent at, string message) =>
        source.Fault(LocationOf(at), message);

    private SourceLocation LocationOf(ParsingEvent at) => new(source.File, (int)at.Start.Line, (int)at.Start.Column);
}
