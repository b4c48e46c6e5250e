using System.Text;

namespace Samlet.Templates.Intrinsics;

/// <summary>Puts a text together from others and keeps what must be known of them: placeholders, secrets, their resource.</summary>
internal sealed class TextJoiner
{
    private readonly StringBuilder _text = new();
    private TextTraits _traits;
    private TemplateValue.Text? _first;
    private int _parts;

    public bool Append(ReadOnlySpan<char> text)
    {
        _parts += text.IsEmpty ? 0 : 1;
        _text.Append(text);
        return true;
    }

    /// <summary>Appends a scalar.</summary>
    public bool Append(TemplateValue value)
    {
        if (value is TemplateValue.Text text)
        {
            _traits |= text.Traits;
            _first ??= text;
        }

        return Append(value.AsText());
    }

    public TemplateValue Finish(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (_text.Length > IntrinsicResolver.MostCharacters)
        {
            return resolver.Fail(call, TemplateDiagnostics.TooLong(call.Name, IntrinsicResolver.MostCharacters, call.Location));
        }

        return new TemplateValue.Text(_text.ToString())
        {
            Location = call.Location,
            Traits = _traits,
            Origin = _parts == 1 ? _first?.Origin : null,
        };
    }
}
