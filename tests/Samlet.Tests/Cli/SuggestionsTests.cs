using Samlet.Cli;

namespace Samlet.Tests.Cli;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("invok", "invoke")]
    [InlineData("inovke", "invoke")]
    [InlineData("INVOKE", "invoke")]
    [InlineData("strat-api", "start-api")]
    [InlineData("start", "start-api")]
    [InlineData("deploy", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_found_if_it_is_near(string word, string? expected) =>
        Assert.Equal(expected, Suggestions.Nearest(word, ["invoke", "start-api", "start-lambda"]));
}
