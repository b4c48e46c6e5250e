using System.Text;

namespace Samlet.E2ETests;

/// <summary>What the function is given is what the developer wrote, byte for byte, or nothing at all.</summary>
[Requires("node")]
public sealed class EventTests
{
    // The client parses the event, so bytes are compared by a runtime that does not.
    private const string EchoBytes = """
        curl -sS -X POST --data-binary "$event" "$api/invocation/$id/response" >/dev/null
        """;

    [Fact]
    public async Task An_event_is_read_from_a_file()
    {
        using var app = TestApp.Node("exports.handler = async event => event.name;")
            .With("event.json", """{"name": "trout"}""");

        (await app.InvokeAsync("Function", "-e", "event.json")).IsAnswer("\"trout\"");
    }

    [Fact]
    public async Task An_event_is_read_from_standard_input()
    {
        using var app = TestApp.Node("exports.handler = async event => event.name;");

        (await app.InvokeWithAsync("""{"name": "trout"}""")).IsAnswer("\"trout\"");
    }

    [Fact]
    public async Task Without_an_event_the_function_gets_an_empty_object()
    {
        using var app = TestApp.Node("exports.handler = async event => event;");

        (await app.InvokeAsync()).IsAnswer("{}");
    }

    [Fact]
    public async Task Standard_input_is_not_read_without_being_asked_for()
    {
        using var app = TestApp.Node("exports.handler = async event => event;");

        var program = app.Invocation() with { Input = Encoding.UTF8.GetBytes("not JSON") };

        (await program.RunAsync()).IsAnswer("{}");
    }

    [Theory]
    [InlineData("""{"a": "ö 曰有冥 🐿"}""")]
    [InlineData("""{"a": "\u00f6 \ud83d\udc3f"}""")]
    public async Task Every_alphabet_reaches_the_function_and_comes_back(string text)
    {
        using var app = TestApp.Node("exports.handler = async event => event.a + ' ' + event.a.length;");

        var result = await app.InvokeWithAsync(text);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("\"ö ", result.Out, StringComparison.Ordinal);
        Assert.Contains("🐿 ", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [Requires("bash", "curl")]
    [InlineData("1.0")]
    [InlineData("-0.10e+2")]
    [InlineData("""{ "b" : 1.50 ,"a":1e3,  "b":[ ] }""")]
    [InlineData("\t[1 , 2]  ")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("\"caf\\u00e9 \\/ \"")]
    public async Task The_event_and_the_answer_are_passed_on_byte_for_byte(string text)
    {
        using var app = TestApp.Bash(EchoBytes);

        (await app.InvokeWithAsync(text)).IsAnswer(text);
    }

    [Fact]
    [Requires("bash", "curl")]
    public async Task A_byte_order_mark_is_dropped()
    {
        using var app = TestApp.Bash(EchoBytes);
        app.Folder.Write("event.json", [0xEF, 0xBB, 0xBF, (byte)'1']);

        (await app.InvokeAsync("-e", "event.json")).IsAnswer("1");
    }

    [Fact]
    public async Task Five_megabytes_go_in_and_come_back()
    {
        using var app = TestApp.Node("exports.handler = async event => event;");
        var text = $"\"{new string('x', 5 * 1024 * 1024)}\"";

        (await app.InvokeWithAsync(text)).IsAnswer(text);
    }

    [Fact]
    [Requires("python3")]
    public async Task Five_megabytes_go_through_Python_too()
    {
        using var app = TestApp.Python("def handler(event, context): return event\n");
        var text = $"\"{new string('x', 5 * 1024 * 1024)}\"";

        (await app.InvokeWithAsync(text)).IsAnswer(text);
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_an_error_of_the_function()
    {
        using var app = TestApp.Node("exports.handler = async () => 'x'.repeat(6291556);");

        var error = (await app.InvokeAsync()).IsFunctionError("Function.ResponseSizeTooLarge");

        Assert.Contains("6291556", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_beyond_the_limit_is_refused()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");

        (await app.InvokeWithAsync($"\"{new string('x', 6291556)}\"")).IsRefusal(1, "6291556");
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{\"a\": 1,\n \"b\": }", "event.json:2:7")]
    [InlineData("[1, 2", "event.json:1:6")]
    [InlineData("{\"a\": {\"b\": {\"c\": nul}}}", "event.json:1:22")]
    [InlineData("{} {}", "event.json:1:4")]
    public async Task What_is_not_JSON_is_refused_before_anything_starts(string text, string part)
    {
        using var app = TestApp.Node("console.error('started'); exports.handler = async () => 1;");
        app.With("event.json", text);

        var result = await app.InvokeAsync("-e", "event.json");

        result.IsRefusal(1, "event.json", part);
        Assert.DoesNotContain("started", result.Err, StringComparison.Ordinal);
    }
}
