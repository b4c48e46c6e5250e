using Samlet.Templates.Syntax;

namespace Samlet.Templates;

/// <summary>From the text of a parameter to what `Ref` gives: text or a list, checked against its declaration.</summary>
internal static class ParameterValue
{
    public static TemplateValue? Read(
        Parameter parameter, TemplateValue.Text? text, TemplateOptions options, DiagnosticList diagnostics)
    {
        if (text is null)
        {
            diagnostics.Add(TemplateDiagnostics.ParameterWithoutValue(parameter.Name, parameter.Location));
            return null;
        }

        text = parameter.NoEcho ? text with { Traits = text.Traits | TextTraits.Secret } : text;
        Check(parameter, text.Value, diagnostics);
        return parameter.IsList ? Split(text) : text;
    }

    private static void Check(Parameter parameter, string text, DiagnosticList diagnostics)
    {
        var why = parameter.AllowedValues is { } allowed && !Allows(parameter, allowed, text) ? "it is not one of AllowedValues"
            : parameter.Type == "Number" && !YamlScalar.IsNumber(text) ? "it is no number"
            : null;
        if (why is not null)
        {
            diagnostics.Add(TemplateDiagnostics.ParameterValueRefused(parameter.Name, why, parameter.Location));
        }
    }

    private static bool Allows(Parameter parameter, IReadOnlyList<string> allowed, string text)
    {
        if (!parameter.IsList)
        {
            return allowed.Contains(text);
        }

        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!allowed.Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    private static TemplateValue.List Split(TemplateValue.Text text)
    {
        List<TemplateValue> items = [];
        if (text.Value.Length > 0)
        {
            foreach (var item in text.Value.Split(',', StringSplitOptions.TrimEntries))
            {
                items.Add(text with { Value = item });
            }
        }

        return new(items.ToArray()) { Location = text.Location };
    }
}
