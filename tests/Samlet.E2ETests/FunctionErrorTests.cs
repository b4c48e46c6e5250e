using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>A function that fails: exit code 3, and on stdout the error object that the service would return.</summary>
public sealed class FunctionErrorTests
{
    [Theory]
    [Requires("node")]
    [InlineData("exports.handler = async () => { throw new TypeError('no such fish'); };", "TypeError")]
    [InlineData("exports.handler = () => { throw new RangeError('no such fish'); };", "RangeError")]
    [InlineData("exports.handler = () => Promise.reject(new Error('no such fish'));", "Error")]
    [InlineData("exports.handler = (event, context, callback) => callback(new Error('no such fish'));", "Error")]
    [InlineData("class Lost extends Error { constructor(m) { super(m); this.name = 'Lost'; } }\n"
        + "exports.handler = async () => { throw new Lost('no such fish'); };", "Lost")]
    public async Task An_error_of_a_Node_function_is_the_answer(string code, string type)
    {
        using var app = TestApp.Node(code);

        var error = (await app.InvokeAsync()).IsFunctionError(type);

        Assert.Equal("no such fish", error.GetProperty("errorMessage").GetString());
        Assert.Equal(["errorType", "errorMessage", "trace"], error.EnumerateObject().Select(property => property.Name));
        Assert.NotEqual(0, error.GetProperty("trace").GetArrayLength());
    }

    [Fact]
    [Requires("node")]
    public async Task A_thrown_text_is_an_error_of_type_string()
    {
        using var app = TestApp.Node("exports.handler = async () => { throw 'no such fish'; };");

        var error = (await app.InvokeAsync()).IsFunctionError("string");

        Assert.Equal("no such fish", error.GetProperty("errorMessage").GetString());
        Assert.Equal(0, error.GetProperty("trace").GetArrayLength());
    }

    [Fact]
    [Requires("python3")]
    public async Task An_exception_of_a_Python_function_is_the_answer()
    {
        using var app = TestApp.Python("""
            class Lost(Exception):
                pass

            def handler(event, context):
                raise Lost("no such fish")
            """);

        var error = (await app.InvokeAsync()).IsFunctionError("Lost");

        Assert.Equal("no such fish", error.GetProperty("errorMessage").GetString());
        Assert.Equal(
            ["errorMessage", "errorType", "requestId", "stackTrace"], error.EnumerateObject()
                .Select(property => property.Name));
        Assert.Contains("line 5, in handler", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Requires("bash", "curl")]
    public async Task The_error_of_a_custom_runtime_is_passed_on_byte_for_byte()
    {
        const string Body = """{ "errorType" : "Lost",  "errorMessage":"no such fish", "more": 1.0 }""";
        using var app = TestApp.Bash($$"""
            curl -sS -X POST -H 'Lambda-Runtime-Function-Error-Type: Lost' \
              -d '{{Body}}' "$api/invocation/$id/error" >/dev/null
            """);

        var result = await app.InvokeAsync();

        result.IsFunctionError("Lost");
        Assert.Equal(Body, result.Out.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("node", "nodejs22.x", "missing.handler", "Runtime.ImportModuleError", "missing")]
    [InlineData("node", "nodejs22.x", "app.absent", "Runtime.HandlerNotFound", "absent")]
    [InlineData("node", "nodejs22.x", "broken.handler", "Runtime.UserCodeSyntaxError", "SyntaxError")]
    [InlineData("python3", "python3.13", "missing.handler", "Runtime.ImportModuleError", "No module named 'missing'")]
    [InlineData("python3", "python3.13", "app.absent", "Runtime.HandlerNotFound", "absent")]
    [InlineData(
        "python3", "python3.13", "broken.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'broken'")]
    [InlineData("python3", "python3.13", "nodots", "Runtime.MalformedHandlerName", "Bad handler 'nodots'")]
    public async Task Code_that_cannot_be_loaded_is_an_error_of_the_function(
        string needs, string runtime, string handler, string type, string message)
    {
        RequiresAttribute.Check(needs);
        using var app = TestApp.WithFunction(runtime, handler)
            .With("src/app.js", "exports.handler = async () => 1;")
            .With("src/broken.js", "exports.handler = async () => {")
            .With("src/app.py", "def handler(event, context): return 1\n").With("src/broken.py", "def handler(:\n");

        var error = (await app.InvokeAsync()).IsFunctionError(type);

        Assert.Contains(message, error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires("python3")]
    public async Task An_answer_that_is_no_JSON_is_an_error_of_the_function()
    {
        using var app = TestApp.Python("def handler(event, context): return {1, 2}\n");

        var error = (await app.InvokeAsync()).IsFunctionError("Runtime.MarshalError");

        Assert.Equal(
            "Unable to marshal response: Object of type set is not JSON serializable", error.GetProperty("errorMessage").GetString());
    }

    [Theory]
    [Requires("node")]
    [InlineData("export const handler = async () => 1;", "Runtime.UserCodeSyntaxError", "name the file `.mjs`")]
    [InlineData("exports.handler = async () => require('./d.mjs');", "Error", "use `import()`")]
    public async Task An_ES_module_in_the_place_of_another_has_a_hint(string code, string type, string hint)
    {
        using var app = TestApp.Node(code).With("src/d.mjs", "export default 1;");

        var result = await app.InvokeAsync();

        result.IsFunctionError(type);
        result.HasHint(hint);
    }

    [Fact]
    [Requires("node")]
    public async Task A_missing_dependency_of_code_with_a_build_step_has_a_hint()
    {
        using var app = TestApp.Node("require('left-pad'); exports.handler = async () => 1;")
            .With("src/package.json", """{"dependencies": {"left-pad": "1"}}""");

        var result = await app.InvokeAsync();

        result.IsFunctionError("Runtime.ImportModuleError");
        result.HasHint("npm");
    }

    [Fact]
    [Requires("node")]
    public async Task With_the_exit_codes_of_sam_a_function_error_is_exit_code_0()
    {
        using var app = TestApp.Node("exports.handler = async () => { throw new Error('no such fish'); };");

        var result = await (app.Invocation() with
        {
            Environment = new Dictionary<string, string> { ["SAMLET_COMPAT"] = "sam" },
        }).RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            "no such fish", JsonDocument.Parse(result.Out).RootElement.GetProperty("errorMessage").GetString());
    }
}
