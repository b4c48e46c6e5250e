using System.Globalization;
using System.Text;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class RuntimeApiTests : IAsyncDisposable
{
    private const string Next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";

    private readonly RuntimeApiServer _server = new();

    private InvocationExchange? _exchange;

    public RuntimeApiTests() => _server.Serve();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V1")]
    public async Task Next_blocks_until_an_invocation_is_handed_over()
    {
        using var runtime = await RawClient.ConnectAsync(_server.Address);
        await runtime.SendAsync(Next);
        var answer = runtime.ReadAsync();
        Assert.Null(await _server.Session.Initialized);
        Assert.False(answer.IsCompleted);

        Assert.True(_server.Session.TryHand(new InvocationExchange(Event("1", "{}"), TimeProvider.System)));
        Assert.Equal(200, (await answer).Status);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V2")]
    public async Task Next_gives_the_event_byte_for_byte_and_only_the_headers_that_have_a_value()
    {
        const string Payload = """{"a":1.0,  "b":"é"}""";
        using var runtime = await RuntimeWithAsync(Event("1", Payload));
        var answer = await runtime.ReadAsync();

        Assert.Equal(Payload, answer.Text);
        Assert.Equal("1", answer.Headers["Lambda-Runtime-Aws-Request-Id"]);
        Assert.Equal("arn:x", answer.Headers["Lambda-Runtime-Invoked-Function-Arn"]);
        Assert.Equal("1000", answer.Headers["Lambda-Runtime-Deadline-Ms"]);
        Assert.Equal("application/json", answer.Headers["Content-Type"]);
        Assert.DoesNotContain("Lambda-Runtime-Client-Context", answer.Headers.Keys);
        Assert.DoesNotContain("Lambda-Runtime-Aws-Tenant-Id", answer.Headers.Keys);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V3")]
    public async Task Next_called_again_during_an_invocation_gives_the_same_event_at_once()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "[1]"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Next);
        var again = await runtime.ReadAsync();

        Assert.Equal("1", again.Headers["Lambda-Runtime-Aws-Request-Id"]);
        Assert.Equal("[1]", again.Text);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V4")]
    public async Task A_response_for_another_request_is_refused_and_the_invocation_stays_open()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post("invocation/2/response", "2"));
        var refusal = await runtime.ReadAsync();
        await runtime.SendAsync(Post("invocation/1/response", "1"));

        Assert.Equal(400, refusal.Status);
        Assert.Equal("""{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}""", refusal.Text);
        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        Assert.Equal("1", Text(await _exchange!.Answered));
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V5")]
    [Trait("Vector", "V6")]
    [InlineData("response", "response", true)]
    [InlineData("error", "response", false)]
    [InlineData("response", "error", true)]
    public async Task The_first_answer_wins(string first, string second, bool isSuccess)
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post($"invocation/1/{first}", "first") + Post($"invocation/1/{second}", "second"));

        var accepted = await runtime.ReadAsync();
        Assert.Equal(202, accepted.Status);
        Assert.Equal("""{"status":"OK"}""", accepted.Text);
        var refused = await runtime.ReadAsync();
        Assert.Equal(403, refused.Status);
        Assert.Contains("State transition from RuntimeResponseSentState to ", refused.Text, StringComparison.Ordinal);
        var result = await _exchange!.Answered;
        Assert.Equal(("first", isSuccess), (Text(result), result.Status == InvocationStatus.Success));
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V7")]
    [Trait("Vector", "V18")]
    [InlineData("POST /2018-06-01/runtime/invocation/1/response", 400)]
    [InlineData("POST /2018-06-01/runtime/invocation/1/error", 400)]
    [InlineData("POST /2018-06-01/runtime/invocation/1/other", 404)]
    [InlineData("GET /2018-06-01/runtime/restore/next", 404)]
    [InlineData("GET /2018-06-01/ping", 200)]
    [InlineData("GET /", 404)]
    [InlineData("PUT /2018-06-01/runtime/invocation/next", 404)]
    public async Task Calls_before_the_first_next_are_answered_without_harm(string call, int status) =>
        Assert.Equal(status, (await RawClient.ExchangeAsync(_server.Address, $"{call} HTTP/1.1\r\nContent-Length: 0\r\n\r\n")).Status);

    [Fact(Timeout = 60_000)]
    public async Task An_initialization_error_is_kept_for_whoever_waits()
    {
        var answer = await RawClient.ExchangeAsync(
            _server.Address, Post("init/error", "{\"x\":1}", "Lambda-Runtime-Function-Error-Type: Runtime.ImportModuleError\r\n"));

        Assert.Equal(202, answer.Status);
        var failure = await _server.Session.Initialized;
        Assert.Equal("{\"x\":1}", Text(failure!));
        Assert.Equal("Runtime.ImportModuleError", failure!.ErrorType);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V9")]
    public async Task An_initialization_error_after_next_is_refused()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post("init/error", "{}"));
        var refusal = await runtime.ReadAsync();

        Assert.Equal(403, refusal.Status);
        Assert.Equal(
            """{"errorMessage":"State transition from Running to InitError failed for runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}""",
            refusal.Text);
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V10")]
    [Trait("Vector", "V11")]
    [InlineData(6_291_556, 202, true)]
    [InlineData(6_291_557, 413, false)]
    public async Task A_response_has_at_most_6291556_bytes(int size, int status, bool isSuccess)
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post("invocation/1/response", new string('x', size)));

        Assert.Equal(status, (await runtime.ReadAsync()).Status);
        var result = await _exchange!.Answered;
        Assert.Equal(isSuccess, result.Status == InvocationStatus.Success);
        Assert.Equal(isSuccess ? size : TooLargeText.Length, result.Payload.Length);
        await runtime.SendAsync(Next);
        await _server.Session.Idle;
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1024 * 1024, 202, "Runtime.Unknown")]
    [InlineData((1024 * 1024) + 1, 413, "Function.ResponseSizeTooLarge")]
    public async Task An_error_of_managed_instances_has_at_most_a_mebibyte(int size, int status, string errorType)
    {
        _server.Begin(new ApiSession(new ManagedRuntimeSession()));
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post("invocation/1/error", new string(' ', size - 2) + "{}"));

        Assert.Equal(status, (await runtime.ReadAsync()).Status);
        Assert.Equal(errorType, (await _exchange!.Answered).ErrorType);
    }

    private const string TooLargeText =
        """{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}""";

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V12")]
    public async Task An_unknown_response_mode_fails_the_invocation()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(Post("invocation/1/response", "x", "Lambda-Runtime-Function-Response-Mode: foo\r\n"));

        Assert.Contains("InvalidFunctionResponseMode", (await runtime.ReadAsync()).Text, StringComparison.Ordinal);
        Assert.Equal("Runtime.InvalidResponseModeHeader", (await _exchange!.Answered).ErrorType);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V13")]
    public async Task A_chunked_stream_is_put_together()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(ChunkedHead + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");

        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        Assert.Equal("abcde", Text(await _exchange!.Answered));
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V14")]
    public async Task A_stream_that_ends_in_error_trailers_is_an_error()
    {
        var body = Convert.ToBase64String("{\"errorMessage\":\"late\"}"u8);
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync(
            ChunkedHead + $"3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\nLambda-Runtime-Function-Error-Body: {body}\r\n\r\n");

        var result = await _exchange!.Answered;
        Assert.Equal("{\"errorMessage\":\"late\"}", Text(result));
        Assert.Equal("Function.Late", result.ErrorType);
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V15")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nab")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nab")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n-1\r\nab")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrailer: x")]
    [InlineData("Content-Length: 10\r\n\r\nabc")]
    public async Task A_body_that_breaks_off_is_a_truncated_response(string rest)
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}"));
        _ = await runtime.ReadAsync();
        await runtime.SendAsync($"POST /2018-06-01/runtime/invocation/1/response HTTP/1.1\r\n{rest}");
        runtime.EndSending();

        Assert.Equal(400, (await runtime.ReadAsync()).Status);
        Assert.Equal("Runtime.TruncatedResponse", (await _exchange!.Answered).ErrorType);
    }

    [Theory]
    [Trait("Vector", "V17")]
    [InlineData("Function.MyError", "Function.MyError")]
    [InlineData("Runtime.ExitError", "Runtime.ExitError")]
    [InlineData("prefix Runtime.Abc suffix", "prefix Runtime.Abc suffix")]
    [InlineData("Weird", "Runtime.Unknown")]
    [InlineData("Function.lower", "Function.Unknown")]
    [InlineData(null, "Runtime.Unknown")]
    public void Reported_error_types_are_recorded_by_the_services_rule(string? reported, string recorded) =>
        Assert.Equal(recorded, FunctionErrorType.Recorded(reported));

    [Fact(Timeout = 60_000)]
    public async Task Web_pages_are_refused() => Assert.Equal(
        403, (await RawClient.ExchangeAsync(_server.Address, Next.Replace("Host: x", "Origin: http://evil.example", StringComparison.Ordinal))).Status);

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V20")]
    public async Task A_client_context_with_line_breaks_stays_one_header()
    {
        using var runtime = await RuntimeWithAsync(Event("1", "{}") with { ClientContext = "{\"a\":\r\n\"ü\"}" });
        Assert.Equal("{\"a\":  \"ü\"}", (await runtime.ReadAsync()).Headers["Lambda-Runtime-Client-Context"]);
    }

    private const string ChunkedHead =
        "POST /2018-06-01/runtime/invocation/1/response HTTP/1.1\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static Invocation Event(string id, string payload) => new()
    {
        RequestId = id,
        Payload = Encoding.UTF8.GetBytes(payload),
        FunctionArn = "arn:x",
        Deadline = DateTimeOffset.FromUnixTimeMilliseconds(1000),
    };

    private static string Post(string path, string body, string headers = "") => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /2018-06-01/runtime/{path} HTTP/1.1\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static string Text(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    private async Task<RawClient> RuntimeWithAsync(Invocation invocation)
    {
        var runtime = await RawClient.ConnectAsync(_server.Address);
        await runtime.SendAsync(Next);
        _ = await _server.Session.Initialized;
        _exchange = new InvocationExchange(invocation, TimeProvider.System);
        Assert.True(_server.Session.TryHand(_exchange));
        return runtime;
    }
}
