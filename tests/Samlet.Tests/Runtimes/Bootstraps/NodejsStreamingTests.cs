using System.Text;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Streamed responses: chunks, content type, prelude and trailers.</summary>
public sealed class NodejsStreamingTests
{
    [Theory(Timeout = 60_000)]
    [InlineData("stream.write('a'); stream.write('b'); stream.end();", "ab", "application/octet-stream")]
    [InlineData("stream.end('only');", "only", "application/octet-stream")]
    [InlineData("stream.setContentType('text/plain'); stream.write('ü😀'); stream.end();", "ü😀", "text/plain")]
    [InlineData("stream.write({ a: 1 }); stream.write([2]); stream.end();", """{"a":1}[2]""", "application/octet-stream")]
    [InlineData("stream.write(Buffer.from('ab')); stream.write(new Uint8Array([99])); stream.end();", "abc", "application/octet-stream")]
    [InlineData("stream.write('6869', 'hex'); stream.end();", "hi", "application/octet-stream")]
    [InlineData("await require('stream/promises').pipeline(require('stream').Readable.from(['a', 'b']), stream);", "ab", "application/octet-stream")]
    [InlineData("require('stream').Readable.from(['a', 'b']).pipe(stream);", "ab", "application/octet-stream")]
    [InlineData("setTimeout(() => { stream.write('late'); stream.end(); }, 50);", "late", "application/octet-stream")]
    [InlineData("const s = awslambda.HttpResponseStream.from(stream, { statusCode: 201, cookies: ['c=d'] }); s.write('body'); s.end();", "{\"statusCode\":201,\"cookies\":[\"c=d\"]}\0\0\0\0\0\0\0\0body", "application/vnd.awslambda.http-integration-response")]
    [InlineData("const s = awslambda.HttpResponseStream.from(stream, { statusCode: 204 }); s.write(''); s.end();", "{\"statusCode\":204}\0\0\0\0\0\0\0\0", "application/vnd.awslambda.http-integration-response")]
    public async Task A_stream_is_posted_in_chunks(string body, string expected, string contentType)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var posts = (await Stream(runtime, body, "{}", "{}").RunAsync()).Posts;

            Assert.Equal(
                ["/invocation/request-1/response", "/invocation/request-2/response"], posts.Select(post => post.Path));
            Assert.All(posts, post =>
            {
                Assert.Equal((runtime, expected, contentType), (runtime, post.Text, post.Header("Content-Type")));
                Assert.Equal("streaming", post.Header("Lambda-Runtime-Function-Response-Mode"));
                Assert.Equal("chunked", post.Header("Transfer-Encoding"));
                Assert.NotNull(post.Header("Trailer"));
                Assert.Empty(post.Trailers);
            });
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("throw new TypeError('early');", "", "TypeError", "early")]
    [InlineData("stream.write('part'); throw new TypeError('mid');", "part", "TypeError", "mid")]
    [InlineData("stream.write('part'); throw 'text';", "part", "string", "text")]
    [InlineData("stream.write('x'); stream.setContentType('text/plain');", "x", "Runtime.InvalidStreamingOperation", "Cannot set content-type, too late.")]
    public async Task A_failure_is_in_the_trailers(string body, string expected, string type, string message)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Stream(runtime, body, "{}", "{}").RunAsync();

            Assert.Equal(2, outcome.Posts.Count);
            Assert.All(outcome.Posts, post =>
            {
                Assert.Equal((runtime, expected), (runtime, post.Text));
                Assert.Equal(type, post.Trailers["Lambda-Runtime-Function-Error-Type"]);
                Assert.StartsWith(
                    $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""",
                    ErrorOf(post),
                    StringComparison.Ordinal);
            });
            Assert.Contains("\tERROR\tInvoke Error \t", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("async (event, stream) => { stream.write('x'); }", "x", "Response stream is not finished.")]
    [InlineData("async () => {}", "", "Response stream is not finished.")]
    [InlineData("(event, stream) => { stream.write('x'); }", "x", "Streaming does not support non-async handlers.")]
    public async Task A_stream_that_nothing_will_end_is_an_error(string handler, string expected, string message)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = NodejsFunction.WithCode(
                runtime, $"exports.handler = awslambda.streamifyResponse({handler});") with
            {
                Events = ["{}", "{}"],
            };
            var posts = (await function.RunAsync()).Posts;

            Assert.Equal(2, posts.Count);
            Assert.All(posts, post =>
            {
                Assert.Equal((runtime, expected), (runtime, post.Text));
                Assert.Contains($"\"errorMessage\":\"{message}\"", ErrorOf(post), StringComparison.Ordinal);
            });
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Back_pressure_is_felt_and_nothing_is_lost()
    {
        const string Body = """
            let waits = 0;
            for (let i = 0; i < 100; i++) {
              if (!stream.write('x'.repeat(100_000))) {
                waits++;
                await new Promise((done) => stream.once('drain', done));
              }
            }
            console.log(waits > 0, stream.writableHighWaterMark > 0, stream.writableEnded, stream.writable);
            stream.end();
            """;
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Stream(runtime, Body, "{}").RunAsync();

            Assert.Equal(10_000_000, outcome.Post.Body.Length);
            Assert.Equal("TIME\trequest-1\tINFO\ttrue true false true", Assert.Single(outcome.Lines));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_returned_value_is_ignored_with_a_warning()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Stream(runtime, "stream.end('x'); return { ignored: true };", "{}").RunAsync();

            Assert.Equal("x", outcome.Post.Text);
            Assert.Equal(
                "TIME\trequest-1\tWARN\tStreaming handlers ignore return values.", Assert.Single(outcome.Lines));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "stream.write('q'); setTimeout(() => { throw new Error('u'); }); await new Promise(() => {});", 129)]
    [InlineData(NodejsFunction.Client3, "stream.write('q'); Promise.reject(new Error('u')); await new Promise(() => {});", 128)]
    [InlineData(NodejsFunction.Client4, "stream.write('q'); setTimeout(() => { throw new Error('u'); }); await new Promise(() => {});", 1)]
    public async Task What_nobody_caught_ends_a_stream_with_the_process(string runtime, string body, int exitCode) =>
        Assert.Equal(exitCode, (await Stream(runtime, body, "{}").RunAsync()).ExitCode);

    [Fact(Timeout = 60_000)]
    public async Task ES_modules_find_the_global_when_they_are_loaded()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var function = new NodejsFunction
            {
                Runtime = runtime,
                Files = new Dictionary<string, string>
                {
                    ["index.mjs"] = """
                        export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
                          stream.end(context.awsRequestId);
                        });
                        """,
                },
                UsesDescriptor = false,
            };

            Assert.Equal("request-1", (await function.RunAsync()).Post.Text);
        }
    }

    private static NodejsFunction Stream(string runtime, string body, params string[] events) =>
        NodejsFunction.WithCode(
            runtime,
            $"exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {{ {body} }});") with
        {
            Events = events,
        };

    private static string ErrorOf(RuntimePost post) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(post.Trailers["Lambda-Runtime-Function-Error-Body"]));
}
