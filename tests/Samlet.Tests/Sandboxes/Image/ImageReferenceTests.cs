using Samlet.Sandboxes.Image;

namespace Samlet.Tests.Sandboxes.Image;

public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ratings", "docker.io/library/ratings:latest", true)]
    [InlineData("ratings:python3.13-v1", "docker.io/library/ratings:python3.13-v1", true)]
    [InlineData("amazon/aws-lambda-nodejs:22", "docker.io/amazon/aws-lambda-nodejs:22", false)]
    [InlineData("index.docker.io/library/x", "docker.io/library/x:latest", false)]
    [InlineData("public.ecr.aws/lambda/nodejs:22", "public.ecr.aws/lambda/nodejs:22", false)]
    [InlineData("localhost/x", "localhost/x:latest", false)]
    [InlineData("localhost:5000/a/b__c.d-e:T_1", "localhost:5000/a/b__c.d-e:T_1", false)]
    [InlineData("[::1]:5000/x", "[::1]:5000/x:latest", false)]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/r@sha256:" + Hex, "123456789012.dkr.ecr.eu-west-1.amazonaws.com/r@sha256:" + Hex, false)]
    [InlineData("x.io/r:tag@sha256:" + Hex, "x.io/r:tag@sha256:" + Hex, false)]
    public void A_name_is_completed_as_container_tools_do(string text, string whole, bool isBare)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal(whole, reference.ToString());
        Assert.Equal(isBare, reference.IsBareName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ratings")]
    [InlineData("ratings:")]
    [InlineData("ratings:-x")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("-a")]
    [InlineData("user@host.io/x")]
    [InlineData("host.io:port/x")]
    [InlineData("x@sha256:0123")]
    [InlineData("x@sha256:G123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("a b")]
    [InlineData("https://host.io/x")]
    public void What_is_no_name_of_an_image_is_refused(string text) =>
        Assert.False(ImageReference.TryParse(text, out _));

    [Theory]
    [InlineData("realm=\"https://auth.io/token\",service=\"reg, istry\",scope=\"repository:a/b:pull,push\"", "reg, istry", "repository:a/b:pull,push")]
    [InlineData("realm = \"https://auth.io/token\" , Service=plain,scope=\"a\\\"b\"", "plain", "a\"b")]
    public void A_challenge_is_read_with_and_without_quotes(string text, string service, string scope)
    {
        var challenge = AuthChallenge.Read("Bearer", text);
        Assert.Equal("https://auth.io/token", challenge.Find("realm"));
        Assert.Equal(service, challenge.Find("service"));
        Assert.Equal(scope, challenge.Find("scope"));
    }

    [Theory]
    [InlineData("realm")]
    [InlineData("=")]
    [InlineData("realm=\"open")]
    [InlineData("realm=\"\\")]
    public void A_broken_challenge_says_what_it_can(string text) => Assert.NotNull(AuthChallenge.Read("Bearer", text));
}
