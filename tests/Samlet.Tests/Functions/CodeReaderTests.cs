using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class CodeReaderTests
{
    [Theory]
    [InlineData("CodeUri: src/", "src")]
    [InlineData("CodeUri: ./src", "src")]
    [InlineData("CodeUri: ../other", "../other")]
    [InlineData("CodeUri: /abs/code", "/abs/code")]
    [InlineData("CodeUri: file:///abs/code", "/abs/code")]
    [InlineData("CodeUri: \"a\\0b\"", "a\uFFFDb")]
    [InlineData("CodeUri: .", "")]
    [InlineData("Description: none", "")]
    public void A_folder_is_relative_to_the_template(string line, string path)
    {
        using var functions = TestFunctions.Of(line);
        var code = Assert.IsType<CodeSource.Folder>(functions.Read().Code);
        Assert.Equal(Path.GetFullPath(path, functions.Folder), Path.TrimEndingDirectorySeparator(code.Path));
    }

    [Theory]
    [InlineData("app.zip")]
    [InlineData("target/app.JAR")]
    public void An_archive_is_known_by_its_name(string name)
    {
        using var functions = TestFunctions.Of($"CodeUri: {name}");
        Assert.Equal(
            new CodeSource.Archive(Path.Join(functions.Folder, name)) { Written = name }, functions.Read().Code);
    }

    [Theory]
    [InlineData("AWS::Serverless::Function", "CodeUri: s3://bucket/key.zip", "s3://bucket/key.zip")]
    [InlineData("AWS::Serverless::Function", "CodeUri: {Bucket: bucket, Key: key.zip}", "s3://bucket/key.zip")]
    [InlineData("AWS::Lambda::Function", "Code: {S3Bucket: bucket, S3Key: key.zip}", "s3://bucket/key.zip")]
    [InlineData("AWS::Lambda::Function", "Code: {S3Bucket: !Ref Nowhere, S3Key: key.zip}", "s3://?/key.zip")]
    public void Code_in_S3_is_described(string type, string line, string address)
    {
        using var functions = TestFunctions.Of(line, type);
        Assert.Equal(new CodeSource.Bucket(address) { Written = address }, functions.Read().Code);
    }

    [Theory]
    [InlineData("AWS::Serverless::Function", "InlineCode: exports.handler = 1")]
    [InlineData("AWS::Lambda::Function", "Code: {ZipFile: exports.handler = 1}")]
    public void Inline_code_is_read(string type, string line)
    {
        using var functions = TestFunctions.Of(line, type);
        Assert.Equal(new CodeSource.Inline("exports.handler = 1") { Written = "inline" }, functions.Read().Code);
    }

    [Theory]
    [InlineData("PackageType: Image\nImageUri: repo/app:1", "AWS::Serverless::Function")]
    [InlineData("ImageUri: repo/app:1", "AWS::Serverless::Function")]
    [InlineData("PackageType: Image\nCode: {ImageUri: repo/app:1}", "AWS::Lambda::Function")]
    [InlineData("Code: {ImageUri: repo/app:1}", "AWS::Lambda::Function")]
    public void An_image_is_read(string lines, string type)
    {
        using var functions = TestFunctions.Of(lines, type);
        Assert.Equal("repo/app:1", Assert.IsType<CodeSource.Image>(functions.Read().Code).Uri);
        Assert.Equal("", functions.Codes());
    }

    [Fact]
    public void An_image_has_its_configuration_and_how_to_build_it()
    {
        using var functions = new TestFunctions("""
            Resources:
              F:
                Type: AWS::Serverless::Function
                Metadata: {DockerContext: ./app, Dockerfile: Dockerfile.dev, DockerTag: v1, DockerBuildArgs: {A: b}}
                Properties:
                  PackageType: Image
                  ImageConfig: {Command: [app.handler], EntryPoint: [/lambda-entrypoint.sh], WorkingDirectory: /work}
            """);
        var image = Assert.IsType<CodeSource.Image>(functions.Read().Code);

        Assert.Equal(["app.handler"], image.Command);
        Assert.Equal(["/lambda-entrypoint.sh"], image.EntryPoint);
        Assert.Equal("/work", image.WorkingFolder);
        Assert.Equal((Path.Join(functions.Folder, "app"), "Dockerfile.dev", "v1"), (image.Build?.Context, image.Build?.Dockerfile, image.Build?.Tag));
        Assert.Equal([KeyValuePair.Create("A", "b")], image.Build?.Arguments);
    }

    [Fact]
    public void The_CDK_keeps_the_place_of_the_code_in_metadata()
    {
        using var functions = new TestFunctions("""
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties: {Code: {S3Bucket: assets, S3Key: 1.zip}, Handler: a.b, Runtime: nodejs22.x}
                Metadata: {'aws:cdk:path': App/Ratings/Resource, 'aws:asset:path': asset.1, 'aws:asset:property': Code}
            """);
        Assert.Equal(
            new CodeSource.Folder(Path.Join(functions.Folder, "asset.1")) { Written = "asset.1" }, functions.Read().Code);
    }
}
