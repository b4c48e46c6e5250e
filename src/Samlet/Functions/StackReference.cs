using System.Globalization;
using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// Carries the resource that a text names (<see cref="TemplateValue.Text.Origin"/>) from one stack to another, so that
/// a layer that a parent hands down, or that a neighbour exports, is still found.
/// </summary>
internal static class StackReference
{
    /// <summary>In front of the number of a template at the top and of the reference in it.</summary>
    public const string Top = "//";

    /// <summary>From a parent to its child.</summary>
    public static TemplateValue.Text Down(TemplateValue.Text text) => Move(text, "../");

    /// <summary>From a child to its parent.</summary>
    public static TemplateValue Up(TemplateValue value, string child) =>
        value is TemplateValue.Text text ? Move(text, child + "/") : value;

    /// <summary>From a template at the top to any other stack.</summary>
    public static TemplateValue Across(TemplateValue value, int index) =>
        value is TemplateValue.Text text
            ? Move(text, string.Create(CultureInfo.InvariantCulture, $"{Top}{index}/"))
            : value;

    /// <summary>
    /// The number of the template and what follows it; null for a text that only looks like a reference.
    /// </summary>
    public static (int Index, string Remaining)? SplitTop(string reference)
    {
        var slash = reference.IndexOf('/', Top.Length);
        var number = slash < 0 ? "" : reference[Top.Length..slash];
        return int.TryParse(number, CultureInfo.InvariantCulture, out var index)
            ? (index, reference[(slash + 1)..])
            : null;
    }

    private static TemplateValue.Text Move(TemplateValue.Text text, string step) =>
        text.Origin is not { } origin || origin.LogicalId.StartsWith(Top, StringComparison.Ordinal)
            ? text
            : text with { Origin = origin with { LogicalId = step + origin.LogicalId } };
}
