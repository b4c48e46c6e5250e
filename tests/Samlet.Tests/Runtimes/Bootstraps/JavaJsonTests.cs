namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Events to objects and objects to responses, as Jackson does it on the service (spec: 12.3).</summary>
public sealed class JavaJsonTests
{
    private const int Limit = 90_000;

    [Theory(Timeout = Limit)]
    [InlineData("plain", """{"text":"a","number":1,"next":{"text":"b"}}""", """{"text":"a","number":1,"next":{"text":"b","number":0}}""")]
    [InlineData("plain", """{"unknown":[{"x":"]\""}],"text":null,"number":null}""", """{"number":0}""")]
    [InlineData("plain", """{"Text":"case","NUMBER":2}""", """{"number":0}""")]
    [InlineData("plain", """{"text":1.50,"number":"7"}""", """{"text":"1.50","number":7}""")]
    [InlineData("plain", """{"text":true,"number":2.9}""", """{"text":"true","number":2}""")]
    [InlineData("plain", """{"next":"","number":""}""", """{"number":0}""")]
    [InlineData("plain", """{"next":[],"number":[5]}""", """{"number":5}""")]
    [InlineData("plain", """[{"next":[{"text":["x"]}]}]""", """{"number":0,"next":{"text":"x","number":0}}""")]
    [InlineData("plain", "null", "null")]
    [InlineData("plain", "\"\"", "null")]
    [InlineData("plain", """{"text":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u0001"}""", """{"text":"é😀\"\\/\b\f\n\r\t\u0001","number":0}""")]
    [InlineData("names", """{"field":"f","fixed":"other","passing":"p","hidden":"h","privateSetter":"s","noSetter":"n","done":true,"open":true,"lazy":["l"]}""",
        """{"field":"f","fixed":"other","privateSetter":"s","done":true,"open":true,"URL":"url","aName":"aName","x":"x","lazy":[]}""")]
    [InlineData("overloads", """{"value":"1"}""", """{"value":"text 1"}""")]
    [InlineData("declared", "1", """{"text":null,"number":0}""")]
    [InlineData("dynamic", "1", """{"number":0,"more":true}""")]
    [InlineData("shape", "1", """{"name":"circle"}""")]
    [InlineData("shapes", "1", """[{"radius":1,"name":"circle"}]""")]
    [InlineData("empty", "1", "{}")]
    [InlineData("nulls", "1", """{"a":[null,"NaN",1.0E20,"c","\u0001\"\\/é😀"]}""")]
    [InlineData("any", """{"b":[1,2147483648,9223372036854775808,1.0,1e2,true,null,"s"],"a":{}}""", """{"b":[1,2147483648,9223372036854775808,1.0,100.0,true,null,"s"],"a":{}}""")]
    [InlineData("type", "1", "\"Integer\"")]
    [InlineData("type", "2147483648", "\"Long\"")]
    [InlineData("type", "9223372036854775808", "\"BigInteger\"")]
    [InlineData("type", "1.5", "\"Double\"")]
    [InlineData("type", "{}", "\"LinkedHashMap\"")]
    [InlineData("type", "[]", "\"ArrayList\"")]
    [InlineData("type", "\"\"", "\"String\"")]
    [InlineData("text", "\"x\"", "\"x\"")]
    [InlineData("text", "\"\"", "\"\"")]
    [InlineData("text", "1.0", "\"1.0\"")]
    [InlineData("text", "[\"x\"]", "\"x\"")]
    [InlineData("text", "null", "null")]
    [InlineData("number", "null", "0")]
    [InlineData("integer", "\"\"", "null")]
    [InlineData("flag", "1", "true")]
    [InlineData("flag", "\"False\"", "false")]
    [InlineData("color", "\"GREEN\"", "\"GREEN\"")]
    [InlineData("color", "\"green\"", "null")]
    [InlineData("color", "1", "\"GREEN\"")]
    [InlineData("color", "7", "null")]
    [InlineData("list", "[1,\"2\",null]", "[1,2,null]")]
    [InlineData("list", "1", "[1]")]
    [InlineData("list", "\"\"", "null")]
    public async Task A_value_is_read_and_written(string method, string payload, string answer)
    {
        var run = await JavaFunction.RunAsync($"samples.Beans::{method}", payload);

        Assert.Equal(answer.Replace("\"text\":null,", "", StringComparison.Ordinal), run.Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("values", """{"aByte":200,"aShort":-3,"aLong":9223372036854775807,"aFloat":1.5,"aDouble":1e-7,"aChar":"x","aBoolean":true}""",
        """{"aByte":-56,"aShort":-3,"aLong":9223372036854775807,"aFloat":1.5,"aDouble":1.0E-7,"aChar":"x","aBoolean":true}""")]
    [InlineData("values", """{"anInteger":1,"decimal":1.10,"big":123456789012345678901234567890,"number":2.5,"atomic":3,"color":"RED"}""",
        """{"aByte":0,"aShort":0,"aLong":0,"aFloat":0.0,"aDouble":0.0,"aChar":"\u0000","aBoolean":false,"anInteger":1,"decimal":1.10,"big":123456789012345678901234567890,"number":2.5,"atomic":3,"color":"RED"}""")]
    [InlineData("values", """{"uuid":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","bytes":"AQI=","buffer":"Aw==","chars":"ab","ints":[1,2],"table":[["a"],"b"],"any":[1]}""",
        """{"aByte":0,"aShort":0,"aLong":0,"aFloat":0.0,"aDouble":0.0,"aChar":"\u0000","aBoolean":false,"uuid":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","bytes":"AQI=","buffer":"Aw==","chars":"ab","ints":[1,2],"table":[["a"],["b"]],"any":[1]}""")]
    [InlineData("containers", """{"list":[{"text":"a"},null],"map":{"k":{"number":1},"n":null},"byNumber":{"7":["RED",null]},"byColor":{"GREEN":1}}""",
        """{"list":[{"text":"a","number":0},null],"map":{"k":{"number":1}},"byNumber":{"7":["RED",null]},"byColor":{"GREEN":1}}""")]
    [InlineData("containers", """{"set":["a","a"],"sorted":[3,1],"longs":[1],"texts":["t"],"optional":"o","optionalInt":4,"numbers":[1,2.5],"pair":{"first":"f","second":[1]}}""",
        """{"set":["a"],"sorted":[1,3],"longs":[1],"texts":["t"],"optional":"o","optionalInt":4,"numbers":[1,2.5],"pair":{"first":"f","second":[1]}}""")]
    [InlineData("containers", """{"optional":null,"optionalInt":null}""", """{"optional":null,"optionalInt":null}""")]
    [InlineData("times", """{"instant":"2026-01-02T03:04:05.006Z","date":"2026-01-02","dateTime":"2026-01-02T03:04:05","time":"03:04","offset":"2026-01-02T03:04:05+01:00","duration":"PT1.5S","month":"2026-01","old":"2026-01-02T03:04:05.006Z","calendar":"2026-01-02"}""",
        """{"instant":1767323045.006000000,"date":[2026,1,2],"dateTime":[2026,1,2,3,4,5],"time":[3,4],"offset":1767319445.000000000,"duration":1.500000000,"month":[2026,1],"old":1767323045006,"calendar":1767312000000}""")]
    [InlineData("times", """{"instant":1767323045.006,"date":[2026,1,2],"dateTime":[2026,1,2,3,4],"duration":90,"old":1767323045006}""",
        """{"instant":1767323045.006000000,"date":[2026,1,2],"dateTime":[2026,1,2,3,4],"duration":90.000000000,"old":1767323045006}""")]
    public async Task A_value_of_each_type_is_read_and_written(string method, string payload, string answer)
    {
        var run = await JavaFunction.RunAsync($"samples.Beans::{method}", payload);

        Assert.Equal(answer, run.Answer);
    }

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V73")]
    [InlineData("text", "{}", "Cannot deserialize value of type `java.lang.String` from Object value (token `JsonToken.START_OBJECT`)")]
    [InlineData("number", "{}", "Cannot deserialize value of type `int` from Object value (token `JsonToken.START_OBJECT`)")]
    [InlineData("number", "true", "Cannot deserialize value of type `int` from Boolean value (token `JsonToken.VALUE_TRUE`)")]
    [InlineData("number", "\"x\"", "Cannot deserialize value of type `int` from String \"x\": not a valid `int` value")]
    [InlineData("number", "2147483648", "Numeric value (2147483648) out of range of int (-2147483648 - 2147483647)")]
    [InlineData("plain", "\"x\"", "Cannot construct instance of `samples.Beans$Plain` (although at least one Creator exists): no String-argument constructor/factory method to deserialize from String value ('x')")]
    [InlineData("takesInterface", "{}", "Cannot construct instance of `samples.Beans$Shape` (no Creators, like default constructor, exist): abstract types either need to be mapped to concrete types, have custom deserializer, or contain additional type information")]
    public async Task An_event_of_another_shape_is_an_error(string method, string payload, string message)
    {
        var run = await JavaFunction.RunAsync($"samples.Beans::{method}", payload);
        var cause = run.Json.GetProperty("cause");

        Assert.Equal("An error occurred during JSON parsing", run.Member("errorMessage"));
        Assert.Equal("java.lang.RuntimeException", run.Member("errorType"));
        Assert.Equal("java.io.UncheckedIOException", cause.GetProperty("errorType").GetString());
        Assert.Equal(
            $"{message}\n at [Source: (ByteArrayInputStream); line: 1, column: 1]",
            cause.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.Equal(("/invocation/request-1/error", "Runtime.UserException"), (run.Path, run.ErrorHeader));
    }

    [Fact(Timeout = Limit)]
    public async Task The_place_of_a_wrong_value_is_told()
    {
        var run = await JavaFunction.RunAsync("samples.Beans::containers", """{"list":[{},{"next":{"number":{}}}]}""");

        Assert.EndsWith(
            "(through reference chain: samples.Beans$Containers[\"list\"]->java.util.ArrayList[1]->samples.Beans$Plain[\"next\"]->samples.Beans$Plain[\"number\"])",
            run.Json.GetProperty("cause").GetProperty("cause").GetProperty("errorMessage").GetString()!,
            StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("cycle", "Direct self-reference leading to cycle (through reference chain: samples.Beans$Cycle[\"self\"])")]
    [InlineData("failing", "broken (through reference chain: samples.Beans$Failing[\"broken\"])")]
    [InlineData("endless", "Infinite recursion (StackOverflowError) (through reference chain: samples.Beans$Endless[\"other\"]->")]
    public async Task An_answer_that_cannot_be_written_is_an_error(string method, string message)
    {
        var run = await JavaFunction.RunAsync($"samples.Beans::{method}", "1");

        Assert.Equal("An error occurred during JSON serialization of response", run.Member("errorMessage"));
        Assert.StartsWith(
            message, run.Json.GetProperty("cause").GetProperty("cause").GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = Limit)]
    [InlineData("sqs", """{"Records":[{"body":"b","eventSourceARN":"arn"}]}""")]
    [InlineData("sns", """{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"m"}}]}""")]
    [InlineData("s3", """{"Records":[{"awsRegion":"r","object":{"key":"k","size":7,"eTag":"e"}}]}""")]
    public async Task The_events_of_AWS_have_names_of_their_own(string method, string payload)
    {
        var run = await JavaFunction.RunAsync($"samples.Events::{method}", payload);

        Assert.Equal(payload, run.Answer);
    }
}
