using Samlet.Runtimes;

namespace Samlet.Tests.Runtimes;

public sealed class XRayTraceTests
{
    private const string Root = "1-5759e988-bd862e3fe1be46a994272793";

    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(0x5759e988);

    [Theory]
    [InlineData(false, "0")]
    [InlineData(true, "1")]
    public void Without_a_header_there_is_a_root_and_active_tracing_samples(bool isActive, string sampled) =>
        Assert.Matches(
            $"^Root=1-5759e988-[0-9a-f]{{24}};Parent=[0-9a-f]{{16}};Sampled={sampled}$",
            XRayTrace.HeaderFor(null, isActive, Time));

    [Fact]
    public void Pass_through_leaves_a_header_as_it_came() => Assert.Equal(
        $"Root={Root};Sampled=?;Lineage=a", XRayTrace.HeaderFor($"Root={Root};Sampled=?;Lineage=a", isActive: false, Time));

    [Theory]
    [InlineData($"Root={Root}", "1", "")]
    [InlineData($"Root={Root};Parent=53995c3f42cd8ad8;Sampled=0", "0", "")]
    [InlineData($"Sampled=1;Root={Root};Lineage=25:4f2c4d0c:0;Self=x", "1", ";Lineage=25:4f2c4d0c:0;Self=x")]
    public void Active_tracing_is_a_new_parent_below_the_same_root(string incoming, string sampled, string rest)
    {
        var header = XRayTrace.HeaderFor(incoming, isActive: true, Time);

        Assert.Matches($"^Root={Root};Parent=[0-9a-f]{{16}};Sampled={sampled}{rest}$", header);
        Assert.DoesNotContain("53995c3f42cd8ad8", header, StringComparison.Ordinal);
    }
}
