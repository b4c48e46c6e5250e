using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samlet.Cli;
using Samlet.Tests.Support;

namespace Samlet.Tests.Cli;

public sealed class DescribeRunTests : IDisposable
{
    private const string Shop = """
        Parameters:
          Stage: {Type: String, Default: dev}
          Secret: {Type: String, NoEcho: true, Default: hush}
          Wait: {Type: Number}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layers/shared}}
          Ratings:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: ratings
              CodeUri: src/
              Handler: app.handler
              Runtime: nodejs22.x
              Layers: [!Ref Shared]
              Environment: {Variables: {STAGE: !Ref Stage, SECRET: !Ref Secret, URL: !Ref Queue}}
              Events:
                Get: {Type: HttpApi, Properties: {Path: '/ratings/{id}', Method: get}}
                Queue: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}
          OnlyInProd:
            Type: AWS::Serverless::Function
            Condition: IsProd
            Properties: {CodeUri: s3://bucket/key.zip, Handler: app.handler, Runtime: python3.13, Timeout: !Ref Wait, TimeOut: 5}
          Picture: {Type: AWS::Serverless::Function, Properties: {PackageType: Image, ImageUri: 'shop:1'}}
          Queue: {Type: AWS::SQS::Queue}
        """;

    private static readonly JsonSerializerOptions OneLine = new(
        )
    { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TempFolder _folder = new();

    public DescribeRunTests()
    {
        _folder.Write("template.yaml", Shop);
        _folder.CreateFolder("src");
        _folder.CreateFolder("layers/shared");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Native_libraries_for_another_platform_are_findings_of_their_function()
    {
        byte[] ofMac = [0xcf, 0xfa, 0xed, 0xfe, .. new byte[60]];
        _ = _folder.Write("src/node_modules/x/x.node", ofMac);
        _ = _folder.Write("layers/shared/lib/liby.so", ofMac);
        var (_, output, _) = await RunAsync("describe", "--output", "json");
        using var document = JsonDocument.Parse(output);
        var finding = document.RootElement.GetProperty("diagnostics").EnumerateArray()
            .Single(static one => one.GetProperty("code").GetString() == "SAM0130");

        Assert.Equal("Ratings", finding.GetProperty("resource").GetString());
        Assert.Equal(
            "`Ratings` runs on Linux on x86_64 on Lambda, and `lib/liby.so` is for macOS, `node_modules/x/x.node` is for macOS",
            finding.GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_JSON_has_every_function_and_route_once()
    {
        var (exitCode, output, _) = await RunAsync("describe", "--output", "json");
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;

        Assert.Equal(ExitCode.Success, exitCode);
        Assert.Equal(["templates", "functions", "routes", "diagnostics"], root.EnumerateObject().Select(entry => entry.Name));
        Assert.Equal("""["template.yaml"]""", Compact(root.GetProperty("templates")));
        Assert.Equal(
            """
            {"id":"Ratings","path":"Ratings","name":"ratings","template":"template.yaml","condition":null,"packageType":"Zip","runtime":"nodejs22.x","handler":"app.handler","code":"src/","architecture":"x86_64","timeout":3,"memorySize":128,"ephemeralStorage":512,"environment":[{"name":"STAGE","value":"dev","source":"template"},{"name":"SECRET","value":"****","source":"template"},{"name":"URL","value":"https://sqs.us-east-1.amazonaws.com/123456789012/Queue","source":"placeholder"}],"layers":[{"id":"Shared","path":"layers/shared"}],"events":[{"name":"Get","type":"HttpApi"},{"name":"Queue","type":"SQS"}]}
            """,
            Compact(root.GetProperty("functions")[0]));
        Assert.Equal(
            """
            {"api":"ServerlessHttpApi","type":"HTTP","method":"GET","path":"/ratings/{id}","function":"Ratings","authorizer":null}
            """,
            Compact(Assert.Single(root.GetProperty("routes").EnumerateArray())));
    }

    [Fact]
    public async Task The_JSON_has_functions_that_do_not_run_here()
    {
        var (_, output, _) = await RunAsync("describe", "--output", "json");
        using var document = JsonDocument.Parse(output);
        var functions = document.RootElement.GetProperty("functions");

        Assert.Equal("""{"name":"IsProd","value":false}""", Compact(functions[1].GetProperty("condition")));
        Assert.Equal("s3://bucket/key.zip", functions[1].GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, functions[1].GetProperty("timeout").ValueKind);
        Assert.Equal(("Image", "shop:1"), (functions[2].GetProperty("packageType").GetString(), functions[2].GetProperty("code").GetString()));
        Assert.Equal(JsonValueKind.Null, functions[2].GetProperty("runtime").ValueKind);
    }

    [Fact]
    public async Task The_JSON_has_every_finding_with_its_place()
    {
        var (_, output, _) = await RunAsync("describe", "--output", "json");
        using var document = JsonDocument.Parse(output);
        var finding = document.RootElement.GetProperty("diagnostics").EnumerateArray()
            .Single(diagnostic => diagnostic.GetProperty("code").GetString() == "SAM0102");

        Assert.Equal(
            """
            {"code":"SAM0102","severity":"warning","message":"`TimeOut` is no property of AWS::Serverless::Function and is ignored","hint":"did you mean `Timeout`?","file":"template.yaml","line":23,"column":111,"resource":"OnlyInProd"}
            """,
            Compact(finding));
    }

    [Fact]
    public async Task The_text_is_a_page_for_people()
    {
        var (exitCode, output, error) = await RunAsync("describe", "Ratings");

        Assert.Equal(
            """
            template.yaml: 1 function, 1 route, 2 findings

            Ratings  (ratings)
              template     template.yaml:8:3
              runtime      nodejs22.x, handler app.handler, x86_64
              code         src/
              limits       3 s, 128 MB memory, 512 MB /tmp
              environment  STAGE=dev                                     [template]
                           SECRET=****                                   [template]
                           URL=https://sqs.us-east-1.amazonaws.com/123456789012/Queue  [placeholder]
              layers       Shared  layers/shared
              events       Get    HttpApi
                           Queue  SQS

            routes
              GET  /ratings/{id}  Ratings  HTTP  ServerlessHttpApi

            findings
            """,
            output[..(output.IndexOf("findings\n  ", StringComparison.Ordinal) + "findings".Length)]);
        Assert.Equal((ExitCode.Success, ""), (exitCode, error));
    }

    [Theory]
    [InlineData("Resources: {F: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Runtime: nodejs22.x}}}", ExitCode.Success)]
    [InlineData("Resources: {F: {Type: AWS::Lambda::Function, Properties: {Handlr: a.b, Runtime: nodejs22.x}}}", ExitCode.UserError)]
    public async Task Strict_fails_where_something_is_found(string template, object exitCode)
    {
        _folder.Write("template.yaml", template);
        Assert.Equal((ExitCode)exitCode, (await RunAsync("describe", "--strict")).ExitCode);
        Assert.Equal(ExitCode.Success, (await RunAsync("describe")).ExitCode);
    }

    [Theory]
    [InlineData("- a list")]
    [InlineData("")]
    public async Task A_text_that_is_no_mapping_is_an_error(string template)
    {
        _folder.Write("template.yaml", template);
        await Assert.ThrowsAsync<UserErrorException>(() => RunAsync("describe"));
    }

    [Fact]
    public async Task Values_to_fill_in_are_printed_and_can_be_used()
    {
        var (_, output, _) = await RunAsync("describe", "--values-template");
        Assert.Contains("  Queue:", output, StringComparison.Ordinal);

        _folder.Write("values.yaml", output.Replace("123456789012/Queue", "000000000000/real", StringComparison.Ordinal));
        var (_, described, _) = await RunAsync("describe", "--values", "values.yaml");
        Assert.Contains("000000000000/real  [values]", described, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overrides_are_listed_with_their_source()
    {
        _folder.Write("env.json", """{"Ratings": {"STAGE": "local"}, "Parameters": {"URL": "http://localhost"}, "Nobody": {}}""");
        var (_, output, error) = await RunAsync("describe", "Ratings", "--env-vars", _folder.PathOf("env.json"), "--env", "MORE=x");

        Assert.Matches(@"STAGE=local +\[env-vars\]", output);
        Assert.Matches(@"URL=http://localhost +\[parameters-block\]", output);
        Assert.Matches(@"MORE=x +\[command-line\]", output);
        Assert.DoesNotContain("[lambda]", output, StringComparison.Ordinal);
        Assert.Contains("`Nobody`", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_lists_what_Lambda_adds_but_no_secret()
    {
        var (_, output, _) = await RunAsync("describe", "Ratings", "--all");
        Assert.Matches(@"AWS_LAMBDA_FUNCTION_NAME=ratings +\[lambda\]", output);
        Assert.Matches(@"AWS_SECRET_ACCESS_KEY=\*{4} +\[lambda\]", output);
        Assert.Matches(@"AWS_LAMBDA_RUNTIME_API=\? +\[lambda\]", output);
    }

    private async Task<(ExitCode ExitCode, string Output, string Error)> RunAsync(params string[] words)
    {
        using MemoryStream output = new();
        using MemoryStream error = new();
        var context = new CommandLineContext(new Terminal(Stream.Null, output, error))
        {
            ReadVariable = _ => null,
            WorkingFolder = _folder.Path,
        };
        await using var composition = new Composition(context);
        var exitCode = await RootCommands.RunAsync(
            words, context, composition.Actions, TestContext.Current.CancellationToken);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, OneLine);
}
