using Samlet.Cli;

namespace Samlet.Tests.Cli;

public sealed class ParameterOverridesTests
{
    [Theory]
    [InlineData("K=v", "K:v")]
    [InlineData("K=a=b", "K:a=b")]
    [InlineData("K=", "K:")]
    [InlineData("K= L=x", "K:|L:x")]
    [InlineData("K=1 L=2", "K:1|L:2")]
    [InlineData("  K=1   L=2  ", "K:1|L:2")]
    [InlineData("K=1 K=2", "K:2")]
    [InlineData("K=\"a b\"", "K:a b")]
    [InlineData("K='a b' L=c", "K:a b|L:c")]
    [InlineData("K=\"a L=b\" M=c", "K:a L=b|M:c")]
    [InlineData("K=a\\ L=b", "K:a L=b")]
    [InlineData("K=\"say \\\"hi\\\"\"", "K:say \"hi\"")]
    [InlineData("K=a b", "K:a b")]
    [InlineData("K=a,b", "K:a,b")]
    [InlineData("K={\"a\": 1}", "K:{\"a\": 1}")]
    [InlineData("K=C:\\dir\\file", "K:C:\\dir\\file")]
    [InlineData("K=it's", "K:it's")]
    [InlineData("K=\"\"", "K:")]
    [InlineData("ParameterKey=K,ParameterValue=v", "K:v")]
    [InlineData("ParameterKey=K,ParameterValue=a,b ParameterKey=L,ParameterValue=\"c d\"", "K:a,b|L:c d")]
    [InlineData("ParameterKey=\"K\",ParameterValue=", "K:")]
    [InlineData("ParameterKey=K,ParameterValue=v L=w", "K:v|L:w")]
    public void One_word_holds_one_or_several_overrides(string word, string expected) =>
        Assert.Equal(
            expected, string.Join('|', ParameterOverrides.Parse([word]).Select(pair => $"{pair.Key}:{pair.Value}")));

    [Fact]
    public void A_value_whose_quotes_the_shell_split_is_put_together_again() =>
        Assert.Equal("a b c", ParameterOverrides.Parse(["K=\"a", "b", "c\"", "L=1"])["K"]);

    [Theory]
    [InlineData("=v")]
    [InlineData("K-1=v")]
    [InlineData("ParameterKey=K")]
    [InlineData("ParameterKey=,ParameterValue=v")]
    [InlineData("K=\"a")]
    public void What_follows_no_form_is_a_usage_fault(string word)
    {
        var fault = Assert.Throws<UserErrorException>(() => ParameterOverrides.Parse([word]));

        Assert.Equal($"`--parameter-overrides` cannot read `{word}`", fault.Message);
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
    }
}
