using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class GlobalsTests
{
    [Theory]
    [InlineData("{Timeout: 5}", "{}", "Timeout", "5")]
    [InlineData("{Timeout: 5}", "{Timeout: 7}", "Timeout", "7")]
    [InlineData("{Timeout: 5}", "{Timeout: !Ref AWS::NoValue}", "Timeout", "absent")]
    [InlineData("{Timeout: 5}", "{Timeout: !If [No, 7, !Ref AWS::NoValue]}", "Timeout", "absent")]
    [InlineData("{Timeout: !Ref P}", "{}", "Timeout", "'p1'")]
    [InlineData("{Layers: [a, !Ref P]}", "{Layers: [a, c]}", "Layers", "['a', 'p1', 'a', 'c']")]
    [InlineData("{Layers: [a]}", "{Layers: !Split [',', 'x,y']}", "Layers", "['x', 'y']")]
    [InlineData("{Layers: !Split [',', 'x,y']}", "{Layers: [a]}", "Layers", "['a']")]
    [InlineData(
        "{Environment: {Variables: {A: 1, B: !Ref P}}}",
        "{Environment: {Variables: {B: own, C: 3}}}",
        "Environment",
        "{Variables: {A: 1, B: 'own', C: 3}}")]
    [InlineData(
        "{Environment: {Variables: {A: 1, B: 2}}}",
        "{Environment: {Variables: {A: !Ref AWS::NoValue}}}",
        "Environment",
        "{Variables: {B: 2}}")]
    [InlineData("{Environment: {Variables: {A: 1}}}", "{Environment: !If [Yes, {Variables: {B: 2}}, x]}", "Environment",
        "{Variables: {B: 2}}")]
    [InlineData(
        "{Environment: {Variables: {A: 1}}}", "{Environment: {Variables: text}}", "Environment",
        "{Variables: 'text'}")]
    [InlineData(
        "{VpcConfig: {SubnetIds: [a]}}", "{VpcConfig: {SubnetIds: [b]}}", "VpcConfig", "{SubnetIds: ['a', 'b']}")]
    public void Globals_are_merged_into_a_property(string globals, string own, string property, string expected) =>
        Assert.Equal(expected, TemplateText.Show(Around(globals, own).Find("F")!.Find(property)));

    [Theory]
    [InlineData("'*'", "absent", "absent")]
    [InlineData("[Timeout]", "absent", "9")]
    [InlineData("[MemorySize, Timeout]", "absent", "absent")]
    public void A_resource_may_ignore_globals(string ignored, string timeout, string memory)
    {
        var function = Around("{Timeout: 5, MemorySize: 9}", "{}", $", IgnoreGlobals: {ignored}").Find("F")!;

        Assert.Equal(timeout, TemplateText.Show(function.Find("Timeout")));
        Assert.Equal(memory, TemplateText.Show(function.Find("MemorySize")));
    }

    [Fact]
    public void All_properties_hold_those_of_globals_and_the_own_ones()
    {
        var template = Around("{Timeout: 5, MemorySize: 9}", "{Timeout: 1, Handler: h, Runtime: !Ref AWS::NoValue}");
        var function = template.Find("F")!;

        Assert.Equal("{Timeout: 1, Handler: 'h', MemorySize: 9}", TemplateText.Show(function.Properties));
    }

    [Fact]
    public void Globals_apply_to_serverless_resources_of_their_section_only()
    {
        var template = Around("{Timeout: 5}", "{}");

        Assert.Null(template.Find("Plain")!.Find("Timeout"));
        Assert.Null(template.Find("Api")!.Find("Timeout"));
    }

    [Theory]
    [InlineData("{Timout: 5}", "SAM0030", "did you mean `Timeout`?")]
    [InlineData("{Role: x}", "SAM0030", null)]
    public void A_key_that_the_service_refuses_is_diagnosed(string globals, string code, string? hint)
    {
        var diagnostic = Assert.Single(Around(globals, "{}").Diagnostics);

        Assert.Equal((code, hint), (diagnostic.Code, diagnostic.Hint));
    }

    [Fact]
    public void An_unknown_section_is_diagnosed()
    {
        var template = TemplateText.Read("Globals: {Functions: {Timeout: 3}}\nResources: {A: {Type: B}}\n");

        Assert.Equal("did you mean `Function`?", Assert.Single(template.Diagnostics).Hint);
    }

    [Fact]
    public void A_fault_in_globals_is_told_once_however_many_functions_take_it()
    {
        var functions = Enumerable.Range(0, 5).Select(index => $"  F{index}: {{Type: AWS::Serverless::Function}}\n");
        var template = TemplateText.Read(
            $"Globals: {{Function: {{Handler: !Ref Nowhere}}}}\nResources:\n{string.Concat(functions)}");
        foreach (var resource in template.Resources)
        {
            Assert.NotNull(resource.Find("Handler"));
        }

        Assert.Equal("SAM0001", Assert.Single(template.Diagnostics).Code);
    }

    private static Template Around(string globals, string own, string attributes = "") => TemplateText.Read(
        $$"""
        Parameters: {P: {Type: String, Default: p1} }
        Conditions: {Yes: !Equals [a, a], No: !Equals [a, b]}
        Globals: {Function: {{globals}} }
        Resources:
          F: {Type: AWS::Serverless::Function, Properties: {{own}}{{attributes}} }
          Plain: {Type: AWS::Lambda::Function}
          Api: {Type: AWS::Serverless::Api}
        """);
}
