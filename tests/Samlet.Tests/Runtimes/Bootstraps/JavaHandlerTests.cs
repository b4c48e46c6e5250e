namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What can be a handler, which overload is called, and what is said of all else (spec: 12.1).</summary>
public sealed class JavaHandlerTests
{
    private const int Limit = 90_000;

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V72")]
    [InlineData("samples.Handlers$Request", """{"n":1}""", "2")]
    [InlineData("samples.Handlers$Request::handleRequest", """{"n":1}""", "2")]
    [InlineData("samples.Handlers$Request::other", "\"x\"", "\"other x\"")]
    [InlineData("samples.Handlers$Streams", "7", "raw 7")]
    [InlineData("samples.Handlers$Streams::handleRequest", "7", "raw 7")]
    [InlineData("samples.Handlers$Inherited", """[{},{"text":"b"}]""", """{"text":"b","number":0}""")]
    [InlineData("samples.Handlers$Bound", """{"text":"b"}""", "\"b\"")]
    [InlineData("samples.Shapes::one", "1", "2")]
    [InlineData("samples.Shapes::two", "\"x\"", "\"xrequest-1\"")]
    [InlineData("samples.Shapes::onlyContext", "1", "\"request-1\"")]
    [InlineData("samples.Shapes::nothing", "1", "\"nothing\"")]
    [InlineData("samples.Shapes::ofClass", "\"x\"", "\"static x\"")]
    [InlineData("samples.Shapes::noResult", "\"x\"", "null")]
    [InlineData("samples.Shapes::streams", " {\"a\" : 1.0}", " {\"a\" : 1.0}")]
    [InlineData("samples.Shapes::streamsAndContext", "1", "1request-1")]
    [InlineData("samples.Shapes::inputAndContext", "1", "")]
    [InlineData("samples.Shapes::onlyInput", "1", "")]
    [InlineData("samples.Shapes::onlyOutput", "1", "not JSON")]
    [InlineData("samples.Shapes::outputAndContext", "1", "request-1")]
    [InlineData("samples.Shapes::overloaded", "\"x\"", "\"two\"")]
    [InlineData("samples.Shapes::contextCounts", "\"x\"", "\"context\"")]
    [InlineData("samples.Shapes::generic", """[{"a":[1]}]""", "\"Integer\"")]
    public async Task A_handler_of_each_form_is_called(string handler, string payload, string answer)
    {
        var run = await JavaFunction.RunAsync(handler, payload);

        Assert.Equal(("/invocation/request-1/response", answer), (run.Path, run.Answer));
        Assert.Equal("", run.Output + run.Error);
    }

    [Fact(Timeout = Limit)]
    public async Task An_overload_that_cannot_be_called_is_passed_over_and_said()
    {
        var run = await JavaFunction.RunAsync("samples.Shapes::ignored", "\"x\"");

        Assert.Equal("\"right\"", run.Answer);
        Assert.Equal(
            """
            Ignoring an overload of method ignored because it has too many parameters: Expected at most 3, got 4
            Ignoring three-argument overload because argument signature is not (InputStream, OutputStream, Context
            Ignoring two-argument overload because first argument type is Context

            """,
            run.Error);
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V72")]
    [InlineData("no.Such", "Class not found: no.Such", "java.lang.ClassNotFoundException")]
    [InlineData("no.Such::method", "Class not found: no.Such", "java.lang.ClassNotFoundException")]
    [InlineData("::method", "Invalid handler: `::method'", null)]
    [InlineData("samples.Shapes::", "Invalid handler: `samples.Shapes::'", null)]
    [InlineData("", "Invalid handler: `'", null)]
    [InlineData("samples.Handlers$NoHandler", "Class does not implement an appropriate handler interface: samples.Handlers$NoHandler", null)]
    [InlineData("samples.Shapes::absent", "No public method named absent with appropriate method signature found on class samples.Shapes", null)]
    [InlineData("samples.Shapes::hidden", "No public method named hidden with appropriate method signature found on class samples.Shapes", null)]
    [InlineData("samples.Shapes::wrong", "No public method named wrong with appropriate method signature found on class samples.Shapes", null)]
    [InlineData("samples.Handlers$Raw", "Class samples.Handlers$Raw does not implement RequestHandler with concrete type parameters", null)]
    [InlineData("samples.Handlers$Unbound", "Class samples.Handlers$Unbound does not implement RequestHandler with concrete type parameters: parameter T has no upper bound.", null)]
    [InlineData("samples.Handlers$Inner", "Class samples.Handlers$Inner cannot be instantiated because it is a non-static inner class", "java.lang.Exception")]
    [InlineData("samples.Handlers$NeedsArgument", "Class samples.Handlers$NeedsArgument has no public zero-argument constructor", "java.lang.Exception")]
    public async Task What_cannot_be_called_is_an_error_of_each_invocation(string handler, string message, string? type)
    {
        var run = await JavaFunction.RunAsync(handler, "1", "2");

        var expected = new Dictionary<string, string?> { ["errorMessage"] = message, ["errorType"] = type };
        Assert.Equal(
            expected.Where(static member => member.Value is not null).ToDictionary(),
            run.Json.EnumerateObject().ToDictionary(
                static member => member.Name, static member => member.Value.GetString()));
        Assert.Equal(
            ["/invocation/request-1/error", "/invocation/request-2/error"], run.Posts.Select(static post => post.Path));
        Assert.Equal("Runtime.BadFunctionCode", run.ErrorHeader);
        Assert.StartsWith(message, run.Output, StringComparison.Ordinal);
        Assert.Null(run.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("samples.Handlers$FailingClass", """{"errorMessage":"Error loading class samples.Handlers$FailingClass","errorType":"java.lang.ExceptionInInitializerError"}""")]
    [InlineData("samples.Handlers$FailingConstructor", """{"errorMessage":"not today","errorType":"java.lang.IllegalStateException"}""")]
    public async Task A_class_that_cannot_be_made_ends_the_init_phase(string handler, string body)
    {
        var run = await JavaFunction.RunAsync(handler);

        Assert.Equal(("/init/error", body, "Runtime.BadFunctionCode"), (run.Path, run.Answer, run.ErrorHeader));
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Posts);
    }
}
