using System.IO.Compression;
using System.Net;

namespace Samlet.E2ETests;

/// <summary>
/// Where functions can be: nested and neighbouring stacks, CDK folders, archives, the template itself.
/// </summary>
public sealed class StackTests
{
    private const string Echo = "exports.handler = async event => [process.env.STAGE ?? null, event];";

    private const string Parent = """
        Parameters: {Stage: {Type: String, Default: dev}}
        Resources:
          Child: {Type: AWS::Serverless::Application, Properties: {Location: child/child.yaml, Parameters: {Name: !Ref Stage}}}
        """;

    private const string Child = """
        Parameters: {Name: {Type: String}}
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: src, Handler: app.handler, Runtime: nodejs22.x, Environment: {Variables: {STAGE: !Sub 'in-${Name}'}}}
        """;

    [Theory]
    [InlineData("Child/Function")]
    [InlineData("Function")]
    [InlineData(null)]
    [Requires("node")]
    public async Task A_function_of_a_nested_stack_runs_with_its_parameters(string? name)
    {
        using var app = TestApp.Of(Parent).With("child/child.yaml", Child).With("child/src/app.js", Echo);
        string[] function = name is null ? [] : [name];

        (await app.InvokeAsync([.. function, "--parameter-overrides", "Stage=prod"])).IsAnswer("""["in-prod",{}]""");
    }

    [Fact]
    [Requires("node")]
    public async Task Exports_are_found_between_two_templates()
    {
        using var app = TestApp.Of("Outputs: {Name: {Value: shared, Export: {Name: the-name}}}\nResources: {T: {Type: AWS::SNS::Topic}}")
            .With("b.yaml", Child.Replace("!Sub 'in-${Name}'", "!ImportValue the-name", StringComparison.Ordinal))
            .With("src/app.js", Echo);

        (await app.InvokeAsync("-t", "template.yaml", "-t", "b.yaml", "Function", "--parameter-overrides", "Name=x"))
            .IsAnswer("""["shared",{}]""");
    }

    [Theory]
    [InlineData("cdk.out")]
    [InlineData(null)]
    [Requires("node")]
    public async Task A_function_of_a_CDK_folder_runs_by_its_construct_path(string? template)
    {
        using var app = TestApp.Of("");
        File.Delete(app.Folder.PathOf("template.yaml"));
        app.With("cdk.out/manifest.json", """
            {"version": "36.0.0", "artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}
            """)
            .With("cdk.out/Shop.template.json", """
            {"Resources": {"RatingsF00D": {"Type": "AWS::Lambda::Function",
              "Properties": {"Code": {"S3Bucket": "b", "S3Key": "1a.zip"}, "Handler": "app.handler", "Runtime": "nodejs22.x"},
              "Metadata": {"aws:cdk:path": "Shop/Ratings/Resource", "aws:asset:path": "asset.1a", "aws:asset:property": "Code"}}}}
            """)
            .With("cdk.out/asset.1a/app.js", Echo);
        string[] chosen = template is null ? [] : ["-t", template];

        (await app.InvokeAsync([.. chosen, "Shop/Ratings"])).IsAnswer("[null,{}]");
        (await app.InvokeAsync([.. chosen, "Ratings"])).IsAnswer("[null,{}]");
    }

    [Fact]
    [Requires("node")]
    public async Task An_archive_runs_and_runs_anew_when_it_has_changed()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler");
        app.With("template.yaml", (await File.ReadAllTextAsync(
            app.Folder.PathOf("template.yaml"), TestContext.Current.CancellationToken)).Replace("src/", "code.zip", StringComparison.Ordinal));
        Zip(app, "exports.handler = async () => 'first';");
        (await app.InvokeAsync()).IsAnswer("\"first\"");

