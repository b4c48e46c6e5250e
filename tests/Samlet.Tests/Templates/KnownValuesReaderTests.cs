using System.Text;
using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class KnownValuesReaderTests
{
    private const string Yaml =
        """
        resources:
          Table: {Ref: real-table, Arn: 'arn:real'}
          Queue: {Ref: https://queue}
        exports:
          net-Vpc: vpc-1
          Ids: [a, b]
        ssm:
          /app/host: db.example
          /app/port: 5432
        secrets:
          app/plain: hush
          app/keys: {user: me, password: pw}
        """;

    [Theory]
    [InlineData("!Ref Table", "'real-table'", "FromValues")]
    [InlineData("!Sub '${Table}/x'", "'real-table/x'", "FromValues")]
    [InlineData("!ImportValue net-Vpc", "'vpc-1'", "FromValues")]
    [InlineData("!Select [1, !ImportValue Ids]", "'b'", "FromValues")]
    [InlineData("'{{resolve:ssm:/app/host}}'", "'db.example'", "FromValues")]
    [InlineData("'{{resolve:ssm:/app/host:3}}'", "'db.example'", "FromValues")]
    [InlineData(
        "'pg://{{resolve:ssm:/app/host}}:{{resolve:ssm:/app/port}}/x'", "'pg://db.example:5432/x'", "FromValues")]
    [InlineData("!Sub '{{resolve:ssm:/${AppName}/host}}'", "'db.example'", "FromValues")]
    [InlineData("!Join ['', ['{{resolve:ssm:', /app/host, '}}']]", "'db.example'", "FromValues")]
    [InlineData("'{{resolve:ssm-secure:/app/host}}'", "'db.example'", "FromValues, Secret")]
    [InlineData("'{{resolve:secretsmanager:app/plain}}'", "'hush'", "FromValues, Secret")]
    [InlineData("'{{resolve:secretsmanager:app/plain:SecretString}}'", "'hush'", "FromValues, Secret")]
    [InlineData("'{{resolve:secretsmanager:app/keys:SecretString:password}}'", "'pw'", "FromValues, Secret")]
    [InlineData("'{{resolve:secretsmanager:app/keys:SecretString:user::}}'", "'me'", "FromValues, Secret")]
    [InlineData("'{{resolve:ssm:/other}}'", "'{{resolve:ssm:/other}}'", "Placeholder")]
    [InlineData("'{{resolve:secretsmanager:app/keys:SecretString:other}}'",
        "'{{resolve:secretsmanager:app/keys:SecretString:other}}'", "Placeholder")]
    [InlineData("'{{resolve:nothing:x}}'", "'{{resolve:nothing:x}}'", "Placeholder")]
    [InlineData("'{{resolve:ssm:/app/host'", "'{{resolve:ssm:/app/host'", "None")]
    public void What_the_file_tells_is_used_and_marked(string value, string expected, string traits)
    {
        var template = TemplateText.Read(
            $$"""
            Parameters: {AppName: {Type: String, Default: app} }
            Resources:
              Table: {Type: AWS::DynamoDB::Table}
              R: {Type: A, Properties: {V: {{value}} } }
            """,
            new() { Values = Read(Yaml) });
        var found = template.Find("R")!.Find("V");

        Assert.Equal(expected, TemplateText.Show(found));
        Assert.Equal(traits, Assert.IsType<TemplateValue.Text>(found).Traits.ToString());
        Assert.Equal(traits == "Placeholder", template.Diagnostics.Count > 0);
    }

    [Fact]
    public void JSON_is_read_as_well() =>
        Assert.Equal("1", Read("{\"ssm\": {\"/a\": \"1\"}}").Ssm.Find("/a")!.AsText());

    [Theory]
    [InlineData("")]
    [InlineData("resources:\n")]
    public void An_empty_file_or_section_tells_nothing(string text) => Assert.Empty(Read(text).Resources.Entries);

    [Theory]
    [InlineData("resource: {}", "v.yaml:1:1: `resource` is no section of a values file", "did you mean `resources`?")]
    [InlineData("params: {}", "v.yaml:1:1: `params` is no section of a values file",
        "the sections are `resources`, `exports`, `ssm`, `secrets`")]
    [InlineData("ssm: text", "v.yaml:1:6: `ssm` must be a mapping", null)]
    [InlineData("resources: {T: text}", "v.yaml:1:16: `resources.T` must be a mapping", null)]
    [InlineData("- a", "v.yaml:1:1: the file must be a mapping", null)]
    public void A_fault_names_its_place(string text, string message, string? hint)
    {
        var error = Assert.Throws<UserErrorException>(() => Read(text));

        Assert.Equal((message, hint), (error.Message.Split('\n')[0], error.Hint));
    }

    private static KnownValues Read(string text) => KnownValuesReader.Read(new("v.yaml", Encoding.UTF8.GetBytes(text)));
}
