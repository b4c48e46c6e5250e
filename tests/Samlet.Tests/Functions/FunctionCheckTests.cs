using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class FunctionCheckTests
{
    [Theory]
    [InlineData("Runtime: nodejs22.x", "has no Handler", "app.handler")]
    [InlineData("Handler: a.b", "has no Runtime", "nodejs22.x")]
    [InlineData("Handler: a.b\nRuntime: nodejs22.x\nCodeUri: nowhere", "is not at", "build the project")]
    [InlineData("Handler: a.b\nRuntime: nodejs22.x\nCodeUri: template.yaml", "is not at", "name its folder")]
    [InlineData("Handler: a.b\nRuntime: nodejs22.x\nCodeUri: code.zip", "is not at", "build the project")]
    [InlineData("Handler: a.b\nRuntime: nodejs22.x\nCodeUri: s3://b/k", "is at `s3://b/k`", "sam build")]
    [InlineData("PackageType: Image", "has no ImageUri", "build the project")]
    public void What_cannot_be_invoked_is_an_error_with_a_hint(string properties, string message, string hint)
    {
        using var functions = TestFunctions.Of(properties);
        var error = Assert.Throws<UserErrorException>(() => FunctionCheck.RequireInvocable(functions.Read()));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_whose_condition_is_false_names_the_condition()
    {
        using var functions = new TestFunctions("""
            Conditions: {IsProd: !Equals [dev, prod]}
            Resources:
              F: {Type: AWS::Serverless::Function, Condition: IsProd, Properties: {Handler: a.b, Runtime: nodejs22.x}}
            """);
        var error = Assert.Throws<UserErrorException>(() => FunctionCheck.RequireInvocable(functions.Read()));
        Assert.Contains("its condition `IsProd` is false", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Handler: a.b\nRuntime: nodejs22.x")]
    [InlineData("Handler: index.b\nRuntime: nodejs22.x\nInlineCode: x")]
    [InlineData("ImageUri: app:1")]
    public void Everything_else_can_be_invoked(string properties)
    {
        using var functions = TestFunctions.Of(properties);
        FunctionCheck.RequireInvocable(functions.Read());
        Assert.Equal("", functions.Codes());
    }
}
