using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class LayerReaderTests
{
    private const string Arn = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:7";

    [Fact]
    public void Layers_of_the_template_are_folders_archives_or_in_the_cloud()
    {
        using var functions = WithLayers("[!Ref Folder, !Ref Archive, !Ref Cloud, !Ref Plain, !GetAtt Folder.Arn]");
        var layers = functions.Read().Layers;

        Assert.Equal(["Folder", "Archive", "Cloud", "Plain", "Folder"], layers.Select(layer => layer.Id));
        Assert.Equal(new LayerContent.Folder(Path.Join(functions.Folder, "layers/f")) { Written = "layers/f" }, layers[0].Content);
        Assert.Equal(new LayerContent.Archive(Path.Join(functions.Folder, "a.zip")) { Written = "a.zip" }, layers[1].Content);
        Assert.Equal(new LayerContent.Remote("s3://b/k") { Written = "s3://b/k" }, layers[2].Content);
        Assert.IsType<LayerContent.Remote>(layers[3].Content);
    }

    [Theory]
    [InlineData($"['{Arn}']")]
    [InlineData($"'{Arn}'")]
    [InlineData("[!Ref LayerArn]")]
    [InlineData("!Ref LayerArns")]
    [InlineData("[!If [Yes, !Ref LayerArn, !Ref Folder]]")]
    [InlineData("!If [Yes, [!Ref LayerArn], !Ref AWS::NoValue]")]
    public void Published_layers_are_known_by_their_ARN(string value)
    {
        using var functions = WithLayers(value);
        var layer = Assert.Single(functions.Read().Layers);
        Assert.Equal(Arn, layer.Id);
        Assert.Equal(new LayerContent.Published(LayerVersionArn.TryParse(Arn)!), layer.Content);
    }

    [Theory]
    [InlineData("[shared]", "SAM0114")]
    [InlineData("[!Ref Table]", "SAM0020")]
    [InlineData("['arn:aws:lambda:::awslayer:AmazonLinux1803']", "")]
    [InlineData("['arn:aws:lambda:::awslayer:AmazonLinux1703']", "SAM0115")]
    public void What_is_no_layer_is_told(string value, string code)
    {
        using var functions = WithLayers(value);
        functions.Read();
        Assert.Equal(code, functions.Codes().Split(' ')[0]);
    }

    [Theory]
    [InlineData("!Ref Nowhere", "a place that could not be resolved")]
    [InlineData("!ImportValue elsewhere", "elsewhere")]
    public void A_layer_whose_place_nobody_knows_is_in_the_cloud(string place, string description)
    {
        using var functions = new TestFunctions($$"""
            Resources:
              Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: {{place}} } }
              F:
                Type: AWS::Serverless::Function
                Properties: {Handler: a.b, Runtime: nodejs22.x, Layers: [!Ref Shared]}
            """);

        Assert.Equal(
            new LayerContent.Remote(description) { Written = description },
            Assert.Single(functions.Read().Layers).Content);
    }

    [Fact]
    public void More_than_five_layers_are_told()
    {
        using var functions = WithLayers($"['{Arn}', '{Arn}', '{Arn}', '{Arn}', '{Arn}', '{Arn}']");
        Assert.Equal(6, functions.Read().Layers.Count);
        Assert.StartsWith("SAM0116", functions.Codes(), StringComparison.Ordinal);
    }

    private static TestFunctions WithLayers(string value)
    {
        var functions = new TestFunctions($$"""
            Parameters:
              LayerArn: {Type: String, Default: '{{Arn}}'}
              LayerArns: {Type: CommaDelimitedList, Default: '{{Arn}}'}
            Conditions:
              Yes: !Equals [a, a]
            Resources:
              Folder: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/f} }
              Archive: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: a.zip} }
              Cloud: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: {Bucket: b, Key: k} } }
              Plain: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k} } }
              Table: {Type: AWS::DynamoDB::Table}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.b
                  Runtime: nodejs22.x
                  Layers: {{value}}
            """);
        Directory.CreateDirectory(Path.Join(functions.Folder, "layers/f"));
        return functions;
    }
}
