namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What becomes of what a handler raises: object, header, cause, log, and the end of the process.</summary>
public sealed class RubyErrorTests
{
    private const int Limit = 60_000;

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V76")]
    public async Task An_error_object_has_message_type_and_the_functions_own_frames()
    {
        using var function = new RubyFunction("def inner = raise('x')\n\ndef handler(event:, context:)\n  inner\nend\n");
        var run = await function.RunAsync();

        Assert.Matches(
            $$"""^{"errorMessage":"x","errorType":"Function<RuntimeError>","stackTrace":\["{{function.Root}}/app.rb:1:in [`'](Object#)?inner'","{{function.Root}}/app.rb:4:in [`'](Object#)?handler'"\]}$""",
            run.Answer);
        Assert.Equal("/invocation/request-1/error", run.Posts[0].Path);
        Assert.StartsWith(
            $$"""
            {"working_directory":"{{function.Root}}","paths":["{{function.Root}}/vendor/bundle/ruby/3.4.0","/var/runtime","/var/runtime/ruby/3.4.0"],"exceptions":[{"message":"x","type":"Function<RuntimeError>","stack":[{"path":"{{function.Root}}/app.rb","line":1,"label":
            """,
            run.Posts[0].Header("Lambda-Runtime-Function-XRay-Error-Cause"),
            StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("raise 'x'", "Function<RuntimeError>", "Function<UserException>")]
    [InlineData("raise StandardError, 'x'", "Function<StandardError>", "Function<StandardError>")]
    [InlineData("raise ArgumentError, 'x'", "Function<ArgumentError>", "Function<ArgumentError>")]
    [InlineData("raise Class.new(StandardError) { def self.to_s = 'Own' }, 'x'", "Function<Own>", "Function<UserException>")]
    [InlineData("JSON.parse('{')", "Function<JSON::ParserError>", "Function<UserException>")]
    [InlineData("Float::NAN", "Function<JSON::GeneratorError>", "Function<UserException>")]
    public async Task After_an_ordinary_error_the_process_goes_on(string code, string type, string header)
    {
        using var function = RubyFunction.Of($"return 2 if event == 2\n{code}");
        var run = await function.RunAsync("1", "2");

        Assert.Equal(type, run.ErrorType);
        Assert.Equal(header, run.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.StartsWith("Error raised from handler method\n{\n  \"errorMessage\": ", run.Output, StringComparison.Ordinal);
        Assert.Equal("2", run.Posts[1].Text);
        Assert.Null(run.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V71")]
    [InlineData("nil.none", "Function<NoMethodError>", "Function<NoMethodError>")]
    [InlineData("none", "Function<NameError>", "Function<NameError>")]
    [InlineData("raise Exception, 'x'", "Function<Exception>", "Function<Exception>")]
    [InlineData("exit 0", "Function<SystemExit>", "Function<SystemExit>")]
    [InlineData("require 'not/there'", "Function<LoadError>", "Function<LoadError>")]
    [InlineData("def deep = deep\ndeep", "Function<SystemStackError>", "Function<SystemStackError>")]
    [InlineData("raise NotImplementedError", "Function<NotImplementedError>", "Function<UserException>")]
    [InlineData("raise Interrupt, 'x'", "Function<Interrupt>", "Function<UserException>")]
    public async Task After_a_critical_error_the_process_ends(string code, string type, string header)
    {
        using var function = RubyFunction.Of(code);
        var run = await function.RunAsync("1", "2");

        Assert.Equal(type, run.ErrorType);
        Assert.Equal(header, run.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.StartsWith("Critical exception from handler\n{\n  \"errorMessage\": ", run.Output, StringComparison.Ordinal);
        _ = Assert.Single(run.Posts);
        Assert.Equal(255, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_handler_method_is_found_out_at_the_first_event()
    {
        using var function = new RubyFunction { Handler = "app.none" };
        var run = await function.RunAsync();

        Assert.Equal("Function<NoMethodError>", run.ErrorType);
        Assert.Contains("undefined method", run.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(255, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task A_message_is_the_errors_own_without_suggestions()
    {
        using var function = RubyFunction.Of("[].frist");

        Assert.DoesNotContain("Did you mean", (await function.RunAsync()).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task At_most_a_hundred_frames_are_shown()
    {
        using var function = RubyFunction.Of("down(150)\nend\n\ndef down(n)\n  n.zero? ? raise('x') : down(n - 1)");

        Assert.Equal(100, (await function.RunAsync()).StackTrace.Length);
    }

    [Fact(Timeout = Limit)]
    public async Task What_ends_the_process_leaves_its_own_exit_code()
    {
        using var function = RubyFunction.Of("exit! 3");
        var run = await function.RunAsync();

        Assert.Empty(run.Posts);
        Assert.Equal(3, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Frames_of_require_are_those_of_RubyGems()
    {
        using var function = new RubyFunction("require 'inner'\n");
        function.Write("inner.rb", "raise 'x'\n");
        var lazy = await function.RunAsync();
        function.InterpreterOptions = ["--disable-did_you_mean"];
        var whole = await function.RunAsync();

        Assert.Equal(WithoutLine(whole.StackTrace), WithoutLine(lazy.StackTrace));
        Assert.Contains(lazy.StackTrace, static line => line.StartsWith("<internal:", StringComparison.Ordinal));
    }

    /// <summary>Distributions keep RubyGems in another folder, and its lines differ from ours.</summary>
    private static IEnumerable<string> WithoutLine(IEnumerable<string> frames) => frames.Select(
        static frame => frame.StartsWith("<internal:", StringComparison.Ordinal)
            ? frame[frame.IndexOf("/rubygems/", StringComparison.Ordinal)..frame.IndexOf('>', StringComparison.Ordinal)]
            : frame);
}
