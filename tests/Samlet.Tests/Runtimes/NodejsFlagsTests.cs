using Samlet.Functions;
using Samlet.Runtimes;

namespace Samlet.Tests.Runtimes;

public sealed class NodejsFlagsTests
{
    private const string Fixed = "--expose-gc --max-http-header-size=81920";

    [Theory]
    [InlineData(128, null, "--max-semi-space-size=6 --max-old-space-size=116")]
    [InlineData(1024, "", "--max-semi-space-size=51 --max-old-space-size=922")]
    [InlineData(10240, "--inspect", "--max-semi-space-size=512 --max-old-space-size=9216")]
    [InlineData(128, "--max-old-space-size=64", "")]
    [InlineData(128, "--max_semi_space_size=1", "")]
    public void Heap_sizes_follow_the_memory_unless_the_function_sets_one(
        int memory, string? nodeOptions, string expected) =>
        Assert.Equal($"{Fixed} {expected}".TrimEnd(), Flags("nodejs24.x", "24.1.0", memory, nodeOptions));

    [Theory]
    [InlineData("nodejs20.x", "20.9.0", null, "")]
    [InlineData("nodejs20.x", "20.11.0", null, "--no-experimental-detect-module")]
    [InlineData("nodejs20.x", "20.19.0", null, "--no-experimental-require-module --no-experimental-detect-module")]
    [InlineData("nodejs18.x", "18.20.8", null, "")]
    [InlineData("nodejs18.x", "22.23.3", null, "--no-experimental-require-module --no-experimental-detect-module")]
    [InlineData("nodejs22.x", "22.0.0", "--experimental-require-module", "--no-experimental-detect-module")]
    [InlineData("nodejs22.x", "24.0.0", "--experimental-detect-module", "--no-experimental-require-module")]
    [InlineData("nodejs24.x", "24.0.0", null, "")]
    [InlineData("nodejs26.x", "20.19.0", null, "")]
    [InlineData("nodejs22.x", "v22-custom", null, "")]
    public void Up_to_nodejs22_newer_ways_with_ES_modules_are_off(
        string runtime, string node, string? nodeOptions, string expected) =>
        Assert.Equal(
            $"{Fixed} --max-semi-space-size=6 --max-old-space-size=116 {expected}".TrimEnd(),
            Flags(runtime, node, 128, nodeOptions));

    private static string Flags(string runtime, string node, int memory, string? nodeOptions) =>
        string.Join(' ', NodejsFlags.Of(RuntimeIdentifier.Parse(runtime), node, memory, nodeOptions));
}
