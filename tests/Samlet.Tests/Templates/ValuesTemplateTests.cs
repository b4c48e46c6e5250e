using System.Text;
using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class ValuesTemplateTests
{
    [Fact]
    public void Every_unknown_value_can_be_filled_in_and_read_back()
    {
        CloudValue[] values =
        [
            new(CloudValueKind.Resource, "Child/Table", "Ref", "Table"),
            new(CloudValueKind.Ssm, "/app/\"host\"", null, "{{resolve:ssm:/app/host}}"),
            new(CloudValueKind.Resource, "Child/Table", "Arn", "arn:aws:dynamodb:::x"),
            new(CloudValueKind.Resource, "Queue", "Ref", "https://queue"),
            new(CloudValueKind.Secret, "app", "password", "x"),
            new(CloudValueKind.Secret, "plain", null, ""),
            new(CloudValueKind.Export, "net", null, "no"),
        ];

        var text = ValuesTemplate.Write(values);

        Assert.Equal(
            """
            resources:
              Child/Table:
                Ref: Table
                Arn: "arn:aws:dynamodb:::x"
              Queue:
                Ref: "https://queue"
            exports:
              net: "no"
            ssm:
              "/app/\"host\"": "{{resolve:ssm:/app/host}}"
            secrets:
              app:
                password: x
              plain: ""

            """,
            text);
        var read = KnownValuesReader.Read(new("v.yaml", Encoding.UTF8.GetBytes(text)));
        Assert.Equal("{Ref: 'Table', Arn: 'arn:aws:dynamodb:::x'}", TemplateText.Show(read.Resources.Find("Child/Table")));
        Assert.Equal("'{{resolve:ssm:/app/host}}'", TemplateText.Show(read.Ssm.Find("/app/\"host\"")));
        Assert.Equal("{password: 'x'}", TemplateText.Show(read.Secrets.Find("app")));
    }

    [Fact]
    public void Nothing_unknown_makes_an_empty_file() => Assert.Empty(ValuesTemplate.Write([]));
}
