using System.Text;
using System.Text.Json;

namespace Samlet.Templates.Syntax;

/// <summary>JSON to nodes. Columns count characters, as in YAML.</summary>
internal ref struct JsonNodeReader
{
    private readonly SourceText _source;
    private readonly DiagnosticList _diagnostics;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    public JsonNodeReader(SourceText source, DiagnosticList diagnostics)
    {
        (_source, _diagnostics) = (source, diagnostics);
        _bytes = source.Bytes.Span;
        _reader = new(_bytes, new JsonReaderOptions { MaxDepth = DocumentReader.MaxDepth + 1 });
    }

    public TemplateValue Read()
    {
        try
        {
            _reader.Read();
            var value = ReadValue();
            _reader.Read();
            return value;
        }
        catch (JsonException error)
        {
            throw Explain(error);
        }
    }

    private TemplateValue ReadValue()
    {
        var location = Locate();
        if (_reader.CurrentDepth >= DocumentReader.MaxDepth
            && _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw _source.Fault(location, DocumentReader.TooDeep);
        }

        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadMap(location),
            JsonTokenType.StartArray => ReadList(location),
            JsonTokenType.String => new TemplateValue.Text(ReadText(location)) { Location = location },
            JsonTokenType.Number =>
                new TemplateValue.Number(Encoding.UTF8.GetString(_reader.ValueSpan)) { Location = location },
            JsonTokenType.True or JsonTokenType.False =>
                new TemplateValue.Boolean(_reader.TokenType == JsonTokenType.True) { Location = location },
            _ => new TemplateValue.Null { Location = location },
        };
    }

    private TemplateValue.List ReadList(SourceLocation location)
    {
        List<TemplateValue> items = [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue());
        }

        return new(items.ToArray()) { Location = location };
    }

    private TemplateValue ReadMap(SourceLocation location)
    {
        MapBuilder builder = new(_diagnostics);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var keyLocation = Locate();
            var key = ReadText(keyLocation);
            _reader.Read();
            builder.Add(new(key, keyLocation, ReadValue()));
        }

        return builder.Build(location);
    }

    private readonly string ReadText(SourceLocation location)
    {
        try
        {
            return _reader.GetString()!; // Null only for the token null.
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8, cannot be a string.
            _diagnostics.Add(TemplateDiagnostics.BrokenText(location));
            return Encoding.UTF8.GetString(_reader.ValueSpan);
        }
    }

    private SourceLocation Locate()
    {
        Advance((int)_reader.TokenStartIndex);
        return new(_source.File, _line, _column);
    }

    private void Advance(int offset)
    {
        for (; _offset < offset; _offset++)
        {
            var current = _bytes[_offset];
            if (current == (byte)'\n')
            {
                (_line, _column) = (_line + 1, 1);
            }
            else if ((current & 0xC0) != 0x80)
            {
                _column++;
            }
        }
    }

    private readonly UserErrorException Explain(JsonException error)
    {
        var line = (int)(error.LineNumber ?? 0);
        var text = Encoding.UTF8.GetBytes(_source.LineAt(line + 1) ?? "");
        var before = Math.Min((int)(error.BytePositionInLine ?? 0), text.Length);
        var message = error.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
        var column = Encoding.UTF8.GetCharCount(text, 0, before) + 1;
        return _source.Fault(new(_source.File, line + 1, column), char.ToLowerInvariant(message[0]) + message[1..]);
    }
}
