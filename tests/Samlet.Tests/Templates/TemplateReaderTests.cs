using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Templates;

public sealed class TemplateReaderTests
{
    [Theory]
    [InlineData("", "template `template.yaml` is empty")]
    [InlineData("# nothing\n", "template `template.yaml` is empty")]
    [InlineData("- a\n", "template.yaml:1:1: a template is a mapping, and this is a list")]
    [InlineData("\n  text\n", "template.yaml:2:3: a template is a mapping, and this is a single value")]
    [InlineData("[]", "template.yaml:1:1: a template is a mapping, and this is a list")]
    [InlineData("\"x\"", "template.yaml:1:1: a template is a mapping, and this is a single value")]
    public void What_is_no_mapping_is_an_error(string text, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<UserErrorException>(() => TemplateText.Read(text)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("Resource: {}\nResources: {A: {Type: B}}\n", "SAM0009 1:1 did you mean `Resources`?")]
    [InlineData("Description: x\n", "SAM0011 1:1 a template needs at least one resource")]
    [InlineData("Resources:\n", "SAM0011 1:1 a template needs at least one resource")]
    [InlineData("Resources: {A: {}}\n", "SAM0012 1:13 ")]
    [InlineData("Resources: {A: {Type: B, Propertes: {}}}\n", "SAM0029 1:26 did you mean `Properties`?")]
    [InlineData("Resources: {A: {Type: B}, C: text}\n", "SAM0010 1:27 ")]
    [InlineData("Resources: {A: {Type: B}}\nOutputs: {O: text}\n", "SAM0010 2:11 ")]
    [InlineData("Resources: {A: {Type: B}}\nParameters: {P: text}\n", "SAM0010 2:14 ")]
    [InlineData("Resources: {A: {Type: B}}\nParameters: []\n", "SAM0010 2:13 ")]
    [InlineData("Resources: {A: {Type: B}}\nConditions: text\n", "SAM0010 2:13 ")]
    [InlineData("Globals: {Function: []}\nResources: {A: {Type: B}}\n", "SAM0010 1:21 ")]
    [InlineData("Transform: AWS::Include\nResources: {A: {Type: B}}\n", "SAM0002 1:12 ")]
    [InlineData(
        "Transform: {Name: AWS::Include, Parameters: {Location: \"a\\0\"}}\nResources: {A: {Type: B}}\n",
        "SAM0025 1:56 name a local file as `Location`")]
    public void A_fault_of_a_template_is_a_diagnostic_with_its_place(string text, string expected)
    {
        var only = Assert.Single(TemplateText.Read(text).Diagnostics);

        Assert.Equal(expected, $"{only.Code} {only.Location.Line}:{only.Location.Column} {only.Hint}");
    }

    [Fact]
    public void Resources_are_kept_in_order_and_found_by_id()
    {
        var template = TemplateText.Read("Resources: {B: {Type: X}, A: {Type: Y}}\n");

        Assert.Equal(["B", "A"], template.Resources.Select(resource => resource.LogicalId));
        Assert.Equal("Y", template.Find("A")!.Type);
        Assert.Equal("template.yaml:1:27", template.Find("A")!.Location.ToString());
        Assert.Null(template.Find("C"));
    }

    [Fact]
    public void Only_what_is_asked_for_is_resolved_and_diagnosed()
    {
        var template = TemplateText.Read(
            """
            Resources:
              A: {Type: AWS::Serverless::Function, Properties: {Handler: h, Role: !Ref Nowhere, Timeout: !Ref Nowhere2}}
              B: {Type: AWS::Serverless::Function, Properties: {Handler: !Ref Nowhere3}}
            """);

        Assert.Equal("'h'", TemplateText.Show(template.Find("A")!.Find("Handler")));
        Assert.Empty(template.Diagnostics);
        Assert.Equal("?", TemplateText.Show(template.Find("A")!.Find("Timeout")));
        Assert.Equal(("SAM0001", "A"), (Assert.Single(template.Diagnostics).Code, template.Diagnostics[0].Resource));
    }

    [Fact]
    public void Metadata_and_outputs_are_resolved()
    {
        var template = TemplateText.Read(
            """
            Conditions: {No: !Equals [a, b]}
            Resources:
              A: {Type: AWS::SQS::Queue, Metadata: {Region: !Ref AWS::Region}}
            Outputs:
              Url: {Value: !Ref A, Export: {Name: !Sub '${AWS::StackName}-url'}}
              Never: {Condition: No, Value: x}
            """);

        Assert.Equal("{Region: 'us-east-1'}", TemplateText.Show(template.Find("A")!.Metadata));
        Assert.Equal(
            "'https://sqs.us-east-1.amazonaws.com/123456789012/A'", TemplateText.Show(template.Outputs[0].Value));
        Assert.Equal("local-url", template.Outputs[0].ExportName);
        Assert.Equal([true, false], template.Outputs.Select(output => output.IsPresent));
        Assert.Null(template.Outputs[1].ExportName);
    }

    [Theory]
    [InlineData("us-east-1", "123456789012", "local", "aws", "localhost")]
    [InlineData("eu-central-1", "111111111111", "shop", "aws", "localhost")]
    [InlineData("cn-north-1", "123456789012", "local", "aws-cn", "amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "123456789012", "local", "aws-us-gov", "amazonaws.com")]
    public void Pseudo_parameters_follow_the_region(
        string region, string account, string stack, string partition, string suffix)
    {
        var names = "Region AccountId StackName Partition StackId URLSuffix NotificationARNs".Split(' ');
        var template = TemplateText.Around(
            $"[{string.Join(", ", names.Select(name => $"!Ref AWS::{name}"))}]",
            new() { Region = region, AccountId = account, StackName = stack });
        var stackId =
            $"arn:{partition}:cloudformation:{region}:{account}:stack/{stack}/51af3dc0-da77-11e4-872e-1234567db123";

        Assert.Equal(
            $"['{region}', '{account}', '{stack}', '{partition}', '{stackId}', '{suffix}', []]",
            TemplateText.Show(template.Find("R")!.Find("V")));
    }

    [Fact]
    public void Loops_make_resources_conditions_and_outputs()
    {
        var template = TemplateText.Read(
            """
            Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
            Parameters: {Names: {Type: CommaDelimitedList, Default: 'Alpha,Beta'}}
            Conditions:
              Fn::ForEach::Conditions:
                - Name
                - !Ref Names
                - Is${Name}: !Equals [!Ref Name, Alpha]
            Resources:
              Fn::ForEach::Functions:
                - Name
                - !Ref Names
                - ${Name}Function:
                    Type: AWS::Serverless::Function
                    Condition: Is${Name}
                    Properties: {Handler: !Sub '${Name}.${AWS::Region}'}
              Other: {Type: AWS::SNS::Topic}
            Outputs:
              Fn::ForEach::Outputs: [Name, [a, b], {'Out${Name}': {Value: !Ref Name}}]
            """);

        Assert.Equal(
            ["AlphaFunction", "BetaFunction", "Other"], template.Resources.Select(resource => resource.LogicalId));
        Assert.Equal("'Beta.us-east-1'", TemplateText.Show(template.Find("BetaFunction")!.Find("Handler")));
        Assert.Equal([true, false], template.Resources.Take(2).Select(resource => resource.Condition!.Value));
        Assert.Equal(["Outa", "Outb"], template.Outputs.Select(output => output.Name));
        Assert.Equal("'b'", TemplateText.Show(template.Outputs[1].Value));
        Assert.Empty(template.Diagnostics);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Transform: AWS::LanguageExtensions\n", false)]
    public void Loops_need_their_transform_and_the_option(string transform, bool allows)
    {
        var template = TemplateText.Read(
            transform + "Resources: {'Fn::ForEach::F': [X, [a], {'${X}': {Type: A}}], B: {Type: C}}\n",
            new() { AllowsLanguageExtensions = allows });

        Assert.Equal(["B"], template.Resources.Select(resource => resource.LogicalId));
        Assert.Equal("SAM0023", Assert.Single(template.Diagnostics).Code);
    }

    [Theory]
    [InlineData("[X, [a]]")]
    [InlineData("[X, text, {a: b}]")]
    [InlineData("[X, [[a]], {'${X}': {Type: A}}]")]
    [InlineData("text")]
    [InlineData("[[X], [a], {a: b}]")]
    public void A_loop_of_the_wrong_shape_is_diagnosed(string loop)
    {
        var template = TemplateText.Read(
            $"Transform: AWS::LanguageExtensions\nResources: {{'Fn::ForEach::F': {loop}, B: {{Type: C}}}}\n");

        Assert.Equal("SAM0002", Assert.Single(template.Diagnostics).Code);
        Assert.Single(template.Resources);
    }

    [Fact]
    public void A_file_is_included_from_the_folder_of_the_template()
    {
        using TempFolder folder = new();
        folder.Write("part.yaml", "A: !Ref AWS::Region\nB: 1\n");
        folder.Write(
            "template.yaml",
            """
            Resources:
              R:
                Type: AWS::SNS::Topic
                Properties:
                  V: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: !Sub 'part.${Ending}'}}}
                  W: {B: 2, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: ./part.yaml}}}
                  X: !Transform {Name: AWS::Include, Parameters: {Location: missing.yaml}}
                  Y: !Transform {Name: AWS::Include, Parameters: {Location: s3://bucket/key}}
              S:
                Type: AWS::SNS::Topic
                Properties:
                  Fn::Transform: {Name: AWS::Include, Parameters: {Location: part.yaml}}
            Parameters: {Ending: {Type: String, Default: yaml}}
            """);
        var template = TemplateReader.Read("template.yaml", folder.PathOf("template.yaml"), new());

        Assert.Equal(
            "{V: {A: 'us-east-1', B: 1}, W: {B: 2, A: 'us-east-1'}, X: ?, Y: ?}",
            TemplateText.Show(template.Find("R")!.Properties));
        Assert.Equal("'us-east-1'", TemplateText.Show(template.Find("S")!.Find("A")));
        Assert.Equal(["SAM0025", "SAM0026"], template.Diagnostics.Select(diagnostic => diagnostic.Code).Order());
    }

    [Fact]
    public void Sections_are_included_at_the_top()
    {
        using TempFolder folder = new();
        folder.Write("more.yaml", "Parameters: {P: {Type: String, Default: p1}}\nResources: {Ignored: {Type: A}}\n");
        folder.Write(
            "t.yaml",
            """
            Transform:
              - Name: AWS::Include
                Parameters: {Location: more.yaml}
              - AWS::Serverless-2016-10-31
              - MyMacro
            Resources: {R: {Type: A, Properties: {V: !Ref P}}}
            """);
        var template = TemplateReader.Read("t.yaml", folder.PathOf("t.yaml"), new());

        Assert.Equal("R", Assert.Single(template.Resources).LogicalId);
        Assert.Equal("'p1'", TemplateText.Show(template.Find("R")!.Find("V")));
        Assert.Equal(("SAM0024", 5), (Assert.Single(template.Diagnostics).Code, template.Diagnostics[0].Location.Line));
    }

    [Fact]
    public void A_file_that_includes_itself_is_diagnosed()
    {
        using TempFolder folder = new();
        var include = "'Fn::Transform': {Name: AWS::Include, Parameters: {Location: self.yaml}}";
        folder.Write("self.yaml", $"a: {{{include}}}\nb: {{c: 1, {include}}}\n");
        folder.Write("t.yaml", $"Resources: {{R: {{Type: A, Properties: {{V: {{{include}}}}}}}}}\n");
        var template = TemplateReader.Read("t.yaml", folder.PathOf("t.yaml"), new());

        Assert.NotNull(template.Find("R")!.Find("V"));
        Assert.NotEmpty(template.Diagnostics);
    }

    [Fact]
    public void A_folder_or_a_missing_file_is_an_error()
    {
        using TempFolder folder = new();

        Assert.Equal("`t` is a folder, not a template", Fail("t", folder.Path));
        Assert.Equal("no file at `t.yaml`", Fail("t.yaml", folder.PathOf("t.yaml")));
    }

    private static string Fail(string name, string path) =>
        Assert.Throws<UserErrorException>(() => TemplateReader.Read(name, path, new())).Message;
}
