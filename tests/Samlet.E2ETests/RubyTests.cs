namespace Samlet.E2ETests;

/// <summary>Ruby functions as people write them: handlers, errors, gems, layers, encodings.</summary>
[Requires("ruby")]
public sealed class RubyTests
{
    private const string Echo = "def handler(event:, context:)\n  event\nend\n";

    [Theory]
    [Trait("Vector", "V70")]
    [InlineData("app.handler", "app.rb", Echo)]
    [InlineData("lib/app.handler", "lib/app.rb", Echo)]
    [InlineData("app.App.handler", "app.rb", "class App\n  def self.handler(event:, context:) = event\nend\n")]
    [InlineData(
        "app.Mod::Cls.call", "app.rb", "module Mod\n  class Cls\n    def self.call(event:, context:) = event\n  end\nend")]
    public async Task A_Ruby_handler_answers(string handler, string file, string code)
    {
        using var app = TestApp.WithFunction("ruby3.4", handler).With($"src/{file}", code);

        (await app.InvokeWithAsync("""{"a":[1.0,"ö"]}""")).IsAnswer("""{"a":[1.0,"ö"]}""");
    }

    [Fact]
    [Trait("Vector", "V70")]
    public async Task A_raised_error_names_its_class_and_the_functions_own_frames()
    {
        using var app = TestApp.Ruby("def handler(event:, context:)\n  raise 'x'\nend\n");
        var result = await app.InvokeAsync();

        Assert.Equal(3, result.ExitCode);
        Assert.Matches(
            "^{\"errorMessage\":\"x\",\"errorType\":\"Function<RuntimeError>\","
            + "\"stackTrace\":\\[\"[^\"]*/(src|task)/app.rb:2:in [`'](Object#)?handler'\"\\]}\n?$",
            result.Out);
        Assert.Contains("\nError raised from handler method\n{\n  \"errorMessage\": \"x\",", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Vector", "V71")]
    [InlineData("nil.none", "Function<NoMethodError>")]
    [InlineData("none", "Function<NameError>")]
    [InlineData("exit 0", "Function<SystemExit>")]
    public async Task An_error_after_which_the_process_ends_is_reported_all_the_same(string code, string errorType)
    {
        using var app = TestApp.Ruby($"def handler(event:, context:)\n  {code}\nend\n");

        var result = await app.InvokeAsync();

        _ = result.IsFunctionError(errorType);
        Assert.Contains("\nCritical exception from handler\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_loaded_is_an_error_of_initialization()
    {
        using var app = TestApp.Ruby("require 'not/there'\n");
        var result = await app.InvokeAsync();

        var error = result.IsFunctionError("Init<LoadError>");
        Assert.Equal("cannot load such file -- not/there", error.GetProperty("errorMessage").GetString());
        Assert.Contains("\nInit error when loading handler \n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gems_of_the_function_and_of_layers_are_found()
    {
        using var app = TestApp.Of("""
            Resources:
              Shared:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: layer/}
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src/, Handler: app.handler, Runtime: ruby3.4, Layers: [!Ref Shared]}
            """)
            .WithGem("src/vendor/bundle/ruby/3.4.0", "packed", "'packed'")
            .WithGem("layer/ruby/gems/3.4.0", "layered", "'layered'")
            .With("layer/ruby/lib/plain.rb", "PLAIN = 'plain'\n")
            .With("src/app.rb", """
                require 'packed'
                require 'layered'
                require 'plain'

                def handler(event:, context:) = [PACKED, LAYERED, PLAIN]
                """);

        (await app.InvokeAsync()).IsAnswer("""["packed","layered","plain"]""");
    }

    [Fact]
    public async Task Text_is_UTF_8_whatever_locales_this_computer_has()
    {
        using var app = TestApp.Ruby("""
            def handler(event:, context:)
              [ENV['GREETING'], ENV['GREETING'].encoding, File.read('text.txt'), ENV.keys.grep(/SAMLET|LC_/)]
            end
            """, "Environment: {Variables: {GREETING: grüß}}").With("src/text.txt", "ä");

        (await app.InvokeAsync()).IsAnswer("""["grüß","UTF-8","ä",[]]""");
    }

    [Fact]
    public async Task What_RUBYOPT_requires_may_be_a_gem()
    {
        using var app = TestApp.Ruby("def handler(event:, context:) = PACKED\n", "Environment: {Variables: {RUBYOPT: -rpacked}}")
            .WithGem("src/vendor/bundle/ruby/3.4.0", "packed", "'packed'");

        (await app.InvokeAsync()).IsAnswer("\"packed\"");
    }
}
