using System.Globalization;
using System.Text;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Conformance;

/// <summary>Responses for callers that take them while they arrive, over a real socket.</summary>
public sealed class RuntimeApiStreamTests : IAsyncDisposable
{
    private const string Next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n";

    private const string Head = "POST /2018-06-01/runtime/invocation/1/response HTTP/1.1\r\n"
        + "Lambda-Runtime-Function-Response-Mode: streaming\r\nContent-Type: text/x\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly RuntimeApiServer _server = new();
    private InvocationExchange? _exchange;

    public RuntimeApiStreamTests() => _server.Serve();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V13")]
    public async Task A_streaming_caller_gets_each_chunk_when_it_comes()
    {
        var caller = new StreamRecorder();
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Head + "3\r\nabc\r\n");
        Assert.Equal("abc", await caller.NextAsync());
        Assert.Equal("text/x", caller.ContentType);
        await runtime.SendAsync("2\r\nde\r\n0\r\n\r\n");
        Assert.Equal("de", await caller.NextAsync());

        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        var result = await _exchange!.Answered;
        Assert.Equal((InvocationStatus.Success, true, 0), (result.Status, result.IsStreamed, result.Payload.Length));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_response_that_is_not_streamed_reaches_a_streaming_caller_in_one_part()
    {
        var caller = new StreamRecorder();
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Post("response", "whole"));

        Assert.True((await _exchange!.Answered).IsStreamed);
        Assert.Equal(["whole"], caller.Rest());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_error_before_the_first_part_is_an_ordinary_error()
    {
        var caller = new StreamRecorder();
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Post("error", "{\"errorType\":\"E\"}"));

        var result = await _exchange!.Answered;
        Assert.Equal((InvocationStatus.Error, false), (result.Status, result.IsStreamed));
        Assert.Null(caller.ContentType);
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V14")]
    public async Task Trailers_end_a_stream_in_an_error()
    {
        var caller = new StreamRecorder();
        var error = Convert.ToBase64String("{\"errorMessage\":\"late\"}"u8);
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(
            Head + $"3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\nLambda-Runtime-Function-Error-Body: {error}\r\n\r\n");

        var result = await _exchange!.Answered;
        Assert.Equal(["abc"], caller.Rest());
        Assert.Equal(("Function.Late", true), (result.ErrorType, result.IsStreamed));
        Assert.Equal("{\"errorMessage\":\"late\"}", Encoding.UTF8.GetString(result.Payload.Span));
    }

    [Fact(Timeout = 60_000)]
    [Trait("Vector", "V15")]
    public async Task A_stream_that_breaks_off_is_truncated()
    {
        var caller = new StreamRecorder();
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Head + "3\r\nabc\r\n3\r\nde");
        Assert.Equal("abc", await caller.NextAsync());
        runtime.EndSending();

        Assert.Equal(400, (await runtime.ReadAsync()).Status);
        var result = await _exchange!.Answered;
        Assert.Equal(("Runtime.TruncatedResponse", true), (result.ErrorType, result.IsStreamed));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_stream_may_be_longer_than_a_buffered_response()
    {
        var caller = new StreamRecorder();
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Head);
        var chunk = Encoding.ASCII.GetBytes("100000\r\n" + new string('x', 1024 * 1024) + "\r\n");
        for (var i = 0; i < 20; i++)
        {
            await runtime.SendAsync(chunk);
        }

        await runtime.SendAsync("0\r\n\r\n");
        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        Assert.Equal(20 * 1024 * 1024, caller.Bytes);
        Assert.Equal(20 * 1024 * 1024, _exchange!.AnswerBytes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_caller_that_has_gone_does_not_disturb_the_function()
    {
        using var runtime = await RuntimeForAsync(new StreamRecorder { IsGone = true });
        await runtime.SendAsync(Head + "3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n");

        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        Assert.Equal(InvocationStatus.Success, (await _exchange!.Answered).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_part_follows_a_result_from_outside()
    {
        var caller = new StreamRecorder { Pace = new TaskCompletionSource().Task };
        using var runtime = await RuntimeForAsync(caller);
        await runtime.SendAsync(Head + "3\r\nabc\r\n3\r\ndef\r\n");
        Assert.Equal("abc", await caller.NextAsync());
        var result = await _exchange!.CutOffAsync(InvocationResult.TimedOut("1", TimeSpan.FromSeconds(1)));

        Assert.Equal(("Sandbox.Timedout", true), (result.ErrorType, result.IsStreamed));
        await runtime.SendAsync("0\r\n\r\n");
        Assert.Equal(202, (await runtime.ReadAsync()).Status);
        Assert.Empty(caller.Rest());
    }

    private static string Post(string what, string body) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /2018-06-01/runtime/invocation/1/{what} HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private async Task<RawClient> RuntimeForAsync(StreamRecorder caller)
    {
        var runtime = await RawClient.ConnectAsync(_server.Address);
        await runtime.SendAsync(Next);
        _ = await _server.Session.Initialized;
        _exchange = new InvocationExchange(
            new() { RequestId = "1", Payload = "{}"u8.ToArray(), FunctionArn = "arn:x", Stream = caller }, TimeProvider.System);
        Assert.True(_server.Session.TryHand(_exchange));
        _ = await runtime.ReadAsync();
        return runtime;
    }
}
