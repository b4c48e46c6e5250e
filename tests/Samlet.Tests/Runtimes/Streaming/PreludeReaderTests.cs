using System.Text;
using Samlet.Runtimes.Streaming;

namespace Samlet.Tests.Runtimes.Streaming;

public sealed class PreludeReaderTests
{
    private const string Prelude = """{"statusCode":201,"headers":{"x":"y"}}""";
    private const string Nulls = "\0\0\0\0\0\0\0\0";

    [Fact]
    [Trait("Vector", "V16")]
    public void The_delimiter_is_found_wherever_the_parts_are_cut()
    {
        var stream = Encoding.UTF8.GetBytes(Prelude + Nulls + "body\0\0");
        for (var first = 0; first <= stream.Length; first++)
        {
            for (var second = first; second <= stream.Length; second += 3)
            {
                var (prelude, body) = Read([stream[..first], stream[first..second], stream[second..]]);

                Assert.Equal(Prelude, prelude);
                Assert.Equal("body\0\0", body);
            }
        }
    }

    [Theory]
    [InlineData("no prelude at all")]
    [InlineData("seven\0\0\0\0\0\0\0.")]
    public void A_stream_without_the_delimiter_is_all_body(string text)
    {
        var (prelude, body) = Read([Encoding.UTF8.GetBytes(text)]);

        Assert.Null(prelude);
        Assert.Equal(text, body);
    }

    [Fact]
    public void A_delimiter_behind_16_KiB_is_part_of_the_body()
    {
        var text = new string('x', (16 * 1024) + 1) + Nulls;

        Assert.Equal((null, text), Read([Encoding.UTF8.GetBytes(text)]));
        Assert.Equal((text[1..^8], "y"), Read([Encoding.UTF8.GetBytes(text[1..] + "y")]));
    }

    [Theory]
    [InlineData("{}", 200, "", "")]
    [InlineData("""{"statusCode":404,"headers":{"a":"1","b":2},"cookies":["c=d","e=f"]}""", 404, "a=1 b=2", "c=d e=f")]
    [InlineData("""{"multiValueHeaders":{"a":["1","2"]}}""", 200, "a=1 a=2", "")]
    public void The_prelude_gives_status_headers_and_cookies(string text, int status, string headers, string cookies)
    {
        var prelude = ResponsePrelude.TryParse(Encoding.UTF8.GetBytes(text))!;

        Assert.Equal(status, prelude.StatusCode);
        Assert.Equal(headers, string.Join(' ', prelude.Headers.Select(header => $"{header.Key}={header.Value}")));
        Assert.Equal(cookies, string.Join(' ', prelude.Cookies));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"statusCode":"x"}""")]
    [InlineData("""{"headers":[1]}""")]
    public void Anything_else_is_no_prelude(string text) =>
        Assert.Null(ResponsePrelude.TryParse(Encoding.UTF8.GetBytes(text)));

    private static (string? Prelude, string Body) Read(IEnumerable<byte[]> parts)
    {
        var reader = new PreludeReader();
        var body = new StringBuilder();
        foreach (var part in parts)
        {
            body.Append(Encoding.UTF8.GetString(reader.Read(part).Span));
        }

        body.Append(Encoding.UTF8.GetString(reader.ReadRest().Span));
        return (reader.Prelude is { } prelude ? Encoding.UTF8.GetString(prelude.Span) : null, body.ToString());
    }
}
