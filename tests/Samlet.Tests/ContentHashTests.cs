namespace Samlet.Tests;

public sealed class ContentHashTests
{
    [Fact]
    public void A_text_has_the_same_hash_in_every_process() =>
        Assert.Equal("80845a9411d27aca", ContentHash.Of("index.py"));

    [Fact]
    public void Texts_that_differ_anywhere_or_are_cut_elsewhere_have_hashes_of_their_own()
    {
        string[] texts = ["", "\0", "a", "b", "ab", "ba", "aaaaaaaab", "baaaaaaaa", "aaaaaaaaa", new('a', 4096)];
        var (first, second) = (new ContentHash(), new ContentHash());
        first.Add("ab");
        first.Add("c");
        second.Add("a");
        second.Add("bc");

        Assert.Equal(texts.Length, texts.Select(ContentHash.Of).Distinct().Count());
        Assert.NotEqual(first.Value, second.Value);
    }
}
