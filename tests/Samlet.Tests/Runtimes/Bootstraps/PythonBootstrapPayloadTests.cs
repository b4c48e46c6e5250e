namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// Events in and results out, byte by byte: the rules are those of simplejson, which the real client uses.
/// </summary>
public sealed class PythonBootstrapPayloadTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V67")]
    [InlineData("None", "null")]
    [InlineData("[True, 1, -0.0, 1e22, 0.1, 10**30]", "[true, 1, -0.0, 1e+22, 0.1, 1000000000000000000000000000000]")]
    [InlineData("float('nan')", "NaN")]
    [InlineData("[float('inf'), -float('inf')]", "[Infinity, -Infinity]")]
    [InlineData("'\"\\\\\\n\\x00\\x7f/'", "\"\\\"\\\\\\n\\u0000\x7f/\"")]
    [InlineData("'é\\u2028'", "\"é\u2028\"")]
    [InlineData("(1, (2,), ())", "[1, [2], []]")]
    [InlineData("{1: 2, 1.5: 3, None: 4, False: 5}", """{"1": 2, "1.5": 3, "null": 4, "false": 5}""")]
    [InlineData("Decimal('1.10')", "1.10")]
    [InlineData("[Decimal('NaN'), Decimal('-NaN'), Decimal('1E+3')]", "[NaN, NaN, 1E+3]")]
    [InlineData("Point(1, [Point(2, 'x')])", """{"x": 1, "y": [{"x": 2, "y": "x"}]}""")]
    [InlineData("[Colour.RED, Text('t'), {Text('k'): 1}]", """["red", "t", {"k": 1}]""")]
    [InlineData("[Number.ONE, {Number.ONE: 1}]", """[1, {"1": 1}]""")]
    [InlineData("{'a': b'x', b'b': 1}", """{"a": "x", "b": 1}""")]
    [InlineData("OrderedDict(b=1, a=2)", """{"b": 1, "a": 2}""")]
    public async Task A_result_becomes_JSON(string expression, string expected)
    {
        using var function = new PythonFunction(
            $$"""
            import enum
            from collections import OrderedDict, namedtuple
            from decimal import Decimal
            Point = namedtuple("Point", "x y")
            class Colour(str, enum.Enum): RED = "red"
            class Number(enum.IntEnum): ONE = 1
            class Text(str):
                def __str__(self): return "not this"
            def handler(event, context): return {{expression}}
            """);
        var run = await function.RunAsync();

        Assert.Equal(expected, run.Answer);
        Assert.Equal("application/json", run.Posts[0].Header("Content-Type"));
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V67")]
    [InlineData("set()", "Object of type set is not JSON serializable")]
    [InlineData("{'a': {1}}", "Object of type set is not JSON serializable")]
    [InlineData("object()", "Object of type object is not JSON serializable")]
    [InlineData("date(2026, 1, 1)", "Object of type date is not JSON serializable")]
    [InlineData("bytearray(b'x')", "Object of type bytearray is not JSON serializable")]
    [InlineData("(x for x in ())", "Object of type generator is not JSON serializable")]
    [InlineData("{(1, 2): 3}", "keys must be str, int, float, bool or None, not tuple")]
    [InlineData("{date(2026, 1, 1): 3}", "keys must be str, int, float, bool or None, not datetime.date")]
    [InlineData("circle()", "Circular reference detected")]
    [InlineData("[b'\\xff']", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte")]
    public async Task A_result_that_is_no_JSON_is_an_error(string expression, string reason)
    {
        using var function = new PythonFunction(
            $$"""
            from datetime import date
            def circle():
                a = []
                a.append({"a": a})
                return a
            def handler(event, context): return {{expression}}
            """);
        var run = await function.RunAsync();

        Assert.Equal("Runtime.MarshalError", run.ErrorType);
        Assert.Equal($"Unable to marshal response: {reason}", run.ErrorMessage);
        Assert.Empty(run.StackTrace);
        Assert.Equal("request-1", run.Json.GetProperty("requestId").GetString());
    }

    [Fact(Timeout = Limit)]
    public async Task An_async_handler_is_not_awaited()
    {
        using var function = new PythonFunction("async def handler(event, context): return 1");
        Assert.Equal(
            "Unable to marshal response: Object of type coroutine is not JSON serializable",
            (await function.RunAsync()).ErrorMessage);
    }

    [Theory(Timeout = Limit)]
    [InlineData("AWS_Lambda_python3.8", "\"\\u00e9\\ud83d\\ude00\"")]
    [InlineData("AWS_Lambda_python3.11", "\"\\u00e9\\ud83d\\ude00\"")]
    [InlineData("AWS_Lambda_python3.12", "\"é😀\"")]
    [InlineData("AWS_Lambda_python3.14", "\"é😀\"")]
    public async Task The_runtime_of_the_function_decides_whether_text_is_escaped(string runtime, string expected)
    {
        using var function = new PythonFunction("def handler(event, context): return event");
        function.Variables["AWS_EXECUTION_ENV"] = runtime;
        Assert.Equal(expected, (await function.RunAsync("\"é😀\"")).Answer);
    }

    [Fact(Timeout = Limit)]
    [Trait("Vector", "V67")]
    public async Task Bytes_are_the_answer_as_they_are()
    {
        using var function = new PythonFunction("def handler(event, context): return bytes(range(256))");
        var post = (await function.RunAsync()).Posts[0];

        Assert.Equal(Enumerable.Range(0, 256).Select(static value => (byte)value), post.Body);
        Assert.Equal("application/unknown", post.Header("Content-Type"));
    }

    [Theory(Timeout = Limit)]
    [InlineData("application/json", "dict")]
    [InlineData("text/plain", "bytes")]
    [InlineData("application/json; charset=utf-8", "bytes")]
    public async Task Only_an_event_of_type_JSON_is_read(string contentType, string expected)
    {
        using var function = new PythonFunction("def handler(event, context): return type(event).__name__");
        function.EventHeaders["Content-Type"] = contentType;
        Assert.Equal($"\"{expected}\"", (await function.RunAsync("{}")).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData(" {\"a\":\t[1.0, 2e3, -0, \"\\u00e9\", null, true]}\r\n", "{'a': [1.0, 2000.0, 0, 'é', None, True]}")]
    [InlineData("{\"a\":1,\"a\":2}", "{'a': 2}")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("\"\\ud83d\\ude00\"", "'😀'")]
    public async Task An_event_keeps_its_values(string payload, string expected)
    {
        using var function = new PythonFunction("def handler(event, context): return repr(event)");
        Assert.Equal($"\"{expected}\"", (await function.RunAsync(payload)).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("{\"a\":}", "Unable to unmarshal input: Expecting value: line 1 column 6 (char 5)")]
    [InlineData("", "Unable to unmarshal input: Expecting value: line 1 column 1 (char 0)")]
    [InlineData("1 2", "Unable to unmarshal input: Extra data: line 1 column 3 (char 2)")]
    public async Task An_event_that_is_no_JSON_is_an_error(string payload, string message)
    {
        using var function = new PythonFunction("def handler(event, context): return 1");
        var run = await function.RunAsync(payload);
        Assert.Equal(("Runtime.UnmarshalError", message), (run.ErrorType, run.ErrorMessage));
    }

    [Theory(Timeout = Limit)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_megabytes_pass_both_ways(bool readsChunks)
    {
        var payload = $"\"{new string('é', 2_500_000)}\"";
        using var function = new PythonFunction("def handler(event, context): return event") { ReadsChunks = readsChunks };
        var run = await function.RunAsync(payload, payload);

        Assert.True(payload == run.Posts[0].Text);
        Assert.True(payload == run.Posts[1].Text);
    }
}
