using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Telemetry;

namespace Samlet.Tests.Runtimes.Telemetry;

public sealed class SubscriptionReaderTests
{
    private const string Http =
        "\"destination\":{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox.localdomain:8080/events?a=1\"}";

    private const string Types = "\"types\":[\"platform\",\"function\",\"extension\"]";
    private const string Version = "\"schemaVersion\":\"2022-12-13\"";

    [Fact]
    public void A_subscription_says_what_where_and_how_much_at_once()
    {
        var read = Read("""@v, @t, @h, "buffering":{"maxItems":1000,"maxBytes":262144,"timeoutMs":25}""");

        Assert.Equal(["platform", "function", "extension"], read.Value!.Types);
        Assert.Equal("2022-12-13", read.Value.SchemaVersion);
        Assert.Equal(new TelemetryDestination.Http(8080, "/events?a=1", "POST"), read.Value.Destination);
        Assert.Equal(
            new BufferingLimits { MaxItems = 1000, MaxBytes = 262_144, Timeout = TimeSpan.FromMilliseconds(25) },
            read.Value.Buffering);
    }

    [Fact]
    public void What_is_left_out_has_the_service_s_defaults()
    {
        var read = Read("""{"types":["platform"],"destination":{"protocol":"TCP","port":4243}}""", TelemetryApi.Logs);

        Assert.Equal("2020-08-15", read.Value!.SchemaVersion);
        Assert.Equal(new TelemetryDestination.Tcp(4243), read.Value.Destination);
        Assert.Equal(
            new BufferingLimits { MaxItems = 10_000, MaxBytes = 262_144, Timeout = TimeSpan.FromSeconds(1) },
            read.Value.Buffering);
    }

    [Theory]
    [InlineData("nothing", "the body is not JSON")]
    [InlineData("[]", "the body is not an object")]
    [InlineData("""{@t,@h}""", "schemaVersion should be one of 2022-07-01, 2022-12-13, 2025-01-29")]
    [InlineData("""{"schemaVersion":"2021-03-18",@t,@h}""", "schemaVersion should be one of 2022-07-01, 2022-12-13, 2025-01-29")]
    [InlineData("""@v,@h""", "types should not be empty")]
    [InlineData("""@v,"types":[],@h""", "types should not be empty")]
    [InlineData("""@v,"types":["platform","logs"],@h""", "types should not have logs")]
    [InlineData("""@v,@t""", "destination is not provided")]
    [InlineData("""@v,@t,"destination":{"protocol":"UDP"}""", "protocol should be HTTP or TCP")]
    [InlineData("""@v,@t,"destination":{"protocol":"TCP"}""", "port is not provided")]
    [InlineData("""@v,@t,"destination":{"protocol":"TCP","port":9001}""", "port 9001 is reserved")]
    [InlineData("""@v,@t,"destination":{"protocol":"HTTP","URI":"http://sandbox:9001"}""", "port 9001 is reserved")]
    [InlineData("""@v,@t,"destination":{"protocol":"HTTP","URI":"http://example.com:80/"}""", "URI host should be sandbox.localdomain")]
    [InlineData("""@v,@t,"destination":{"protocol":"HTTP","URI":"http://sandbox"}""", "URI port is not provided")]
    [InlineData("""@v,@t,"destination":{"protocol":"HTTP","URI":"https://sandbox:1"}""", "URI should be of the form http://sandbox.localdomain:PORT/path")]
    [InlineData("""@v,@t,"destination":{"protocol":"HTTP","URI":"http://sandbox:1","method":"PUT"}""", "method should be POST")]
    [InlineData("""@v,@t,@h,"buffering":{"maxItems":999}""", "maxItems should be between 1000 and 10000")]
    [InlineData("""@v,@t,@h,"buffering":{"maxBytes":1048577}""", "maxBytes should be between 262144 and 1048576")]
    [InlineData("""@v,@t,@h,"buffering":{"timeoutMs":24.5}""", "timeoutMs should be between 25 and 30000")]
    [InlineData("""@v,@t,@h,"buffering":7""", "buffering should be an object")]
    public void A_fault_is_named(string body, string message) =>
        Assert.Equal(new ApiRefusal(400, "ValidationError", message), Read(body).Refusal);

    [Fact]
    public void All_faults_are_named_at_once() => Assert.Equal(
        new ApiRefusal(400, "Logs.ValidationError", "URI port is not provided; types should not be empty"),
        Read("""{"destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain"},"types":[]}""", TelemetryApi.Logs).Refusal);

    [Fact]
    public void Only_the_Logs_API_can_send_by_PUT()
    {
        var read = Read("""{"types":["function"],"destination":{"protocol":"HTTP","URI":"http://SANDBOX:1234","method":"PUT"}}""", TelemetryApi.Logs);

        Assert.Equal(new TelemetryDestination.Http(1234, "/", "PUT"), read.Value!.Destination);
    }

    private static Answerable<Subscription> Read(string body, TelemetryApi? api = null)
    {
        api ??= TelemetryApi.Telemetry;
        body = body.Replace("@v", Version, StringComparison.Ordinal)
            .Replace("@t", Types, StringComparison.Ordinal)
            .Replace("@h", Http, StringComparison.Ordinal);
        return new SubscriptionReader(api).Read(
            Encoding.UTF8.GetBytes(body is ['"', ..] ? $"{{{body}}}" : body), api.SchemaVersions);
    }
}
