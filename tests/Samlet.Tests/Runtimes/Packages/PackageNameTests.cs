using Samlet.Functions;
using Samlet.Runtimes.Packages;

namespace Samlet.Tests.Runtimes.Packages;

public sealed class PackageNameTests
{
    [Theory]
    [InlineData("nodejs24.x", "@aws-sdk/client-s3", "@aws-sdk/client-s3")]
    [InlineData("nodejs24.x", "@aws-sdk/client-s3@3.600.0", "@aws-sdk/client-s3")]
    [InlineData("nodejs24.x", "@smithy/types@file:types.tgz", "@smithy/types")]
    [InlineData("nodejs16.x", "aws-sdk@2", "aws-sdk")]
    [InlineData("python3.14", "boto3==1.40.1", "boto3")]
    [InlineData("python3.14", "boto3[crt]>=1", "boto3")]
    [InlineData("python3.14", "python-dateutil", "python-dateutil")]
    [InlineData("ruby3.4", "aws-sdk-s3:1.2", "aws-sdk-s3")]
    [InlineData("ruby3.4", "rexml", "rexml")]
    public void A_name_may_have_a_version(string runtime, string text, string name)
    {
        var package = PackageName.Parse(RuntimeIdentifier.Parse(runtime), text);

        Assert.Equal(name, package.Name);
        Assert.Equal(text, package.Text);
    }

    [Theory]
    [InlineData("nodejs24.x", "lodash")]
    [InlineData("nodejs24.x", "aws-sdk")]
    [InlineData("python3.14", "requests==2.32")]
    [InlineData("ruby3.4", "rails")]
    public void What_Lambda_does_not_carry_is_refused(string runtime, string text)
    {
        var fault = Assert.Throws<UserErrorException>(() => PackageName.Parse(RuntimeIdentifier.Parse(runtime), text));

        Assert.StartsWith("Lambda does not carry `", fault.Message, StringComparison.Ordinal);
        Assert.Equal("install it with the function's own code, or in a layer", fault.Hint);
    }

    [Fact]
    public void A_later_version_of_a_package_replaces_the_earlier_one()
    {
        var runtime = RuntimeIdentifier.Parse("python3.14");

        Assert.Equal(
            ["boto3==2", "botocore"],
            PackageName.Join(runtime, ["boto3==1", "botocore"], [PackageName.Parse(runtime, "boto3==2")]));
    }

    [Theory]
    [InlineData("nodejs24.x")]
    [InlineData("nodejs16.x")]
    [InlineData("python3.14")]
    [InlineData("ruby3.4")]
    public void The_usual_packages_are_carried_ones(string name)
    {
        var runtime = RuntimeIdentifier.Parse(name);
        var usual = UsualPackages.Of(runtime);

        Assert.NotEmpty(usual);
        Assert.Equal(usual, usual.Select(text => PackageName.Parse(runtime, text).Name));
    }

    [Theory]
    [InlineData("java25")]
    [InlineData("dotnet10")]
    [InlineData("provided.al2023")]
    public void Other_runtimes_need_none(string name) =>
        Assert.NotNull(PackageInstaller.ReasonForNothing(RuntimeIdentifier.Parse(name)));
}
