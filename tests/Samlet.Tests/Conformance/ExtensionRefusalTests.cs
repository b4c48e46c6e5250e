using System.Globalization;
using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Extensions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Calls that the Extensions API refuses, over a real socket.</summary>
public sealed class ExtensionRefusalTests : IAsyncDisposable
{
    private const string Api = "/2020-01-01/extension/";

    private readonly RuntimeApiServer _server = new();
    private readonly ExtensionSet _extensions = new(["e1"]);

    public ExtensionRefusalTests()
    {
        _server.Begin(new ApiSession(new SingleRuntimeSession())
        {
            Extensions = new ExtensionEndpoints(
                _extensions, new ExtensionGreeting("f", "app.handler", "123456789012")),
        });
        _server.Serve();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("", """{"events":[]}""", "Extension.InvalidExtensionName", "Empty extension name")]
    [InlineData("e1", "{", "InvalidRequestFormat", "")]
    [InlineData("e1", "", "InvalidRequestFormat", "")]
    [InlineData("e1", "[]", "InvalidRequestFormat", "")]
    [InlineData("e1", """{"events":"INVOKE"}""", "InvalidRequestFormat", "")]
    [InlineData("e1", """{"configurationKeys":["a"]}""", "InvalidRequestFormat", "configurationKeys are deprecated; use environment variables instead")]
    [InlineData("e1", """{"events":["invoke"]}""", "Extension.InvalidEventType", "")]
    [InlineData("inner", """{"events":["SHUTDOWN"]}""", "Extension.InvalidEventType", "")]
    public async Task A_registration_is_refused(string name, string body, string errorType, string message)
    {
        var answer = await RegisterAsync(name, body);

        Assert.Equal(403, answer.Status);
        Assert.Contains($"\"errorType\":\"{errorType}\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains(message, answer.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_registration_tells_of_the_function()
    {
        var answer = await RegisterAsync("e1", "{}");
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"functionName":"f","functionVersion":"$LATEST","handler":"app.handler"}""", answer.Text);
        Assert.True(Guid.TryParse(answer.Headers["Lambda-Extension-Identifier"], out _));

        var withAccount = await RegisterAsync("inner", "{}", "Lambda-Extension-Accept-Feature: x, accountId\r\n");
        Assert.Equal(
            """{"functionName":"f","functionVersion":"$LATEST","handler":"app.handler","accountId":"123456789012"}""", withAccount.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_name_registers_once()
    {
        _ = await RegisterAsync("e1", "{}");

        Assert.Equal(
            """{"errorMessage":"Extension with this name already registered","errorType":"Extension.InvalidExtensionState"}""",
            (await RegisterAsync("e1", "{}")).Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task Ten_extensions_are_the_most()
    {
        for (var i = 1; i < ExtensionSet.Limit; i++)
        {
            Assert.Equal(200, (await RegisterAsync($"inner{i}", "{}")).Status);
        }

        Assert.Equal(
            """{"errorMessage":"Extension limit (10) reached","errorType":"Extension.TooManyExtensions"}""",
            (await RegisterAsync("eleventh", "{}")).Text);
        Assert.Equal(200, (await RegisterAsync("e1", "{}")).Status);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("", "Extension.MissingExtensionIdentifier")]
    [InlineData("Lambda-Extension-Identifier: e1\r\n", "Extension.InvalidExtensionIdentifier")]
    [InlineData("Lambda-Extension-Identifier: 5b4e1d5a-0000-0000-0000-000000000000\r\n", "Extension.UnknownExtensionIdentifier")]
    public async Task Next_is_refused_to_strangers(string headers, string errorType)
    {
        var answer = await SendAsync("GET", "event/next", headers, "");

        Assert.Equal(403, answer.Status);
        Assert.Contains(errorType, answer.Text, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("init/error", "InitError")]
    [InlineData("exit/error", "ExitError")]
    public async Task A_failure_is_accepted_once_and_needs_a_type(string path, string state)
    {
        var identifier = await IdentifierOfAsync("e1");
        Assert.Contains(
            "Lambda-Extension-Function-Error-Type not found", (await SendAsync("POST", path, identifier, "")).Text, StringComparison.Ordinal);
        var accepted = await SendAsync("POST", path, identifier + "Lambda-Extension-Function-Error-Type: E.X\r\n", "");
        var again = await SendAsync("POST", path, identifier + "Lambda-Extension-Function-Error-Type: E.X\r\n", "");
        var next = await SendAsync("GET", "event/next", identifier, "");

        Assert.Equal((202, """{"status":"OK"}"""), (accepted.Status, accepted.Text));
        Assert.Contains($"State transition from {state} to {state} failed", again.Text, StringComparison.Ordinal);
        Assert.Contains($"State transition from {state} to Ready failed", next.Text, StringComparison.Ordinal);
        Assert.Equal($"Extension.{state}", (await _extensions.Failed).ErrorType);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_extensions_the_paths_are_unknown()
    {
        _server.Begin(new ApiSession(new SingleRuntimeSession()));

        Assert.Equal(404, (await RegisterAsync("e1", "{}")).Status);
    }

    private async Task<string> IdentifierOfAsync(string name) =>
        $"Lambda-Extension-Identifier: {(await RegisterAsync(name, "{}")).Headers["Lambda-Extension-Identifier"]}\r\n";

    private Task<RawAnswer> RegisterAsync(string name, string body, string headers = "") =>
        SendAsync("POST", "register", (name.Length == 0 ? "" : $"Lambda-Extension-Name: {name}\r\n") + headers, body);

    private Task<RawAnswer> SendAsync(string method, string path, string headers, string body)
    {
        var length = Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture);
        return RawClient.ExchangeAsync(
            _server.Address, $"{method} {Api}{path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
    }
}
