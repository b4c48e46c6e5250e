namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>How a handler is found, what it gets and what comes back. Texts as recorded on the service.</summary>
public sealed class PythonBootstrapTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V66")]
    [InlineData("app.handler", "app.py", "app")]
    [InlineData("src/app.handler", "src/app.py", "src.app")]
    [InlineData("src.app.handler", "src/app.py", "src.app")]
    [InlineData("a/b/c.handler", "a/b/c.py", "a.b.c")]
    [InlineData("package.handler", "package/__init__.py", "package")]
    [InlineData("code.handler", "code.py", "code")]
    public async Task A_handler_is_a_module_path_and_a_name(string handler, string file, string module)
    {
        using var function = new PythonFunction { Handler = handler };
        function.Write(file, "def handler(event, context): return [__name__, event]");

        Assert.Equal($$"""["{{module}}", {"a": 1.0}]""", (await function.RunAsync("""{"a":1.0}""")).Answer);
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V66")]
    [InlineData("app", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack (expected 2, got 1)")]
    [InlineData("sys.exit", "Runtime.BuiltInModuleConflict", "Cannot use built-in module sys as a handler module")]
    [InlineData("none.handler", "Runtime.ImportModuleError", "Unable to import module 'none': No module named 'none'")]
    [InlineData("a/none.handler", "Runtime.ImportModuleError", "Unable to import module 'a/none': No module named 'a'")]
    [InlineData("app.none", "Runtime.HandlerNotFound", "Handler 'none' missing on module 'app'")]
    [InlineData(
        "inner.handler", "Runtime.ImportModuleError", "Unable to import module 'inner': No module named 'not_there'")]
    [InlineData(
        "names.handler", "Runtime.ImportModuleError",
        "Unable to import module 'names': cannot import name 'nothing' from 'app' ({root}/app.py)")]
    [InlineData("queue.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'queue'")]
    [InlineData(
        "../app.handler", "TypeError",
        "the 'package' argument is required to perform a relative import for '...app'")]
    [InlineData("broken.handler", "KeyError", "'k'")]
    public async Task A_handler_that_cannot_be_loaded_is_an_init_error(string handler, string errorType, string message)
    {
        using var function = new PythonFunction { Handler = handler };
        function.Write("inner.py", "import not_there");
        function.Write("names.py", "from app import nothing");
        function.Write("queue.py", "def handler(event, context): pass");
        function.Write("broken.py", "raise KeyError('k')");
        var run = await function.RunAsync();

        Assert.Equal(message.Replace("{root}", function.Root, StringComparison.Ordinal), run.ErrorMessage);
        Assert.Equal(errorType, run.ErrorType);
        Assert.Equal("/init/error", run.Posts[0].Path);
        Assert.Equal(errorType, run.Posts[0].Header("Lambda-Runtime-Function-Error-Type"));
        Assert.Equal("", run.Json.GetProperty("requestId").GetString());
        Assert.Equal(1, run.ExitCode);
    }

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V66")]
    public async Task A_syntax_error_shows_its_line()
    {
        using var function = new PythonFunction("x = 1\nif x = 2:\n    pass\n");
        var run = await function.RunAsync();

        Assert.Equal("Runtime.UserCodeSyntaxError", run.ErrorType);
        Assert.StartsWith("Syntax error in module 'app': invalid syntax", run.ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("(app.py, line 2)", run.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([$"  File \"{function.Root}/app.py\" Line 2\n    if x = 2:\n"], run.StackTrace);
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_at_import_shows_the_frames_of_the_import_system_but_none_of_the_client()
    {
        using var function = new PythonFunction("def load():\n    raise ValueError('no')\nload()\n");
        var run = await function.RunAsync();

        Assert.Matches(
            @"^  File "".*/importlib/__init__\.py"", line \d+, in import_module\n    return _bootstrap\._gcd_import",
            run.StackTrace[0]);
        Assert.StartsWith("  File \"<frozen importlib._bootstrap>\"", run.StackTrace[1], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"  File \"{function.Root}/app.py\", line 3, in <module>\n    load()\n",
                $"  File \"{function.Root}/app.py\", line 2, in load\n    raise ValueError('no')\n",
            ],
            run.StackTrace[^2..]);
        Assert.DoesNotContain(run.StackTrace, line => line.Contains(function.Bootstrap, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V68")]
    public async Task An_exception_of_a_handler_is_told_in_the_order_of_the_service()
    {
        using var function = new PythonFunction(
            "class Custom(Exception): pass\n\ndef handler(event, context):\n    raise Custom('Failed: é')\n");
        var run = await function.RunAsync("{}", "{}");

        Assert.Equal(
            """{"errorMessage": "Failed: é", "errorType": "Custom", "requestId": "request-1", "stackTrace": """ +
            $$"""["  File \"{{function.Root}}/app.py\", line 4, in handler\n    raise Custom('Failed: é')\n"]}""",
            run.Answer);
        Assert.Equal(["/invocation/request-1/error", "/invocation/request-2/error"], run.Posts.Select(static post => post.Path));
        Assert.Equal("application/json", run.Posts[0].Header("Content-Type"));
        Assert.Equal(
            $$"""{"working_directory": "{{function.Root}}", "exceptions": [{"message": "Failed: é", "type": "Custom",""" +
            $$""" "stack": [{"label": "handler", "path": "{{function.Root}}/app.py", "line": 4}]}],""" +
            $$""" "paths": ["{{function.Root}}/app.py"]}""",
            run.Posts[0].Header("Lambda-Runtime-Function-XRay-Error-Cause"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("raise ValueError()", "ValueError", "")]
    [InlineData("raise KeyError('k')", "KeyError", "'k'")]
    [InlineData("1 / 0", "ZeroDivisionError", "division by zero")]
    [InlineData("raise OSError(2, 'gone')", "FileNotFoundError", "[Errno 2] gone")]
    [InlineData("import not_there", "ModuleNotFoundError", "No module named 'not_there'")]
    [InlineData("eval('a b c')", "SyntaxError", "invalid syntax (<string>, line 1)")]
    [InlineData("assert False, 'why'", "AssertionError", "why")]
    public async Task An_exception_has_its_bare_class_name_and_its_text(
        string statement, string errorType, string message)
    {
        using var function = new PythonFunction($"def handler(event, context):\n    {statement}\n");
        var run = await function.RunAsync();

        Assert.Equal((errorType, message), (run.ErrorType, run.ErrorMessage));
        Assert.Equal($"  File \"{function.Root}/app.py\", line 2, in handler\n    {statement}\n", run.StackTrace[0]);
    }

    [Theory(Timeout = Limit)]
    [InlineData("def handler(event): pass", "handler() takes 1 positional argument but 2 were given")]
    [InlineData("handler = 5", "'int' object is not callable")]
    public async Task A_handler_that_cannot_be_called_shows_no_frames_of_the_client(string source, string message)
    {
        using var function = new PythonFunction(source);
        var run = await function.RunAsync();

        Assert.Equal(("TypeError", message), (run.ErrorType, run.ErrorMessage));
        Assert.Empty(run.StackTrace);
    }

    [Fact(Timeout = Limit)]
    public async Task Causes_and_notes_of_an_exception_do_not_show()
    {
        using var function = new PythonFunction(
            """
            def handler(event, context):
                try:
                    1 / 0
                except ZeroDivisionError as error:
                    raised = RuntimeError("outer")
                    if hasattr(raised, "add_note"):
                        raised.add_note("a note")
                    raise raised from error
            """);
        var run = await function.RunAsync();

        Assert.Equal(
            [$"  File \"{function.Root}/app.py\", line 8, in handler\n    raise raised from error\n"], run.StackTrace);
        Assert.DoesNotContain("a note", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ZeroDivisionError", run.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_deep_recursion_is_shortened_as_Python_does_it()
    {
        using var function = new PythonFunction("def dig(): dig()\n\ndef handler(event, context):\n    dig()\n");
        var run = await function.RunAsync();

        Assert.Equal("RecursionError", run.ErrorType);
        Assert.Contains(run.StackTrace, line => line.StartsWith("  [Previous line repeated", StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task The_error_object_of_python38_has_no_request_id()
    {
        using var function = new PythonFunction("def handler(event, context): raise ValueError('v')");
        function.Variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.8";
        var run = await function.RunAsync();

        Assert.Equal(
            ["errorMessage", "errorType", "stackTrace"], run.Json.EnumerateObject().Select(static member => member.Name));
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V69")]
    [InlineData("import sys\ndef handler(event, context): sys.exit(0)", 0)]
    [InlineData("import sys\ndef handler(event, context): sys.exit(3)", 3)]
    [InlineData("def handler(event, context): exit()", 0)]
    [InlineData("import os\ndef handler(event, context): os._exit(7)", 7)]
    [InlineData("import sys\nsys.exit(4)", 4)]
    [InlineData("raise SystemExit('text')", 1)]
    public async Task An_exit_ends_the_process_without_an_answer(string source, int exitCode)
    {
        using var function = new PythonFunction(source);
        var run = await function.RunAsync();

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(run.Posts);
    }

    [Fact(Timeout = Limit)]
    public async Task Globals_live_as_long_as_the_process()
    {
        using var function = new PythonFunction(
            "count = 0\ndef handler(event, context):\n    global count\n    count += 1\n    return count\n");
        var run = await function.RunAsync("{}", "{}", "{}");

        Assert.Equal(["1", "2", "3"], run.Posts.Select(static post => post.Text));
    }

    [Fact(Timeout = Limit)]
    public async Task A_result_that_is_refused_as_too_large_does_not_end_the_process()
    {
        using var function = new PythonFunction("def handler(event, context): return event") { PostStatus = 413 };
        Assert.Equal(2, (await function.RunAsync("1", "2")).Posts.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task A_refused_answer_ends_the_process()
    {
        using var function = new PythonFunction("def handler(event, context): return event") { PostStatus = 403 };
        var run = await function.RunAsync("1", "2");

        Assert.Equal((1, 1), (run.ExitCode, run.Posts.Count));
        Assert.Contains("Failed to post invocation response", run.Error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task The_client_names_itself_as_the_real_one_does()
    {
        using var function = new PythonFunction("def handler(event, context): return event");
        var version = function.Interpreter.Version.ToString(2);
        var agent = (await function.RunAsync()).Posts[0].Header("User-Agent");

        Assert.Matches($@"^aws-lambda-python/{version}\.\d+-4\.0\.1$", agent);
    }
}
