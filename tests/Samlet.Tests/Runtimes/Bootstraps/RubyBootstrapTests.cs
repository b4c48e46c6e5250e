using System.Text.Json;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>How a handler is found, what it gets and what comes back.</summary>
public sealed class RubyBootstrapTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V70")]
    [InlineData("app.handler", "app.rb", "def handler(event:, context:) = event['a']")]
    [InlineData("a/b/app.handler", "a/b/app.rb", "def handler(context:, event:) = event['a']")]
    [InlineData("app.App.run", "app.rb", "class App; def self.run(event:, context:) = event['a']; end")]
    [InlineData(
        "function.Mod::Cls.call", "function.rb",
        "module Mod; class Cls; def self.call(event:, context:) = event['a']; end; end")]
    [InlineData("app.handler", "app.rb", "def handler(**given) = given[:event]['a']")]
    public async Task A_handler_is_a_file_perhaps_a_class_and_a_method(string handler, string file, string code)
    {
        using var function = new RubyFunction { Handler = handler };
        function.Write(file, code);
        var run = await function.RunAsync("""{"a":1.0}""");

        Assert.Equal("1.0", run.Answer);
        Assert.Equal("application/json", run.Posts[0].Header("Content-Type"));
        Assert.Null(run.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("app", """["app"]""")]
    [InlineData("app.A.B.handler", """["app", "A", "B", "handler"]""")]
    public async Task A_handler_of_another_form_is_an_init_error(string handler, string shown)
    {
        using var function = new RubyFunction { Handler = handler };
        var run = await function.RunAsync();

        Assert.Equal("Init<ArgumentError>", run.ErrorType);
        Assert.StartsWith(
            $"Invalid handler {shown}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where ",
            run.ErrorMessage,
            StringComparison.Ordinal);
        Assert.Equal("/init/error", run.Posts[0].Path);
        Assert.Equal(252, run.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("none.handler", "Init<LoadError>", "Init<LoadError>")]
    [InlineData("inner.handler", "Init<LoadError>", "Init<LoadError>")]
    [InlineData("syntax.handler", "Init<SyntaxError>", "Function<UserException>")]
    [InlineData("raising.handler", "Init<KeyError>", "Function<UserException>")]
    [InlineData("leaving.handler", "Init<SystemExit>", "Init<SystemExit>")]
    public async Task What_goes_wrong_while_loading_is_an_init_error(string handler, string type, string header)
    {
        using var function = new RubyFunction { Handler = handler };
        function.Write("inner.rb", "require 'not/there'");
        function.Write("syntax.rb", "def handler(");
        function.Write("raising.rb", "{}.fetch(:a)");
        function.Write("leaving.rb", "exit 0");
        var run = await function.RunAsync();

        Assert.Equal(type, run.ErrorType);
        Assert.Equal(header, run.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.Equal("/init/error", run.Posts[0].Path);
        Assert.StartsWith("Init error when loading handler \n{\n  \"errorMessage\":", run.Output, StringComparison.Ordinal);
        Assert.Equal(252, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task Without_a_handler_nothing_is_run()
    {
        using var function = new RubyFunction();
        function.Variables["_HANDLER"] = "-";
        var run = await function.RunAsync();

        Assert.Equal("No handler specified, exiting Runtime Interface Client.\n", run.Output);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("nil", "null")]
    [InlineData("{ a: [1, 2.5, nil, true, 'ö'] }", """{"a":[1,2.5,null,true,"ö"]}""")]
    [InlineData(":symbol", "\"symbol\"")]
    [InlineData("Class.new { def as_json = { a: 1 }; def to_json(*) = '\"own\"' }.new", "\"own\"")]
    [InlineData("Class.new { def as_json = { a: 1 }; def to_s = 'text' }.new", "\"text\"")]
    public async Task A_result_is_what_its_to_json_says(string code, string expected)
    {
        using var function = RubyFunction.Of(code);

        Assert.Equal(expected, (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("StringIO.new('raw')")]
    [InlineData("File.open('text')")]
    public async Task A_stream_is_read_and_sent_as_it_is(string code)
    {
        using var function = RubyFunction.Of(code);
        function.Write("text", "raw");
        var run = await function.RunAsync();

        Assert.Equal("raw", run.Answer);
        Assert.Equal("application/unknown", run.Posts[0].Header("Content-Type"));
    }

    [Fact(Timeout = Limit)]
    public async Task A_stream_that_cannot_be_read_is_the_clients_own_failure()
    {
        using var function = RubyFunction.Of("File.open('/dev/null', 'w')");
        var run = await function.RunAsync();

        Assert.Equal("Runtime<IOError>", run.ErrorType);
        Assert.Equal("/invocation/request-1/error", run.Posts[0].Path);
        Assert.Equal(254, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_not_JSON_arrives_as_text()
    {
        using var function = RubyFunction.Of("[event, event.encoding]");
        function.EventHeaders["Content-Type"] = "text/plain";

        Assert.Equal("""["{ö","UTF-8"]""", (await function.RunAsync("{ö")).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_and_answers_may_be_long(bool inChunks)
    {
        using var function = RubyFunction.Of("event * 2");
        function.ReadsChunks = inChunks;
        var text = new string('é', 300_000);

        Assert.Equal($"\"{text}{text}\"", (await function.RunAsync($"\"{text}\"")).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task One_process_serves_one_event_after_another_and_keeps_its_state()
    {
        using var function = RubyFunction.Of("@count = (@count || 0) + 1\n[@count, $_global_aws_request_id, ENV['_X_AMZN_TRACE_ID'][0, 6]]");
        var run = await function.RunAsync("1", "2");

        Assert.Equal("""[1,"request-1","Root=1"]""", run.Posts[0].Text);
        Assert.Equal("""[2,"request-2","Root=1"]""", run.Posts[1].Text);
        Assert.Equal("/invocation/request-2/response", run.Posts[1].Path);
    }

    [Fact(Timeout = Limit)]
    public async Task The_context_tells_everything_the_event_came_with()
    {
        using var function = RubyFunction.Of("""
            names = context.public_methods(false)
            context.instance_variable_set(:@deadline_ms, 7)
            names.sort.to_h { |name| [name, context.public_send(name)] }
            """);
        function.EventHeaders["Lambda-Runtime-Client-Context"] = """{"custom":{"k":"ö"}}""";
        function.EventHeaders["Lambda-Runtime-Cognito-Identity"] = """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""";
        function.EventHeaders["Lambda-Runtime-Aws-Tenant-Id"] = "blue";

        Assert.Equal(
            """
            {"aws_request_id":"request-1","client_context":{"custom":{"k":"ö"}},"deadline_ms":7,"function_name":"f",
            "function_version":"$LATEST","get_remaining_time_in_millis":0,
            "identity":{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"},
            "invoked_function_arn":"arn:aws:lambda:us-east-1:123456789012:function:ratings",
            "log_group_name":"/aws/lambda/f","log_stream_name":"2026/01/01/[$LATEST]0","memory_limit_in_mb":"128",
            "tenant_id":"blue"}
            """.ReplaceLineEndings(""),
            (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V41")]
    public async Task The_remaining_time_goes_down()
    {
        using var function = RubyFunction.Of("[context.client_context, context.identity, context.get_remaining_time_in_millis]");
        var answer = JsonSerializer.Deserialize<JsonElement[]>((await function.RunAsync()).Answer)!;

        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], answer[..2].Select(static value => value.ValueKind));
        Assert.InRange(answer[2].GetInt32(), 30_000, 59_999);
    }

    [Fact(Timeout = Limit)]
    public async Task The_environment_is_the_given_one_and_the_trace()
    {
        using var function = RubyFunction.Of("ENV.keys.sort");
        var keys = JsonSerializer.Deserialize<string[]>((await function.RunAsync()).Answer)!;

        Assert.Equal(
            [
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION",
                "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "GEM_HOME",
                "GEM_PATH", "LAMBDA_TASK_ROOT", "LANG", "PATH", "RUBYLIB", "TZ", "_HANDLER", "_X_AMZN_TRACE_ID",
            ],
            keys);
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_of_the_client_lies_among_what_is_loaded()
    {
        using var function = RubyFunction.Of("Gem::VERSION\n[$LOADED_FEATURES.grep(/Bootstraps/), $PROGRAM_NAME, ARGV]");

        Assert.Equal("""[[],"/var/runtime/index.rb",[]]""", (await function.RunAsync()).Answer);
    }
}
