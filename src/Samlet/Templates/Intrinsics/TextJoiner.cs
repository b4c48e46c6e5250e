using System.Text;

namespace Samlet.Templates.Intrinsics;

/// <summary>
/// Puts the text of a call together from others and keeps what must be known of them: placeholders, secrets, origin.
/// </summary>
internal sealed class TextJoiner(
    IntrinsicResolver resolver, TemplateValue.Call call, TextTraits traits = TextTraits.None)
{
    private readonly StringBuilder _text = new();
    private TextTraits _traits = traits;
    private TemplateValue.Text? _only;
    private int _parts;
    private bool _isTooLong;

    public TextJoiner With(ReadOnlySpan<char> text)
    {
        _isTooLong |= !resolver.Scope.TrySpend(text.Length);
        if (!_isTooLong && !text.IsEmpty)
        {
            _parts++;
            _text.Append(text);
        }

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

    /// <summary>The text, or the call where it has grown too long.</summary>
    public TemplateValue Finish()
    {
        if (_isTooLong)
        {
            return resolver.Fail(
                call, TemplateDiagnostics.TooLong(call.Name, TemplateScope.MostCharacters, call.Location));
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
