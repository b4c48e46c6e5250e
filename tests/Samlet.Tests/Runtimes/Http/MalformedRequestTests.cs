using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Http;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Http;

public sealed class MalformedRequestTests : IAsyncDisposable
{
    private const string Ping = "GET /2018-06-01/ping HTTP/1.1\r\n\r\n";

    private readonly RuntimeApiServer _server = new();

    public MalformedRequestTests() => _server.Serve();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory(Timeout = 60_000)]
    [InlineData("\0\0\0\0\r\n\r\n", 400)]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 505)]
    [InlineData("GET / XYZ\r\n\r\n", 505)]
    [InlineData("G@T / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET nowhere HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nName : x\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n: x\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    public async Task What_is_no_request_is_refused_and_the_connection_ends(string request, int status)
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync(request + Ping);

        Assert.Equal(status, (await client.ReadAsync()).Status);
        Assert.Equal(0, (await client.ReadAsync()).Status);
        await AssertServesAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET /2018-06-01/ping HT")]
    [InlineData("GET /2018-06-01/ping HTTP/1.1\r\nHost: x")]
    [InlineData("GET /2018-06-01/ping HTTP/1.1\r\nHost: x\r\n")]
    public async Task A_request_that_breaks_off_harms_nobody(string request)
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync(request);
        client.EndSending();

        Assert.Equal(400, (await client.ReadAsync()).Status);
        await AssertServesAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Headers_without_end_are_refused_when_they_get_too_long()
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nX: ");
        await client.SendAsync(Encoding.ASCII.GetBytes(new string('x', HttpReader.LongestHead + 10)));

        Assert.Equal(431, (await client.ReadAsync()).Status);
        await AssertServesAsync();
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1024 * 1024, 200)]
    [InlineData(HttpReader.LongestHead - 38, 200)]
    [InlineData(HttpReader.LongestHead - 37, 431)]
    [InlineData(HttpReader.LongestHead * 2, 431)]
    public async Task A_head_of_a_mebibyte_is_read_and_a_longer_one_refused(int header, int status)
    {
        var head = $"GET /2018-06-01/ping HTTP/1.1\r\nX: {new string('x', header)}\r\n\r\n";
        var answer = await RawClient.ExchangeAsync(_server.Address, head);

        Assert.Equal(status, answer.Status);
        await AssertServesAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_sent_ahead_are_answered_in_their_order()
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync(Ping + "GET /nowhere HTTP/1.1\r\n\r\n" + Ping);

        Assert.Equal(200, (await client.ReadAsync()).Status);
        Assert.Equal(404, (await client.ReadAsync()).Status);
        Assert.Equal(200, (await client.ReadAsync()).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_request_may_come_byte_by_byte()
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        foreach (var letter in "GET /2018-06-01/ping?x=y HTTP/1.1\r\nHost: x\r\n\r\n")
        {
            await client.SendAsync(letter.ToString());
        }

        Assert.Equal("pong", (await client.ReadAsync()).Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("GET /2018-06-01/ping HTTP/1.1\nHost: x\n\n")]
    [InlineData("\r\n\r\nGET /2018-06-01/ping HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://127.0.0.1:9001/2018-06-01/ping HTTP/1.1\r\n\r\n")]
    [InlineData("GET /2018-06-01/ping HTTP/1.0\r\n\r\n")]
    public async Task Unusual_but_harmless_forms_are_understood(string request) =>
        Assert.Equal("pong", (await RawClient.ExchangeAsync(_server.Address, request)).Text);

    [Theory(Timeout = 60_000)]
    [InlineData("Connection: close\r\n", "1.1")]
    [InlineData("", "1.0")]
    public async Task A_client_that_wants_no_more_gets_no_more(string header, string version)
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync($"GET /2018-06-01/ping HTTP/{version}\r\n{header}\r\n");

        Assert.Equal(200, (await client.ReadAsync()).Status);
        Assert.Equal(0, (await client.ReadAsync()).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_body_that_nobody_asked_for_does_not_spoil_the_next_request()
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync("POST /nowhere HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /" + Ping);

        Assert.Equal(404, (await client.ReadAsync()).Status);
        Assert.Equal("pong", (await client.ReadAsync()).Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_that_waits_to_be_told_to_go_on_is_told()
    {
        using var client = await RawClient.ConnectAsync(_server.Address);
        await client.SendAsync("POST /nowhere HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        Assert.Equal(100, (await client.ReadAsync()).Status);
        await client.SendAsync("xx");
        Assert.Equal(404, (await client.ReadAsync()).Status);
    }

    private async Task AssertServesAsync() => Assert.Equal("pong", (await RawClient.ExchangeAsync(_server.Address, Ping)).Text);
}
