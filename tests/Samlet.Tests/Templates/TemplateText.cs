using System.Text;
using Samlet.Templates;
using Samlet.Templates.Syntax;

namespace Samlet.Tests.Templates;

/// <summary>Templates from text, for tests.</summary>
internal static class TemplateText
{
    public static Template Read(string text, TemplateOptions? options = null) =>
        Read(Encoding.UTF8.GetBytes(text), options);

    public static Template Read(byte[] bytes, TemplateOptions? options = null) =>
        TemplateReader.Read(new SourceText("template.yaml", bytes), AppContext.BaseDirectory, options ?? new());

    /// <summary>The template around one value: property `V` of resource `R`, next to parameters and so on.</summary>
    public static Template Around(string value, TemplateOptions? options = null) => Read(
        $$"""
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Parameters:
          P: {Type: String, Default: p1}
          Empty: {Type: String, Default: ''}
          Count: {Type: Number, Default: 7}
          L: {Type: CommaDelimitedList, Default: 'a, b,c'}
          Missing: {Type: String}
          Hidden: {Type: String, NoEcho: true, Default: s3cret}
        Mappings:
          M:
            us-east-1: {k: mapped, n: 12, l: [x, y]}
        Conditions:
          Yes: !Equals [a, a]
          No: !Equals [a, b]
        Resources:
          G: {Type: AWS::Serverless::Function}
          Named: {Type: AWS::DynamoDB::Table, Properties: {TableName: !Sub '${P}-table' } }
          Table: {Type: AWS::DynamoDB::Table}
          R:
            Type: AWS::Serverless::Function
            Properties:
              V: {{value}}
              Neighbour: fine
        """,
        options);

    /// <summary>What the value becomes: text in quotes, `absent`, `?` for what is unresolved.</summary>
    public static string Resolve(string value, TemplateOptions? options = null)
    {
        var resource = Around(value, options).Find("R")!;
        Assert.Equal("fine", resource.Find("Neighbour")?.AsText());
        return Show(resource.Find("V"));
    }

    public static string Show(TemplateValue? value) => value switch
    {
        null => "absent",
        TemplateValue.Text text => $"'{text.Value}'",
        TemplateValue.Number number => number.Literal,
        TemplateValue.Boolean boolean => boolean.Value ? "true" : "false",
        TemplateValue.Null => "null",
        TemplateValue.List list => $"[{string.Join(", ", list.Items.Select(Show))}]",
        TemplateValue.Map map => $"{{{string.Join(", ", map.Entries.Select(Show))}}}",
        _ => "?",
    };

    private static string Show(MapEntry entry) => $"{entry.Key}: {Show(entry.Value)}";
}
