namespace Samlet.Tests;

public sealed class NearestWordTests
{
    private static readonly string[] Words = ["Timeout", "Handler", "Runtime", "MemorySize", "Layers", "Role"];

    [Theory]
    [InlineData("TimeOut", "Timeout")]
    [InlineData("Handelr", "Handler")]
    [InlineData("Runtim", "Runtime")]
    [InlineData("Memorysizes", "MemorySize")]
    [InlineData("memory_size", "MemorySize")]
    [InlineData("Layer", "Layers")]
    [InlineData("Roles", "Role")]
    public void A_misspelt_word_has_a_nearest_one(string word, string nearest) =>
        Assert.Equal(nearest, NearestWord.Find(word, Words));

    [Theory]
    [InlineData("")]
    [InlineData("VpcConfig")]
    [InlineData("Rlxx")]
    public void A_word_that_is_far_from_all_has_none(string word) => Assert.Null(NearestWord.Find(word, Words));

    [Fact]
    public void Very_long_words_have_none() => Assert.Null(NearestWord.Find(new string('a', 5_000), Words));
}
