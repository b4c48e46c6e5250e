using Samlet.Cli;
using Samlet.Tests.Support;

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
        Assert.Equal(expected, string.Join('|', Parse([word]).Select(pair => $"{pair.Key}:{pair.Value}")));

    [Fact]
    public void A_value_whose_quotes_the_shell_split_is_put_together_again() =>
        Assert.Equal("a b c", Parse(["K=\"a", "b", "c\"", "L=1"])["K"]);

    [Theory]
    [InlineData("=v")]
    [InlineData("K-1=v")]
    [InlineData("ParameterKey=K")]
    [InlineData("ParameterKey=,ParameterValue=v")]
    [InlineData("K=\"a")]
    public void What_follows_no_form_is_a_usage_fault(string word)
    {
        var fault = Assert.Throws<UserErrorException>(() => Parse([word]));

        Assert.Equal($"`--parameter-overrides`: `{word}` is no override of a parameter", fault.Message);
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
    }

    [Theory]
    [InlineData("p.toml", "A = 1\nB = \"x y\"\nC = [1, 2]")]
    [InlineData("p.yaml", "A: 1\nB: x y\nC: [1, 2]")]
    [InlineData("p.yaml", "[A=1, 'B=\"x y\" C=1,2']")]
    [InlineData("p.yml", "- A: 1\n- ParameterKey=B,ParameterValue=x y\n- C: [1, 2]")]
    [InlineData("p.json", "{\"A\": 1, \"B\": \"x y\", \"C\": [1, 2]}")]
    [InlineData("p.json", "[\"A=1\", {\"B\": \"x y\"}, \"C=1,2\"]")]
    public void A_file_holds_a_map_or_a_list(string name, string text)
    {
        using TempFolder folder = new();
        folder.Write(name, text);

        var values = Parse([$"file://{name}"], folder.Path);

        Assert.Equal(["[A, 1]", "[B, x y]", "[C, 1,2]"], values.Select(pair => pair.ToString()));
    }

    [Fact]
    public void Files_include_others_relative_to_themselves_and_later_values_win()
    {
        using TempFolder folder = new();
        folder.Write("a/one.yaml", "$include: [file://b/two.toml]\nX: one\nZ: null\n");
        folder.Write("a/b/two.toml", "X = \"two\"\nY = \"two\"\n");

        var values = Parse(["X=0", "file://a/one.yaml", "W=0 file://a/b/two.toml V=1"], folder.Path);

        Assert.Equal(
            ["[V, 1]", "[W, 0]", "[X, two]", "[Y, two]", "[Z, ]"],
            values.Select(pair => pair.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        using TempFolder folder = new();
        folder.Write("one.yaml", "$include: two.yaml\n");
        folder.Write("two.yaml", "- file://./one.yaml\n");

        var fault = Assert.Throws<UserErrorException>(() => Parse(["file://one.yaml"], folder.Path));

        Assert.Equal("`./one.yaml` includes itself", fault.Message);
        Assert.Equal("two.yaml:1:3 names it again", fault.Hint);
    }

    private static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> words) =>
        Parse(words, Path.GetTempPath());

    private static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> words, string folder)
    {
        ParameterOverrides overrides = new(new CommandLineContext(new Terminal(Stream.Null, Stream.Null, Stream.Null))
        {
            ReadVariable = _ => null,
            WorkingFolder = folder,
        });
        overrides.Add(words);
        return overrides.Values;
    }
}
