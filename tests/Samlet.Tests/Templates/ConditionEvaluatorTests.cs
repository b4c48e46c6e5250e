namespace Samlet.Tests.Templates;

public sealed class ConditionEvaluatorTests
{
    [Theory]
    [InlineData("!Equals [a, a]", true)]
    [InlineData("!Equals [a, A]", false)]
    [InlineData("!Equals [!Ref Stage, prod]", true)]
    [InlineData("!Equals [!Ref Stage, dev]", false)]
    [InlineData("!Not [!Equals [a, a]]", false)]
    [InlineData("!And [!Equals [a, a], !Equals [b, b]]", true)]
    [InlineData("!And [!Equals [a, a], !Equals [b, c]]", false)]
    [InlineData("!Or [!Equals [a, b], !Equals [b, b]]", true)]
    [InlineData("!Or [!Equals [a, b], !Equals [b, c]]", false)]
    [InlineData("!Condition Other", true)]
    [InlineData("{Condition: Other}", true)]
    [InlineData("!Not [!Condition Other]", false)]
    [InlineData("!Not [{Condition: Other}]", false)]
    [InlineData("{'Fn::Equals': [!Ref Stage, {'Fn::FindInMap': [M, a, b]}]}", true)]
    [InlineData("!Equals ['', '']", true)]
    [InlineData("!Equals [!Ref AWS::Region, us-east-1]", true)]
    [InlineData("!Equals [!Join ['', [a, b]], ab]", true)]
    public void A_condition_is_worth_what_the_service_says(string condition, bool expected)
    {
        var template = Around(condition);

        Assert.Equal(expected, template.Find("R")!.Condition!.Value);
        Assert.Equal("C", template.Find("R")!.Condition!.Name);
        Assert.Empty(template.Diagnostics);
    }

    [Theory]
    [InlineData("!Condition C", "SAM0014")]
    [InlineData("!Condition Nowhere", "SAM0013")]
    [InlineData("!Equals [!Ref Nowhere, a]", "SAM0001")]
    [InlineData("nonsense", "SAM0002")]
    [InlineData("!Equals [a]", "SAM0002")]
    [InlineData("[]", "SAM0002")]
    public void What_cannot_be_evaluated_is_said_and_counts_as_true(string condition, string code)
    {
        var template = Around(condition);

        Assert.True(template.Find("R")!.Condition!.Value);
        Assert.Equal(code, Assert.Single(template.Diagnostics).Code);
    }

    [Fact]
    public void An_operand_that_decides_makes_the_others_irrelevant()
    {
        Assert.False(Around("!And [!Equals [!Ref Nowhere, a], !Equals [a, b]]").Find("R")!.Condition!.Value);
        Assert.True(Around("!Or [!Equals [!Ref Nowhere, a], !Equals [a, a]]").Find("R")!.Condition!.Value);
    }

    [Fact]
    public void A_resource_without_condition_has_none() =>
        Assert.Null(Around("!Equals [a, a]").Find("Plain")!.Condition);

    [Fact]
    public void Conditions_that_refer_to_each_other_in_a_long_chain_do_not_overflow()
    {
        var conditions = Enumerable.Range(0, 20_000).Select(index => $"  C{index}: !Condition C{index + 1}");
        var chain = string.Join('\n', conditions);
        var template = TemplateText.Read($"Conditions:\n{chain}\nResources:\n  R: {{Type: A, Condition: C0}}\n");

        Assert.True(template.Find("R")!.Condition!.Value);
        Assert.NotEmpty(template.Diagnostics);
    }

    private static Samlet.Templates.Template Around(string condition) => TemplateText.Read(
        $$"""
        Parameters:
          Stage: {Type: String, Default: prod}
        Mappings: {M: {a: {b: prod} } }
        Conditions:
          Other: !Equals [1, 1]
          C: {{condition}}
        Resources:
          Plain: {Type: AWS::SNS::Topic}
          R: {Type: AWS::SNS::Topic, Condition: C}
        """);
}
