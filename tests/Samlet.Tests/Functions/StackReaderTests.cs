using Samlet.Functions;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class StackReaderTests : IDisposable
{
    private const string Function = "Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: nodejs22.x";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nested_stacks_have_their_functions_under_their_path()
    {
        _folder.Write("template.yaml", $$"""
            Resources:
              Top: { {{Function}} } }
              Child: {Type: AWS::Serverless::Application, Properties: {Location: child/child.yaml} }
              Cloud: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: https://b.s3.amazonaws.com/t.yaml} }
              Shared: {Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: a, SemanticVersion: '1'} } }
            """);
        _folder.Write("child/child.yaml", $$"""
            Resources:
              Ratings: { {{Function}}, CodeUri: src} }
              Grand: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./grand.json} }
            """);
        _folder.CreateFolder("child/src");
        _folder.Write("child/grand.json", """{"Resources": {"Deep": {"Type": "AWS::Lambda::Function", "Properties": {}}}}""");
        var functions = new FunctionSet(Read("template.yaml"));

        Assert.Equal(["Top", "Child/Ratings", "Child/Grand/Deep"], functions.Entries.Select(entry => entry.Path));
        Assert.Equal(
            ["template.yaml", "child/child.yaml", "child/grand.json"],
            functions.Entries.Select(entry => entry.Resource.Location.File));
        Assert.Equal(
            new CodeSource.Folder(_folder.PathOf("child/src")) { Written = "src" },
            functions.Select("Child/Ratings", []).Code);
        Assert.Equal("Child/Grand/Deep", functions.Select("Deep", []).Path);
    }

    [Fact]
    public void Parameters_go_down_and_outputs_come_up()
    {
        _folder.Write("template.yaml", $$"""
            Parameters: {Stage: {Type: String, Default: dev} }
            Resources:
              Child:
                Type: AWS::Serverless::Application
                Properties: {Location: child.yaml, Parameters: {Stage: !Ref Stage, Names: [a, b], Count: 3, Unknown: x} }
              F: { {{Function}}, Environment: {Variables: {URL: !GetAtt Child.Outputs.Url, GONE: !GetAtt Child.Outputs.Gone} } } }
            """);
        _folder.Write("child.yaml", $$"""
            Parameters:
              Stage: {Type: String}
              Names: {Type: CommaDelimitedList}
              Count: {Type: Number}
              Other: {Type: String, Default: mine}
            Resources:
              G: { {{Function}}, Environment: {Variables: {AA: !Sub '${Stage}-${Count}-${Other}', BB: !Join ['|', !Ref Names]} } } }
            Outputs: {Url: {Value: !Sub 'https://${Stage}.example'} }
            """);
        var stacks = Read("template.yaml");
        var functions = new FunctionSet(stacks);

        Assert.Equal(["dev-3-mine", "a|b"], functions.Select("Child/G", []).Environment.Select(variable => variable.Value));
        Assert.Equal("https://dev.example", functions.Select("F", []).Environment[0].Value);
        Assert.Equal(VariableSource.Placeholder, functions.Select("F", []).Environment[1].Source);
        Assert.Equal("SAM0019", Assert.Single(stacks[0].Children[0].Template.Diagnostics).Code);
    }

    [Fact]
    public void A_layer_is_found_through_parameters_and_outputs()
    {
        _folder.Write("a.yaml", $$"""
            Resources:
              Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer} }
              Child:
                Type: AWS::Serverless::Application
                Properties: {Location: child/child.yaml, Parameters: {Layer: !Ref Shared} }
              FromChild: { {{Function}}, Layers: [!GetAtt Child.Outputs.Own] } }
            """);
        _folder.Write("child/child.yaml", $$"""
            Parameters: {Layer: {Type: String} }
            Resources:
              Own: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: own} }
              FromParent: { {{Function}}, Layers: [!Ref Layer] } }
            Outputs: {Own: {Value: !Ref Own} }
            """);
        _folder.CreateFolder("layer");
        _folder.CreateFolder("child/own");
        var functions = new FunctionSet(Read("a.yaml"));

        Assert.Equal(_folder.PathOf("child/own"), LayerOf(functions, "FromChild"));
        Assert.Equal(_folder.PathOf("layer"), LayerOf(functions, "Child/FromParent"));
    }

    [Fact]
    public void A_layer_is_found_through_the_export_of_a_neighbour()
    {
        _folder.Write("a.yaml", """
            Resources:
              Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer} }
            Outputs: {Layer: {Value: !Ref Shared, Export: {Name: !Sub '${AWS::StackName}-layer'} } }
            """);
        _folder.Write("b.yaml", $$"""
            Resources: {F: { {{Function}}, Layers: [!ImportValue local-layer] } } }
            """);
        _folder.CreateFolder("layer");
        Assert.Equal(_folder.PathOf("layer"), LayerOf(new FunctionSet(Read("a.yaml", "b.yaml")), "F"));
    }

    [Fact]
    public void A_stack_that_nests_itself_is_told()
    {
        _folder.Write("template.yaml", "Resources: {A: {Type: AWS::Serverless::Application, Properties: {Location: b.yaml} } }");
        _folder.Write("b.yaml", "Resources: {B: {Type: AWS::Serverless::Application, Properties: {Location: template.yaml} } }");
        var stacks = Read("template.yaml");

        Assert.Empty(new FunctionSet(stacks).Entries);
        Assert.Equal("SAM0124", Assert.Single(stacks[0].Children[0].Template.Diagnostics).Code);
    }

    [Fact]
    public void Stacks_that_multiply_without_end_are_cut_off()
    {
        for (var level = 0; level < 18; level++)
        {
            var next = $"Type: AWS::Serverless::Application, Properties: {{Location: l{level + 1}.yaml}}";
            _folder.Write($"l{level}.yaml", $"Resources: {{A: {{{next}}}, B: {{{next}}}, C: {{{next}}}}}");
        }

        _folder.Write("l18.yaml", "Resources: {F: {Type: AWS::Lambda::Function}}");
        Assert.InRange(new FunctionSet(Read("l0.yaml")).Entries.Count, 1, 500);
    }

    [Theory]
    [InlineData("missing.yaml", "SAM0123")]
    [InlineData("broken.yaml", "SAM0125")]
    [InlineData("s3://bucket/t.yaml", "SAM0122")]
    public void A_nested_template_that_cannot_be_read_is_told(string location, string code)
    {
        _folder.Write("template.yaml", $$"""
            Resources:
              F: { {{Function}} } }
              A: {Type: AWS::Serverless::Application, Properties: {Location: '{{location}}'} }
            """);
        _folder.Write("broken.yaml", "- a\n- list\n");
        var stacks = Read("template.yaml");

        Assert.Single(new FunctionSet(stacks).Entries);
        Assert.Equal((code, "A"), (stacks[0].Template.Diagnostics[0].Code, stacks[0].Template.Diagnostics[0].Resource));
    }

    [Fact]
    public void A_function_at_the_top_opens_no_nested_template()
    {
        _folder.Write("template.yaml", $$"""
            Resources:
              F: { {{Function}} } }
              A: {Type: AWS::Serverless::Application, Properties: {Location: missing.yaml} }
            """);
        var stacks = Read("template.yaml");

        Assert.Equal("F", new FunctionSet(stacks).Select("F", []).Path);
        Assert.Empty(stacks[0].Template.Diagnostics);
    }

    [Fact]
    public void The_functions_of_a_stack_share_its_false_condition()
    {
        _folder.Write("template.yaml", """
            Conditions: {IsProd: !Equals [a, b]}
            Resources:
              A: {Type: AWS::Serverless::Application, Condition: IsProd, Properties: {Location: child.yaml} }
            """);
        _folder.Write("child.yaml", $$"""Resources: {F: { {{Function}} } } }""");
        Assert.Equal(
            new ResourceCondition("IsProd", false), new FunctionSet(Read("template.yaml")).Select("F", []).Condition);
    }

    [Fact]
    public void Exports_in_a_circle_are_unknown()
    {
        _folder.Write("a.yaml", Exporter("a", "b"));
        _folder.Write("b.yaml", Exporter("b", "a"));
        var function = new FunctionSet(Read("a.yaml", "b.yaml")).Select("Fa", []);
        Assert.NotEqual(VariableSource.Template, Assert.Single(function.Environment).Source);

        static string Exporter(string own, string other) => $$"""
            Resources: {F{{own}}: { {{Function}}, Environment: {Variables: {V1: !ImportValue {{other}} } } } } }
            Outputs: {O: {Value: !ImportValue {{other}}, Export: {Name: {{own}} } } }
            """;
    }

    [Fact]
    public void Overrides_reach_every_template_and_are_told_only_when_none_knows_them()
    {
        _folder.Write("a.yaml", "Parameters: {Stage: {Type: String} }\nResources: {F: {Type: AWS::Lambda::Function} }");
        _folder.Write("b.yaml", "Resources: {G: {Type: AWS::Lambda::Function} }");
        var options = new TemplateOptions
        {
            Parameters = TemplateOptions.ParametersOf([new("Stage", "prod"), new("Stagge", "x")]),
        };
        var stacks = StackReader.Read(TemplateLookup.Find(["a.yaml", "b.yaml"], _folder.Path), options);

        var diagnostic = Assert.Single(stacks.SelectMany(stack => stack.Template.Diagnostics));
        Assert.Equal("did you mean `Stage`?", diagnostic.Hint);
    }

    private IReadOnlyList<Stack> Read(params string[] names) =>
        StackReader.Read(TemplateLookup.Find(names, _folder.Path), new TemplateOptions());

    private static string? LayerOf(FunctionSet functions, string name) =>
        (Assert.Single(functions.Select(name, []).Layers).Content as LayerContent.Folder)?.Path;
}
