namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What the caller and the log get of an exception.</summary>
public sealed class DotnetErrorTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V76")]
    public async Task An_error_object_has_the_short_name_the_message_and_the_lines_of_the_trace()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var run = await function.RunAsync("\"plain\"");

        Assert.Matches(
            """
            ^\{
              "errorType": "FunctionException",
              "errorMessage": "a \\"quoted\\"\\ttab",
              "stackTrace": \[
                "at Library\.Behaviour\.Fail\(String kind\) in [^"]+Behaviour\.cs:line \d+",
            (    "at Samlet\.DotnetBootstrap\.[^"]+",?
            )+  \]
            \}
            $
            """,
            run.Answer + "\n");
        Assert.Equal("/invocation/request-1/error", run.Posts[0].Path);
        Assert.Equal("FunctionException", run.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.Equal("application/vnd.aws.lambda.error+json", run.Posts[0].Header("Content-Type"));
    }

    [Fact(Timeout = Limit)]
    public async Task The_cause_for_X_Ray_is_one_line_with_the_frames()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var cause = (await function.RunAsync("\"plain\"")).Posts[0].Header("Lambda-Runtime-Function-XRay-Error-Cause");

        Assert.Matches(
            """
            ^\{"working_directory":"[^"]+","exceptions":\[\{"type":"FunctionException","message":"a \\"quoted\\"\\ttab","stack":\[\{"path":"[^"]+Behaviour\.cs","label":"Behaviour\.Fail","line":\d+\},.*\]\}\],"paths":\["[^"]+Behaviour\.cs"\]\}$
            """,
            cause);
    }

    [Fact(Timeout = Limit)]
    public async Task An_inner_exception_is_the_cause()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var cause = (await function.RunAsync("\"inner\"")).Json.GetProperty("cause");

        Assert.Equal("InvalidOperationException", cause.GetProperty("errorType").GetString());
        Assert.Equal("inside", cause.GetProperty("errorMessage").GetString());
        Assert.False(cause.TryGetProperty("stackTrace", out _));
    }

    [Fact(Timeout = Limit)]
    public async Task An_aggregate_of_one_is_that_one()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var run = await function.RunAsync("\"single\"");

        Assert.Equal(("FunctionException", "the only one"), (run.ErrorType, run.ErrorMessage));
    }

    [Fact(Timeout = Limit)]
    public async Task An_aggregate_of_several_has_the_first_as_cause_and_all_as_causes()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var json = (await function.RunAsync("\"several\"")).Json;

        Assert.Equal("AggregateException", json.GetProperty("errorType").GetString());
        Assert.Equal("one", json.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal(
            ["FunctionException", "ArgumentException"],
            json.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("errorType").GetString()));
    }

    [Fact(Timeout = Limit)]
    public async Task An_error_object_has_at_most_256_KB()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");

        Assert.Equal(
            """{"errorMessage": "Exception exceeded maximum payload size of 256KB."}""",
            (await function.RunAsync("\"large\"")).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task The_next_event_is_answered_after_a_failure()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::FailLater");
        var run = await function.RunAsync("\"first\"", "\"second\"");

        Assert.Equal(["/invocation/request-1/error", "/invocation/request-2/error"], run.Posts.Select(post => post.Path));
        Assert.Contains("\"errorMessage\": \"second\"", run.Posts[1].Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_nobody_catches_is_logged_with_its_causes()
    {
        using var function = new DotnetFunction("Library::Library.Behaviour::Fail");
        var run = await function.RunAsync("\"inner\"");

        Assert.Equal("request-1\tfail\tLibrary.FunctionException: outer", run.Lines[0]);
        Assert.Equal(" ---> System.InvalidOperationException: inside", run.Lines[1]);
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V74")]
    [InlineData("Library", "Invalid lambda function handler: 'Library'. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("", "Empty lambda function handler. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("::T::M", "Invalid lambda function handler: '::T::M', the assembly is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("A:: ::M", "Invalid lambda function handler: 'A:: ::M', the type is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("A::T::", "Invalid lambda function handler: 'A::T::', the method is missing. The valid format is 'ASSEMBLY::TYPE::METHOD'.")]
    [InlineData("None::T::M", "Could not find the specified handler assembly with the file name 'None, Culture=neutral, PublicKeyToken=null'. The assembly should be located in the root of your uploaded .zip file.")]
    [InlineData("Library::T::M", "Unable to load type 'T' from assembly 'Library'.")]
    [InlineData("Library::Library.Shapes::M", "Unable to find method 'M' in type 'Library.Shapes' from assembly 'Library': Found no methods matching method name 'M'.")]
    [InlineData("Library::Library.Shapes::Overloaded", "The method 'Overloaded' in type 'Library.Shapes' appears to have a number of overloads. To call this method please specify a complete method signature. Possible candidates are:\nSystem.String Overloaded(System.String)\nSystem.String Overloaded(Library.Book).")]
    [InlineData("Library::Library.AbstractType::Instance", "The instance method 'System.String Instance(System.String)' cannot be used as a Lambda Handler because its type 'Library.AbstractType' is abstract. Please either use a static handler or specify a type that is not abstract.")]
    [InlineData("Library::Library.AbstractType::Abstract", "The method 'System.String Abstract(System.String)' cannot be used as a Lambda Handler because it is an abstract method. Handler methods cannot be abstract. Please specify a non-abstract handler method.")]
    [InlineData("Library::Library.Generic`1::Handler", "The type 'Library.Generic`1' cannot be used as a Lambda Handler type because it is generic. Handler methods cannot be located in generic types. Please specify a handler method in a non-generic type.")]
    [InlineData("Library::Library.IContract::Handler", "The instance method 'System.String Handler(System.String)' cannot be used as a Lambda Handler because its type 'Library.IContract' is abstract. Please either use a static handler or specify a type that is not abstract.")]
    [InlineData("Library::Library.Methods::Generic", "The method 'System.String Generic[T](System.String)' cannot be used as a Lambda Handler because it is a generic method. Handler methods cannot be generic. Please specify a non-generic handler method.")]
    [InlineData("Library::Library.Methods::AsyncVoid", "The method 'Void AsyncVoid(System.String)' cannot be used as a Lambda Handler because it is an 'async void' method. Handler methods cannot be 'async void'. Please specify a method that is not 'async void'.")]
    [InlineData("Library::Library.Methods::Params", "The method 'System.String Params(System.String[])' cannot be used as a Lambda Handler because it is a 'params' method. Please specify a method that does not use 'params'.")]
    [InlineData("Library::Library.Methods::Three", "Method 'Three' of type 'Library.Methods' is not supported: the method has more than 2 parameters.")]
    [InlineData("Library::Library.Methods::SecondIsNoContext", "Method 'SecondIsNoContext' of type 'Library.Methods' is not supported: the method has 2 parameters, but the second parameter is not of type 'Amazon.Lambda.Core.ILambdaContext'.")]
    public async Task A_handler_that_cannot_be_used_is_refused_in_the_init_phase(string handler, string message)
    {
        using var function = new DotnetFunction(handler);
        var run = await function.RunAsync();

        Assert.Equal(message, run.ErrorMessage);
        Assert.Equal("LambdaValidationException", run.ErrorType);
        Assert.Equal("/init/error", run.Posts[0].Path);
        Assert.Equal(134, run.ExitCode);
        Assert.Contains(": " + message.Split('\n')[0], run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_constructor_that_fails_is_an_init_error_of_its_own_kind()
    {
        using var function = new DotnetFunction("Library::Library.FailingConstructor::Handler");
        var run = await function.RunAsync();

        Assert.Equal("TargetInvocationException", run.ErrorType);
        Assert.Equal("the constructor fails", run.Json.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal("/init/error", run.Posts[0].Path);
    }
}
