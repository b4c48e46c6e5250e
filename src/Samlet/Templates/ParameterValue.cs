using System.Globalization;
using System.Text.RegularExpressions;
using Samlet.Templates.Syntax;

namespace Samlet.Templates;

/// <summary>
/// From the text of a parameter to what `Ref` gives, text or a list, checked against its declaration.
/// </summary>
internal static class ParameterValue
{
    // An AllowedPattern with nested repetitions could take for ever.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(200);

    /// <summary>Null, with a diagnostic, for a parameter that has neither an override nor a default.</summary>
    public static TemplateValue? Read(TemplateScope scope, Parameter parameter, TemplateValue.Text? text)
    {
        if (text is null)
        {
            scope.Diagnostics.Add(TemplateDiagnostics.ParameterWithoutValue(parameter.Name, parameter.Location));
            return null;
        }

        text = parameter.NoEcho ? text with { Traits = text.Traits | TextTraits.Secret } : text;
        if (FindFault(parameter, text.Value) is { } why)
        {
            scope.Diagnostics.Add(TemplateDiagnostics.ParameterValueRefused(parameter.Name, why, parameter.Location));
        }

        return parameter.IsFromSsm ? ReadSsm(scope, parameter, text)
            : parameter.IsList ? Split(text)
            : text;
    }

    private static TemplateValue ReadSsm(TemplateScope scope, Parameter parameter, TemplateValue.Text name)
    {
        if (scope.Options.Values.Ssm.Find(name.Value) is { } told)
        {
            var value = KnownValues.Mark(told, null, parameter.Location, name.Traits);
            return value is TemplateValue.Text text && parameter.IsList ? Split(text) : value;
        }

        var standIn = name with
        {
            Value = parameter.ValueType == "AWS::EC2::Image::Id" ? "ami-0123456789abcdef0" : name.Value,
            Traits = name.Traits | TextTraits.Placeholder,
        };
        scope.AddUnknown(new(CloudValueKind.Ssm, name.Shown, null, standIn.Shown));
        scope.Diagnostics.Add(
            TemplateDiagnostics.Placeholder($"SSM parameter `{name.Shown}`", standIn.Shown, parameter.Location));
        return parameter.IsList ? Split(standIn) : standIn;
    }

    private static string? FindFault(Parameter parameter, string text)
    {
        var items = parameter.IsList ? text.Split(',', StringSplitOptions.TrimEntries) : [text];
        foreach (var item in items)
        {
            if (FindItemFault(parameter, item) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FindItemFault(Parameter parameter, string text)
    {
        if (parameter.AllowedValues is { } allowed && !allowed.Contains(text))
        {
            return $"only `{string.Join("`, `", allowed)}` are allowed";
        }

        if (parameter.Type is not ("Number" or "List<Number>"))
        {
            return FindRangeFault(parameter, text.Length, "Length") ?? FindPatternFault(parameter, text);
        }

        return YamlScalar.IsNumber(text)
            ? FindRangeFault(parameter, double.Parse(text, CultureInfo.InvariantCulture), "Value")
            : "it is no number";
    }

    private static string? FindRangeFault(Parameter parameter, double value, string what)
    {
        var least = NumberOf(parameter, "Min" + what);
        var most = NumberOf(parameter, "Max" + what);
        return value < least ? $"Min{what} is {least}" : value > most ? $"Max{what} is {most}" : null;
    }

    private static double? NumberOf(Parameter parameter, string key) =>
        double.TryParse(parameter.Declaration.Find(key)?.AsText(), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string? FindPatternFault(Parameter parameter, string text)
    {
        if (parameter.Declaration.Find("AllowedPattern")?.AsText() is not { } pattern)
        {
            return null;
        }

        try
        {
            return Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, LongestMatch)
                ? null
                : parameter.Declaration.Find("ConstraintDescription")?.AsText() ?? $"AllowedPattern is `{pattern}`";
        }
        catch (Exception error) when (error is RegexParseException or RegexMatchTimeoutException)
        {
            // Java's expressions, which the service uses, are not quite .NET's: no verdict.
            return null;
        }
    }

    private static TemplateValue.List Split(TemplateValue.Text text)
    {
        var parts = text.Value.Length == 0 ? [] : text.Value.Split(',', StringSplitOptions.TrimEntries);
        var items = Array.ConvertAll(parts, TemplateValue (part) => text with { Value = part });
        return new(items) { Location = text.Location };
    }
}
