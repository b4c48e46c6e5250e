using Samlet.Functions;

namespace Samlet.Tests.Functions;

public sealed class FunctionIdentifierTests
{
    [Theory]
    [InlineData("Ratings", "Ratings", null)]
    [InlineData("my-fn_1.x[0]", "my-fn_1.x[0]", null)]
    [InlineData("Child/Grand/Ratings", "Child/Grand/Ratings", null)]
    [InlineData("ratings:live", "ratings", "live")]
    [InlineData("Child/ratings:$LATEST", "Child/ratings", "$LATEST")]
    [InlineData("123456789012:function:ratings", "ratings", null)]
    [InlineData("123456789012:function:ratings:7", "ratings", "7")]
    [InlineData("us-east-1:123456789012:function:ratings", "ratings", null)]
    [InlineData("function:ratings", "ratings", null)]
    [InlineData("function", "function", null)]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:ratings", "ratings", null)]
    [InlineData("arn:aws-cn:lambda:cn-north-1:123456789012:function:ratings:live", "ratings", "live")]
    public void Every_form_names_the_function(string text, string name, string? qualifier) =>
        Assert.Equal(new FunctionIdentifier(name, qualifier), FunctionIdentifier.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("name:")]
    [InlineData("Stack/")]
    [InlineData("a b")]
    [InlineData("\"quoted\"")]
    [InlineData("a:b:c")]
    [InlineData("arn:aws:sqs:eu-west-1:123456789012:queue")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:1")]
    [InlineData("arn:aws:lambda:x")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:")]
    public void What_cannot_be_a_function_has_no_name(string text) => Assert.Null(FunctionIdentifier.TryParse(text));
}
