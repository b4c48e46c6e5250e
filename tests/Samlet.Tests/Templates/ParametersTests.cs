using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class ParametersTests
{
    [Theory]
    [InlineData("{Type: String, Default: d}", null, "'d'")]
    [InlineData("{Type: String, Default: d}", "o", "'o'")]
    [InlineData("{Type: String, Default: d}", "", "''")]
    [InlineData("{Type: String, Default: 0123}", null, "'0123'")]
    [InlineData("{Type: String, Default: true}", null, "'true'")]
    [InlineData("{Type: Number, Default: 1.50}", null, "'1.50'")]
    [InlineData("{Type: CommaDelimitedList, Default: 'a, b'}", null, "['a', 'b']")]
    [InlineData("{Type: CommaDelimitedList, Default: 'a, b'}", "x,y ,z", "['x', 'y', 'z']")]
    [InlineData("{Type: CommaDelimitedList, Default: ''}", null, "[]")]
    [InlineData("{Type: List<Number>, Default: '1,2'}", null, "['1', '2']")]
    [InlineData("{Type: List<AWS::EC2::Subnet::Id>, Default: 'subnet-1'}", null, "['subnet-1']")]
    [InlineData("{Type: String}", "o", "'o'")]
    [InlineData("{Type: String}", null, "?")]
    [InlineData("{Default: d}", null, "'d'")]
    public void A_parameter_is_worth_its_override_or_default(string declaration, string? given, string expected) =>
        Assert.Equal(expected, TemplateText.Show(Read(declaration, given).Find("R")!.Find("V")));

    [Theory]
    [InlineData("{Type: String, AllowedValues: [a, b]}", "c", "only `a`, `b` are allowed")]
    [InlineData("{Type: Number}", "x", "it is no number")]
    [InlineData("{Type: Number, MinValue: 5}", "4", "MinValue is 5")]
    [InlineData("{Type: Number, MaxValue: 5}", "5.5", "MaxValue is 5")]
    [InlineData("{Type: String, MinLength: 3}", "ab", "MinLength is 3")]
    [InlineData("{Type: String, MaxLength: 3}", "abcd", "MaxLength is 3")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+'}", "ab1", "AllowedPattern is `[a-z]+`")]
    [InlineData("{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: letters only}", "1", "letters only")]
    [InlineData("{Type: CommaDelimitedList, AllowedValues: [a, b]}", "a,c", "only `a`, `b` are allowed")]
    [InlineData("{Type: List<Number>}", "1,x", "it is no number")]
    public void A_value_that_the_service_would_refuse_is_said_and_used(string declaration, string given, string why)
    {
        var template = Read(declaration, given);
        Assert.NotNull(template.Find("R")!.Find("V"));
        var diagnostic = Assert.Single(template.Diagnostics);

        Assert.Equal($"the service would refuse the value of parameter `P`: {why}", diagnostic.Message);
        Assert.Equal("template.yaml:2:3", diagnostic.Location.ToString());
    }

    [Theory]
    [InlineData("{Type: String, AllowedPattern: '((a+)+)+b'}", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac")]
    [InlineData("{Type: String, AllowedPattern: '('}", "x")]
    [InlineData("{Type: Number, MinValue: 1, MaxValue: 9}", "5")]
    [InlineData("{Type: CommaDelimitedList, AllowedValues: [a, b]}", "b,a")]
    public void Other_values_make_no_noise(string declaration, string given)
    {
        var template = Read(declaration, given);
        Assert.NotNull(template.Find("R")!.Find("V"));

        Assert.Empty(template.Diagnostics);
    }

    [Fact]
    public void A_missing_value_is_told_once_with_the_option_that_gives_it()
    {
        var template = Read("{Type: String}", null);
        Assert.IsType<TemplateValue.Call>(template.Find("R")!.Find("V"));
        Assert.IsType<TemplateValue.Call>(template.Find("R")!.Find("W"));
        var diagnostic = Assert.Single(template.Diagnostics);

        Assert.Equal(("SAM0017", "pass --parameter-overrides P=…"), (diagnostic.Code, diagnostic.Hint));
    }

    [Fact]
    public void An_override_without_parameter_is_diagnosed_with_the_nearest_name()
    {
        var options = new TemplateOptions { Parameters = TemplateOptions.ParametersOf([new("Stag", "x")]) };
        var template = TemplateText.Read(
            "Parameters: {Stage: {Type: String, Default: d}}\nResources: {A: {Type: B}}\n", options);
        var diagnostic = Assert.Single(template.Diagnostics);

        Assert.Equal(("SAM0019", "did you mean `Stage`?"), (diagnostic.Code, diagnostic.Hint));
    }

    [Fact]
    public void What_comes_from_a_NoEcho_parameter_is_secret_and_stays_so()
    {
        var resource = Read("{Type: String, NoEcho: true, Default: hush}", null).Find("R")!;

        Assert.True(Assert.IsType<TemplateValue.Text>(resource.Find("V")).IsSecret);
        Assert.True(Assert.IsType<TemplateValue.Text>(resource.Find("W")).IsSecret);
    }

    [Theory]
    [InlineData("!FindInMap [M, !Ref P, k]")]
    [InlineData("!Select [!Ref P, [a]]")]
    [InlineData("!ImportValue {Ref: P}")]
    [InlineData("!Sub '{{resolve:ssm:${P}}}'")]
    [InlineData("!Sub '{{resolve:secretsmanager:${P}}}'")]
    [InlineData("!Sub '{{resolve:${P}}}'")]
    [InlineData("!Transform {Name: AWS::Include, Parameters: {Location: !Sub 's3://${P}'}}")]
    [InlineData("!Ref Named")]
    [InlineData("!GetAtt Named.Arn")]
    public void No_message_shows_a_secret(string value)
    {
        var template = TemplateText.Read(
            $$"""
            Parameters: {P: {Type: String, NoEcho: true, Default: hush} }
            Mappings: {M: {a: {k: 1} } }
            Resources:
              Named: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: !Ref P} }
              R: {Type: A, Properties: {V: {{value}} } }
            """);
        Assert.NotNull(template.Find("R")!.Find("V"));

        Assert.NotEmpty(template.Diagnostics);
        Assert.All(template.Diagnostics, diagnostic => Assert.DoesNotContain("hush", $"{diagnostic}", StringComparison.Ordinal));
        Assert.All(template.Unknowns, unknown => Assert.DoesNotContain("hush", $"{unknown}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AWS::SSM::Parameter::Value<String>", "/a/b", "'/a/b'", true)]
    [InlineData("AWS::SSM::Parameter::Value<List<String>>", "/a/b", "['/a/b']", true)]
    [InlineData("AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", "/a/b", "'ami-0123456789abcdef0'", true)]
    [InlineData("AWS::SSM::Parameter::Value<String>", "/known", "'told'", false)]
    [InlineData("AWS::SSM::Parameter::Value<CommaDelimitedList>", "/known", "['told']", false)]
    [InlineData("AWS::SSM::Parameter::Name", "/a/b", "'/a/b'", false)]
    [InlineData("AWS::SSM::Parameter::Value<", "/a/b", "'/a/b'", false)]
    public void An_SSM_parameter_is_told_or_a_placeholder(string type, string name, string expected, bool isPlaceholder)
    {
        var options = new TemplateOptions
        {
            Values = new() { Ssm = new([new("/known", default, new TemplateValue.Text("told"))]) },
        };
        var template = TemplateText.Read(
            $"Parameters: {{P: {{Type: '{type}', Default: {name}}}}}\n"
            + "Resources: {R: {Type: B, Properties: {V: !Ref P}}}\n",
            options);

        Assert.Equal(expected, TemplateText.Show(template.Find("R")!.Find("V")));
        Assert.Equal(isPlaceholder, template.Diagnostics.Any(diagnostic => diagnostic.Code == "SAM0020"));
        Assert.Equal(
            isPlaceholder, template.Unknowns.Any(unknown => unknown is { Kind: CloudValueKind.Ssm, Name: "/a/b" }));
    }

    [Fact]
    public void The_name_of_an_SSM_parameter_in_a_NoEcho_parameter_is_not_shown()
    {
        var template = Read("{Type: 'AWS::SSM::Parameter::Value<String>', NoEcho: true, Default: hush}", null);
        Assert.NotNull(template.Find("R")!.Find("V"));

        Assert.DoesNotContain("hush", $"{Assert.Single(template.Diagnostics)}", StringComparison.Ordinal);
        Assert.DoesNotContain("hush", $"{Assert.Single(template.Unknowns)}", StringComparison.Ordinal);
    }

    private static Template Read(string declaration, string? given) => TemplateText.Read(
        $$"""
        Parameters:
          P: {{declaration}}
        Resources:
          R: {Type: A, Properties: {V: !Ref P, W: !Join ["", [x, !Ref P]]} }
        """,
        new() { Parameters = TemplateOptions.ParametersOf(given is null ? [] : [new("P", given)]) });
}
