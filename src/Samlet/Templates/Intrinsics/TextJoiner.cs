using System.Text;

namespace Samlet.Templates.Intrinsics;

/// <summary>Puts a text together from others and keeps what must be known of them: placeholders, secrets, their resource.</summary>
internal sealed class TextJoiner(TextTraits traits = TextTraits.None)
{
    private readonly StringBuilder _text = new();
    private TextTraits _traits = traits;
    private TemplateValue.Text? _only;
    private int _parts;

    public TextJoiner With(ReadOnlySpan<char> text)
    {
        _parts += text.IsEmpty ? 0 : 1;
        _text.Append(text);
        return this;
    }

    /// <summary>Appends a scalar.</summary>
    public TextJoiner With(TemplateValue value)
    {
        if (value is TemplateValue.Text text)
        {
            _traits |= text.Traits;
            _only = text;
        }

        return With(value.AsText());
    }

    public TemplateValue Finish(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (!resolver.Scope.TrySpend(_text.Length))
        {
            return resolver.Fail(call, TemplateDiagnostics.TooLong(call.Name, TemplateScope.MostCharacters, call.Location));
        }

        var text = new TemplateValue.Text(_text.ToString())
        {
            Location = call.Location,
            Traits = _traits,
            Origin = _parts == 1 ? _only?.Origin : null,
        };
        return DynamicReferences.Resolve(resolver, text);
    }
}
