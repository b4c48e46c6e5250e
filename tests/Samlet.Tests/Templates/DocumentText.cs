using System.Text;
using Samlet.Templates;
using Samlet.Templates.Syntax;

namespace Samlet.Tests.Templates;

/// <summary>Documents from text, and their nodes in a short notation.</summary>
internal static class DocumentText
{
    public static (TemplateValue Value, IReadOnlyList<Diagnostic> Diagnostics) Read(string text) =>
        Read(Encoding.UTF8.GetBytes(text));

    public static (TemplateValue Value, IReadOnlyList<Diagnostic> Diagnostics) Read(byte[] bytes)
    {
        DiagnosticList diagnostics = new();
        return (DocumentReader.Read(new("t.yaml", bytes), diagnostics), diagnostics.Items);
    }

    public static UserErrorException Fail(string text) => Assert.Throws<UserErrorException>(() => Read(text));

    /// <summary>Text in quotes, numbers as written, `~` for null, calls as `Name(argument)`.</summary>
    public static string Show(TemplateValue value) => value switch
    {
        TemplateValue.Text text => $"'{text.Value}'",
        TemplateValue.Null => "~",
        TemplateValue.List list => $"[{string.Join(", ", list.Items.Select(Show))}]",
        TemplateValue.Map map => $"{{{string.Join(", ", map.Entries.Select(Show))}}}",
        TemplateValue.Call call => $"{call.Name}({Show(call.Argument)})",
        _ => value.AsText()!,
    };

    private static string Show(MapEntry entry) => $"{entry.Key}: {Show(entry.Value)}";
}