        Zip(app, "exports.handler = async () => 'second one';");
        (await app.InvokeAsync()).IsAnswer("\"second one\"");
    }

    [Theory]
    [InlineData("nodejs22.x", "exports.handler = async event => event.a;", "node")]
    [InlineData("python3.13", "def handler(event, context): return event['a']", "python3")]
    public async Task Code_in_the_template_runs(string runtime, string code, string needs)
    {
        RequiresAttribute.Check(needs);
        using var app = Inline(runtime, code);
        (await app.InvokeWithAsync("""{"a": 7}""", "Function")).IsAnswer("7");
    }

    [Theory]
    [InlineData("nodejs22.x", "const r = require('cfn-response'); exports.handler = (event, context) => r.send(event, context, r.SUCCESS, { A: 'b' });", "node")]
    [InlineData("python3.13", "import cfnresponse\ndef handler(event, context):\n  cfnresponse.send(event, context, cfnresponse.SUCCESS, {'A': 'b'})", "python3")]
    public async Task Code_in_the_template_answers_CloudFormation(string runtime, string code, string needs)
    {
        RequiresAttribute.Check(needs);
        using var bucket = new HttpListener();
        var port = FreePort();
        bucket.Prefixes.Add($"http://127.0.0.1:{port}/");
        bucket.Start();
        using var app = Inline(runtime, code);
        var invocation = app.InvokeWithAsync(
            $$"""{"ResponseURL": "http://127.0.0.1:{{port}}/r?X-Amz=1", "StackId": "s", "RequestId": "r", "LogicalResourceId": "l"}""",
            "Function");
        var context = await bucket.GetContextAsync()
            .WaitAsync(TimeSpan.FromSeconds(50), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        context.Response.Close();

        Assert.Equal(("PUT", "/r?X-Amz=1"), (context.Request.HttpMethod, context.Request.RawUrl));
        Assert.Contains("\"Status\":\"SUCCESS\"", body.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"Data\":{\"A\":\"b\"}", body.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, (await invocation).ExitCode);
    }

    [Fact]
    [Requires("node")]
    public async Task A_built_template_that_is_older_than_its_source_is_told()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler");
        var source = app.Folder.PathOf("template.yaml");
        app.With(".aws-sam/build/src/app.js", Echo)
            .With(".aws-sam/build/template.yaml", await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
        File.SetLastWriteTimeUtc(source, new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var result = await app.InvokeAsync();

        result.IsAnswer("[null,{}]");
        Assert.Contains("`.aws-sam/build/template.yaml` is older than `template.yaml`", result.Err, StringComparison.Ordinal);
        result.HasHint("sam build");
    }

    [Fact]
    public async Task A_function_that_is_not_part_of_the_stack_names_its_condition()
    {
        using var app = TestApp.Of("""
            Conditions: {IsProd: !Equals [a, b]}
            Resources: {Function: {Type: AWS::Serverless::Function, Condition: IsProd, Properties: {Handler: a.b, Runtime: nodejs22.x}}}
            """);

        (await app.InvokeAsync("Function")).IsRefusal(1, "`IsProd`");
    }

    [Fact]
    public async Task Only_what_concerns_the_function_stops_it()
    {
        using var app = TestApp.Of("""
            Resources:
              Bad: {Type: AWS::Serverless::Function, Properties: {Runtime: nodejs22.x, Timeout: soon, MemorySize: [1], Code: x}}
              Soon: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: nodejs22.x, Timeout: soon}}
            """);

        (await app.InvokeAsync("Bad")).IsRefusal(1, "no Handler");
        (await app.InvokeAsync("Soon")).IsRefusal(1, "template.yaml:3:", "`soon`");
    }

    [Fact]
    public async Task Describe_prints_JSON_for_programs_and_a_page_for_people()
    {
        using var app = TestApp.Of(Parent).With("child/child.yaml", Child).With("child/src/app.js", Echo);
        var json = (await new TestProgram(app.Folder, "describe", "--output", "json").RunAsync()).Json();
        var page = await new TestProgram(app.Folder, "describe").RunAsync();

        Assert.Equal("Child/Function", json.GetProperty("functions")[0].GetProperty("path").GetString());
        Assert.Equal("child/child.yaml", json.GetProperty("functions")[0].GetProperty("template").GetString());
        Assert.StartsWith("template.yaml: 1 function, 0 routes, 0 findings", page.Out, StringComparison.Ordinal);
        Assert.Equal("", page.Err);
    }

    [Fact]
    public async Task Describe_of_a_text_that_is_no_mapping_is_an_error()
    {
        using var app = TestApp.Of("- a\n");
        (await new TestProgram(app.Folder, "describe").RunAsync()).IsRefusal(1, "template.yaml:1:1");
    }

    private static TestApp Inline(string runtime, string code) => TestApp.Of($$"""
        Resources:
          Function:
            Type: AWS::Lambda::Function
            Properties:
              Handler: index.handler
              Runtime: {{runtime}}
              Timeout: 20
              Code:
                ZipFile: |
                  {{code.ReplaceLineEndings("\n          ")}}
        """);

    private static void Zip(TestApp app, string code)
    {
        File.Delete(app.Folder.PathOf("code.zip"));
        using var zip = ZipFile.Open(app.Folder.PathOf("code.zip"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry("app.js").Open());
        writer.Write(code);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
