using Samlet.Gateway;

namespace Samlet.Tests.Gateway;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/", "/", "")]
    [InlineData("/a/b", "/a/b", "")]
    [InlineData("/a/{id}", "/a/1", "id=1")]
    [InlineData("/a/{id}", "/a/x%2Fy", "id=x%2Fy")]
    [InlineData("/a/{my-id}/{x}", "/a/1/2", "my-id=1 x=2")]
    [InlineData("/{id}", "/a", "id=a")]
    [InlineData("/a/{p+}", "/a/b", "p=b")]
    [InlineData("/a/{p+}", "/a/b/c/", "p=b/c/")]
    [InlineData("/{proxy+}", "/a//b", "proxy=a//b")]
    [InlineData("/{stage}/{proxy+}", "/v1/x/y", "stage=v1 proxy=x/y")]
    [InlineData("$default", "/", "")]
    [InlineData("$default", "/any/thing", "")]
    [InlineData("/a/", "/a/", "")]
    [InlineData("/x{id}", "/x{id}", "")]
    public void A_path_matches_with_the_values_of_its_parameters(string pattern, string path, string values)
    {
        var match = PathPattern.Parse(pattern).Match(path);
        Assert.NotNull(match);
        Assert.Equal(values, string.Join(' ', match.Select(value => $"{value.Key}={value.Value}")));
    }

    [Theory]
    [InlineData("/", "/a")]
    [InlineData("/a", "/A")]
    [InlineData("/a", "/a/")]
    [InlineData("/a", "/a/b")]
    [InlineData("/a/b", "/a")]
    [InlineData("/a/{id}", "/a")]
    [InlineData("/a/{id}", "/a/")]
    [InlineData("/a/{id}", "/a/1/2")]
    [InlineData("/{id}", "/")]
    [InlineData("/a/{p+}", "/a")]
    [InlineData("/a/{p+}", "/a/")]
    [InlineData("/{proxy+}", "/")]
    public void Another_path_does_not(string pattern, string path) =>
        Assert.Null(PathPattern.Parse(pattern).Match(path));

    [Theory]
    [InlineData("/a/b", "/a/{id}")]
    [InlineData("/a/{id}", "/a/{p+}")]
    [InlineData("/a/{p+}", "/{id}/b")]
    [InlineData("/{id}/b", "/{proxy+}")]
    [InlineData("/{proxy+}", "$default")]
    [InlineData("/a/{id}/c", "/a/{id}/{p+}")]
    [InlineData("/", "/{proxy+}")]
    public void The_more_exact_pattern_comes_first(string first, string second)
    {
        var patterns = new[] { PathPattern.Parse(second), PathPattern.Parse(first) };
        Array.Sort(patterns);
        Assert.Equal([first, second], patterns.Select(pattern => pattern.Text));
    }
}
