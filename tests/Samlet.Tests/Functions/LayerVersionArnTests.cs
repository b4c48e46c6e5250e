using Samlet.Functions;

namespace Samlet.Tests.Functions;

public sealed class LayerVersionArnTests
{
    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:7", "aws", "eu-west-1", "shared", 7)]
    [InlineData("arn:aws-cn:lambda:cn-north-1:123456789012:layer:a_B-9:12", "aws-cn", "cn-north-1", "a_B-9", 12)]
    [InlineData("arn:aws-us-gov:lambda:us-gov-west-1:000000000001:layer:x:1", "aws-us-gov", "us-gov-west-1", "x", 1)]
    public void An_ARN_has_its_parts(string text, string partition, string region, string name, int version)
    {
        var arn = LayerVersionArn.TryParse(text)!;
        Assert.Equal((partition, region, name, version), (arn.Partition, arn.Region, arn.Name, arn.Version));
        Assert.Equal(text, $"{arn.LayerArn}:{arn.Version}");
    }

    [Theory]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:0")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:+7")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:99999999999")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:shared:${Version}")]
    [InlineData("arn:aws:lambda:eu-west-1:12345:layer:shared:7")]
    [InlineData("arn:aws:lambda:evil.example/:123456789012:layer:shared:7")]
    [InlineData("arn:aws:lambda::123456789012:layer:shared:7")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer:../../x:7")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:layer::7")]
    [InlineData("arn:aws:lambda:eu-west-1:123456789012:function:shared:7")]
    [InlineData("arn:aws:lambda:::awslayer:AmazonLinux1803")]
    public void What_is_no_version_of_a_layer_has_none(string text) => Assert.Null(LayerVersionArn.TryParse(text));
}
