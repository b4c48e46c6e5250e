using Samlet.Functions;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class CloudAssemblyTests : IDisposable
{
    private const string Shop = """
        {"Resources": {
          "RatingsABC123": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Code": {"S3Bucket": {"Fn::Sub": "assets-${AWS::AccountId}"}, "S3Key": "0a1b.zip"}, "Handler": "a.b",
              "Runtime": "nodejs22.x", "Environment": {"Variables": {"STACK": {"Ref": "AWS::StackName"}}},
              "Layers": [{"Fn::ImportValue": "Base:ExportsOutputRefLayer"}]},
            "Metadata": {"aws:cdk:path": "Shop/Api/Ratings/Resource"}
          }
        }}
        """;

    private const string Base = """
        {"Resources": {
          "Layer1": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Bucket": "b", "S3Key": "9f.zip"}}}
        },
        "Outputs": {"L": {"Value": {"Ref": "Layer1"}, "Export": {"Name": "Base:ExportsOutputRefLayer"}}}}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cdk.out")]
    [InlineData(null)]
    public void All_stacks_of_the_manifest_are_read_with_their_assets(string? name)
    {
        WriteAssembly();
        var functions = new FunctionSet(StackReader.Read(
            TemplateLookup.Find(name is null ? [] : [name], _folder.Path), new TemplateOptions()));
        var function = functions.Select("Shop/Api/Ratings", []);

        Assert.Equal("cdk.out/assembly-Prod/Shop.template.json", function.Location.File);
        Assert.Equal(_folder.PathOf("cdk.out/assembly-Prod/asset.0a1b"), (function.Code as CodeSource.Folder)?.Path);
        Assert.Equal("shop-prod", Assert.Single(function.Environment).Value);
        Assert.Equal(
            _folder.PathOf("cdk.out/asset.9f.zip"), (Assert.Single(function.Layers).Content as LayerContent.Archive)?.Path);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"artifacts": []}""")]
    [InlineData("""{"artifacts": {"Tree": {"type": "cdk:tree"}}}""")]
    public void A_broken_manifest_is_an_error(string text)
    {
        _folder.Write("cdk.out/manifest.json", text);
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find(["cdk.out"], _folder.Path));
        Assert.Equal("run `cdk synth` again", error.Hint);
    }

    [Fact]
    public void A_manifest_that_cannot_be_opened_is_an_error()
    {
        _folder.Write("cdk.out/manifest.json", """
            {"artifacts": {"Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "Prod"}}}}
            """);
        _folder.CreateFolder("cdk.out/Prod/manifest.json");
        var error = Assert.Throws<UserErrorException>(() => TemplateLookup.Find(["cdk.out"], _folder.Path));
        Assert.StartsWith("cannot read `cdk.out/Prod/manifest.json`", error.Message, StringComparison.Ordinal);
    }

    private void WriteAssembly()
    {
        _folder.Write("cdk.out/manifest.json", """
            {"version": "36.0.0", "artifacts": {
              "Base": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
                "properties": {"templateFile": "Base.template.json"}},
              "Base.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Base.assets.json"}},
              "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
              "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}
            }}
            """);
        _folder.Write("cdk.out/assembly-Prod/manifest.json", """
            {"version": "36.0.0", "artifacts": {"Shop": {"type": "aws:cloudformation:stack",
              "properties": {"templateFile": "Shop.template.json", "stackName": "shop-prod"}}}}
            """);
        _folder.Write("cdk.out/assembly-Prod/Shop.template.json", Shop);
        _folder.Write("cdk.out/Base.template.json", Base);
        _folder.CreateFolder("cdk.out/assembly-Prod/asset.0a1b");
        _folder.Write("cdk.out/asset.9f.zip", "");
    }
}
