using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class FunctionSetTests
{
    private const string Several = """
        Resources:
          Ratings:
            Type: AWS::Serverless::Function
            Metadata: {SamResourceId: ratings.id}
            Properties: {FunctionName: !Sub '${AWS::StackName}-ratings'}
          Reviews:
            Type: AWS::Lambda::Function
            Metadata: {'aws:cdk:path': Shop/Api/ReviewsFunction/Resource}
            Properties: {Code: {S3Bucket: b, S3Key: k}}
          Table: {Type: AWS::DynamoDB::Table}
        """;

    [Theory]
    [InlineData("Ratings", "Ratings")]
    [InlineData("ratings.id", "Ratings")]
    [InlineData("local-ratings", "Ratings")]
    [InlineData("local-ratings:live", "Ratings")]
    [InlineData("123456789012:function:local-ratings", "Ratings")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:Ratings:1", "Ratings")]
    [InlineData("Reviews", "Reviews")]
    [InlineData("ReviewsFunction", "Reviews")]
    [InlineData("Shop/Api/ReviewsFunction", "Reviews")]
    public void A_function_has_many_names(string identifier, string logicalId)
    {
        using var functions = new TestFunctions(Several);
        List<string> warnings = [];

        Assert.Equal(logicalId, functions.Set.Select(identifier, warnings).LogicalId);
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("Rating", "did you mean `Ratings`? The functions are `Ratings`, `Reviews`")]
    [InlineData("Nobody", "the functions are `Ratings`, `Reviews`")]
    [InlineData("arn:aws:sqs:us-east-1:123456789012:Ratings", "the functions are `Ratings`, `Reviews`")]
    public void An_unknown_function_is_an_error_that_names_the_candidates(string identifier, string hint)
    {
        using var functions = new TestFunctions(Several);
        var error = Assert.Throws<UserErrorException>(() => functions.Set.Select(identifier, []));

        Assert.StartsWith($"function `{identifier}` is not in", error.Message, StringComparison.Ordinal);
        Assert.Equal(hint, error.Hint);
        Assert.Null(functions.Set.Find(identifier));
    }

    [Fact]
    public void Of_several_functions_with_one_name_the_first_by_path_is_taken_with_a_warning()
    {
        using var functions = new TestFunctions("""
            Resources:
              Zeta: {Type: AWS::Serverless::Function, Properties: {FunctionName: same}}
              alpha: {Type: AWS::Serverless::Function, Properties: {FunctionName: same}}
            """);
        List<string> warnings = [];

        Assert.Equal("alpha", functions.Set.Select("same", warnings).LogicalId);
        Assert.Equal(["several functions are named `same`; `alpha` is invoked", "the candidates are `alpha`, `Zeta`"], warnings);
    }

    [Fact]
    public void The_only_function_needs_no_name()
    {
        using var functions = TestFunctions.Of("Handler: a.b");
        Assert.Equal("F", functions.Set.Select(null, []).LogicalId);
        Assert.Equal("F", functions.Set.Select("", []).LogicalId);
    }

    [Fact]
    public void The_only_function_that_can_be_invoked_needs_no_name()
    {
        using var functions = new TestFunctions(Several);
        Assert.Equal("Ratings", functions.Set.Select(null, []).LogicalId);
    }

    [Fact]
    public void One_of_several_functions_must_be_named()
    {
        using var functions = new TestFunctions("""
            Resources:
              A: {Type: AWS::Serverless::Function}
              B: {Type: AWS::Serverless::Function}
            """);
        Assert.Equal("name one of `A`, `B`", Assert.Throws<UserErrorException>(() => functions.Set.Select(null, [])).Hint);
    }

    [Fact]
    public void A_template_without_functions_is_told()
    {
        using var functions = new TestFunctions("Resources: {Table: {Type: AWS::DynamoDB::Table}}");
        var error = Assert.Throws<UserErrorException>(() => functions.Set.Select(null, []));
        Assert.StartsWith("there is no function in", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_function_that_is_asked_for_is_read()
    {
        using var functions = new TestFunctions("""
            Resources:
              Good: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: nodejs22.x}}
              Bad: {Type: AWS::Serverless::Function, Properties: {Timeout: [], Handler: !Ref Nowhere}}
            """);
        functions.Set.Select("Good", []);
        Assert.Equal("", functions.Codes());
    }
}
