using System.Security.Cryptography;
using Samlet.Tests.Layers;
using static Samlet.E2ETests.Support.LayerApps;

namespace Samlet.E2ETests;

/// <summary>Layers by ARN, fetched from a server that stands for Lambda and S3.</summary>
[Requires("node")]
public sealed class PublishedLayerTests : IAsyncLifetime
{
    private const string Shared = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:7";
    private const string Other = "arn:aws:lambda:eu-west-1:999988887777:layer:other_one:12";
    private const string Keys = "[default]\naws_access_key_id = AKIALAYERS\naws_secret_access_key = layersecret\n";

    // The SHA-1 of `corp`, as the AWS CLI names the file.
    private const string CorpFile = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(50);

    private readonly LayerServer _aws = new();
    private readonly TestApp _app = WithLayers($"['{Shared}']");

    public PublishedLayerTests()
    {
        _aws.Layers[Shared] = new ServedLayer(LayerContents.Module("a", "of shared"));
        _aws.Layers[Other] = new ServedLayer(LayerContents.Module("a", "of other"));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _app.Dispose();
    }

    [Theory]
    [InlineData("process")]
    [InlineData("linux")]
    public async Task A_layer_is_fetched_once_and_needs_neither_network_nor_credentials_afterwards(string sandbox)
    {
        RequireSandbox(sandbox);
        _app.With("home/.aws/credentials", Keys);

        (await InvokeAsync("--sandbox", sandbox)).IsAnswer("\"of shared\"");
        Assert.Equal(2, _aws.Requests.Count);
        var asked = _aws.Requests.First();
        Assert.Equal($"/2018-10-31/layers/{Uri.EscapeDataString(Shared[..^2])}/versions/7", asked.Target);
        Assert.Equal(("AKIALAYERS", "eu-west-1", "lambda"), SignatureCheck.ScopeOf(asked.Headers));

        File.Delete(_app.Folder.PathOf("home/.aws/credentials"));
        (await _app.InvokeAsync("--sandbox", sandbox)).IsAnswer("\"of shared\"");
        Assert.Equal(2, _aws.Requests.Count);
    }

    [Fact]
    public async Task A_sign_on_is_enough()
    {
        await using var portal = new Tests.Credentials.StubAws(_ => new(
            200,
            """
            {"roleCredentials": {"accessKeyId": "SSOKEY", "secretAccessKey": "ssosecret", "sessionToken": "sso/token",
             "expiration": 4070908800000}}
            """));
        _aws.Secrets["SSOKEY"] = "ssosecret";
        _app.With($"home/.aws/sso/cache/{CorpFile}", """{"accessToken":"t","expiresAt":"2099-01-01T00:00:00Z"}""")
            .With("home/.aws/config", $"""
                [profile sso]
                sso_session = corp
                sso_account_id = 111122223333
                sso_role_name = Developer
                services = here

                [sso-session corp]
                sso_start_url = https://example.awsapps.com/start
                sso_region = eu-central-1

                [services here]
                lambda =
                  endpoint_url = {_aws.Address}
                sso =
                  endpoint_url = {portal.Address}
                """);

        (await _app.InvokeAsync("--profile", "sso")).IsAnswer("\"of shared\"");
        Assert.Equal("sso/token", _aws.Requests.First().Headers["X-Amz-Security-Token"]);
        Assert.Single(portal.Requests);
    }

    [Fact]
    public async Task Without_credentials_the_layer_is_named_and_what_to_do()
    {
        var result = await InvokeAsync();
        result.IsRefusal(1, $"layer `{Shared}`", "there are no credentials");
        result.HasHint("aws sso login");
        result.HasHint("--profile");
        Assert.Empty(_aws.Requests);
    }

    [Fact]
    public async Task A_sign_on_that_has_run_out_is_the_reason_given()
    {
        _app.With("home/.aws/config", """
            [default]
            sso_start_url = https://example.awsapps.com/start
            sso_region = eu-central-1
            sso_account_id = 111122223333
            sso_role_name = Developer
            """);
        var result = await InvokeAsync();
        result.IsRefusal(1, $"layer `{Shared}`");
        result.HasHint("aws sso login --profile default");
    }

    [Fact]
    public async Task A_wrong_secret_and_a_layer_that_is_not_there_are_said()
    {
        _app.With("home/.aws/credentials", Keys.Replace("layersecret", "wrong", StringComparison.Ordinal));
        (await InvokeAsync()).IsRefusal(1, $"layer `{Shared}` cannot be fetched: InvalidSignatureException");

        _app.With("home/.aws/credentials", Keys);
        _aws.Layers.TryRemove(Shared, out _);
        (await InvokeAsync()).IsRefusal(1, $"layer `{Shared}` was not found");
    }

    [Theory]
    [InlineData("process")]
    [InlineData("linux")]
    public async Task Layers_of_every_kind_are_merged_in_order_and_local_ones_are_live(string sandbox)
    {
        RequireSandbox(sandbox);
        using var app = WithLayers($"['{Shared}', !Ref Local, !Ref Packed, '{Other}']", """
              Local: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: local/}}
              Packed: {Type: AWS::Lambda::LayerVersion, Properties: {Content: packed.jar}}
            """).With("home/.aws/credentials", Keys);
        app.With("src/app.js", "exports.handler = async () => ['a', 'b', 'c', 'd'].map(require);");
        foreach (var module in (string[])["b", "c"])
        {
            app.With($"local/nodejs/node_modules/{module}/index.js", "module.exports = 'local';");
        }

        _aws.Layers[Shared] = new(Modules("shared", "a", "b", "c", "d"));
        app.Folder.Write("packed.jar", Modules("packed", "c", "d"));
        _aws.Layers[Other] = new(Modules("other", "d"));

        (await InvokeAsync(app, "--sandbox", sandbox)).IsAnswer("""["shared","local","packed","other"]""");
        app.With("local/nodejs/node_modules/b/index.js", "module.exports = 'changed';");
        (await InvokeAsync(app, "--sandbox", sandbox)).IsAnswer("""["shared","changed","packed","other"]""");
        app.Folder.Write("packed.jar", Modules("packed again", "c", "d"));
        (await InvokeAsync(app, "--sandbox", sandbox)).IsAnswer("""["shared","changed","packed again","other"]""");
        Assert.Equal(2, _aws.ContentRequests.Count());
    }

    [Fact]
    public async Task A_layer_reaches_a_nested_stack_by_a_parameter()
    {
        using var app = TestApp.Of($"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Child:
                Type: AWS::Serverless::Application
                Properties:
                  Location: child/template.yaml
                  Parameters:
                    Layer: {Shared}
            """)
            .With("child/template.yaml", """
                Transform: AWS::Serverless-2016-10-31
                Parameters: {Layer: {Type: String}}
                Resources:
                  Function:
                    Type: AWS::Serverless::Function
                    Properties: {CodeUri: src/, Handler: app.handler, Runtime: nodejs22.x, Layers: [!Ref Layer]}
                """)
            .With("child/src/app.js", "exports.handler = async () => require('a');")
            .With("home/.aws/credentials", Keys);
        (await InvokeAsync(app)).IsAnswer("\"of shared\"");
    }

    [Theory]
    [InlineData("option")]
    [InlineData("variable")]
    public async Task Layers_are_kept_in_the_folder_that_is_asked_for(string way)
    {
        using var app = WithLayers($"['{Shared}', '{Other}']").With("home/.aws/credentials", Keys);
        var result = way == "option"
            ? await InvokeAsync(app, "--layer-cache-basedir", "kept/layers")
            : await (Invocation(app) with { Environment = Shell("SAM_LAYER_CACHE_BASEDIR", "kept/layers") }).RunAsync();

        result.IsAnswer("\"of other\"");
        Assert.DoesNotContain("--layer-cache-basedir", result.Err, StringComparison.Ordinal);
        Assert.Equal([NameOf(Other), NameOf(Shared)], VisibleIn(app, "kept/layers"));
        Assert.False(Directory.Exists(app.Folder.PathOf("home/.cache/samlet/published")));
    }

    [Fact]
    public async Task What_sam_local_has_fetched_is_used_as_it_is()
    {
        _app.With($"layers/{NameOf(Shared)}/nodejs/node_modules/a/index.js", "module.exports = 'of sam';");
        (await _app.InvokeAsync("--layer-cache-basedir", "layers")).IsAnswer("\"of sam\"");

        var other = $"home/.aws-sam/layers-pkg/{NameOf(Shared)}";
        _app.With($"{other}/nodejs/node_modules/a/index.js", "module.exports = 'of sam too';");
        (await _app.InvokeAsync()).IsAnswer("\"of sam too\"");
    }

    [Fact]
    public async Task A_layer_is_fetched_again_when_asked_for()
    {
        _app.With("home/.aws/credentials", Keys);
        await InvokeAsync();
        _aws.Layers[Shared] = new(LayerContents.Module("a", "new"));
        (await InvokeAsync()).IsAnswer("\"of shared\"");

        var again = await InvokeAsync("--force-image-build");
        again.IsAnswer("\"new\"");
        Assert.DoesNotContain("no effect", again.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_tells_what_is_in_the_cache_and_asks_nobody()
    {
        _app.With("home/.aws/credentials", Keys);
        Assert.Contains($"{Shared}  to be fetched from AWS", (await DescribeAsync()).Out, StringComparison.Ordinal);
        Assert.False(await IsCachedAsync());
        Assert.Empty(_aws.Requests);

        await InvokeAsync();
        Assert.Contains($"{Shared}  in the cache", (await DescribeAsync()).Out, StringComparison.Ordinal);
        Assert.True(await IsCachedAsync());
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task An_interrupted_download_is_told_of_and_leaves_nothing()
    {
        _app.With("home/.aws/credentials", Keys);
        var never = new TaskCompletionSource<int>();
        _aws.BeforeContent = _ => never.Task;
        await using var running = Invocation(_app, "--layer-cache-basedir", "layers").Start();
        await running.UntilErrorsHaveAsync($"loading layer `{Shared}` ...", Limit);
        running.Interrupt();

        Assert.Equal(130, (await running.WaitAsync(Limit)).ExitCode);
        Assert.Equal([".locks"], Directory.GetFileSystemEntries(_app.Folder.PathOf("layers")).Select(Path.GetFileName));
        _aws.BeforeContent = Task.FromResult;
        (await InvokeAsync("--layer-cache-basedir", "layers")).IsAnswer("\"of shared\"");
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task Two_programs_share_one_download_also_when_the_first_is_killed()
    {
        _app.With("home/.aws/credentials", Keys);
        var first = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _aws.BeforeContent = length => _aws.ContentRequests.Count() == 1 ? first.Task : Task.FromResult(length);
        await using var one = Invocation(_app).Start();
        await one.UntilErrorsHaveAsync("loading layer", Limit);
        await using var two = Invocation(_app).Start();
        await using var three = Invocation(_app).Start();
        await two.UntilErrorsHaveAsync("loading layer", Limit);
        await three.UntilErrorsHaveAsync("loading layer", Limit);
        Assert.Single(_aws.ContentRequests);

        one.KillAtOnce();
        (await two.WaitAsync(Limit)).IsAnswer("\"of shared\"");
        (await three.WaitAsync(Limit)).IsAnswer("\"of shared\"");
        Assert.Equal(2, _aws.ContentRequests.Count());
    }

    [Fact]
    [Requires(RequiresAttribute.Linux)]
    public async Task TLS_trusts_whom_the_developer_names()
    {
        using var authority = new TestAuthority();
        await using var aws = new LayerServer(authority.Certificate);
        aws.Layers[Shared] = _aws.Layers[Shared];
        _app.With("home/.aws/credentials", Keys).With("ca.pem", authority.Pem);
        var shell = new Dictionary<string, string> { ["AWS_ENDPOINT_URL"] = aws.Address };

        (await (_app.Invocation() with { Environment = shell }).RunAsync())
            .IsRefusal(1, $"layer `{Shared}` cannot be fetched: `localhost` cannot be reached");
        shell["AWS_CA_BUNDLE"] = _app.Folder.PathOf("ca.pem");
        (await (_app.Invocation() with { Environment = shell }).RunAsync()).IsAnswer("\"of shared\"");
    }

    [Fact]
    [Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "unshare", "sh")]
    public async Task A_full_disk_is_said_and_nothing_half_done_is_left()
    {
        _app.With("home/.aws/credentials", Keys).Folder.CreateFolder("small");
        var noise = Convert.ToBase64String(RandomNumberGenerator.GetBytes(600_000));
        _aws.Layers[Shared] = new(LayerContents.Of(("noise", noise)));
        string[] words = [.. Checkout.Program, "local", "invoke", "--layer-cache-basedir", "small/layers"];
        var result = await (Invocation(_app) with
        {
            Program =
            [
                "unshare", "-rm", "sh", "-c",
                "mount -t tmpfs -o size=256k tmpfs small && \"$@\"; code=$?; ls -A small/layers; exit $code", "sh",
                .. words,
            ],
            Arguments = [],
        }).RunAsync();

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("no room is left on the disk of", result.Err, StringComparison.Ordinal);
        Assert.Equal(".locks", result.Out.Trim());
    }

    [Fact]
    public async Task Code_and_layers_that_are_too_large_together_are_told()
    {
        using var app = WithLayers($"['{Shared}', '{Other}']").With("home/.aws/credentials", Keys);
        Assert.DoesNotContain("Lambda takes", (await InvokeAsync(app)).Err, StringComparison.Ordinal);

        // What is remembered of the sizes counts: nobody looks through the files again.
        foreach (var note in Directory.GetFiles(app.Folder.PathOf("home"), "*.json", SearchOption.AllDirectories)
            .Where(file => file.Contains(".versions", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken);
            var start = text.IndexOf("\"size\":", StringComparison.Ordinal) + "\"size\":".Length;
            var end = text.IndexOf(',', start);
            text = $"{text[..start]}140000000{text[end..]}";
            await File.WriteAllTextAsync(note, text, TestContext.Current.CancellationToken);
        }

        var result = await InvokeAsync(app);
        result.IsAnswer("\"of other\"");
        Assert.Contains("`Function` have more than 280.0 MB, and Lambda takes 262.1", result.Err, StringComparison.Ordinal);
        var described = await (new TestProgram(app.Folder, "describe") { Environment = Shell() }).RunAsync();
        Assert.Contains("SAM0142", described.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_in_S3_or_of_another_architecture_is_told()
    {
        _aws.Layers[Shared] = _aws.Layers[Shared] with { Architectures = ["arm64"] };
        using var app = WithLayers($"['{Shared}', !Ref Cloud]", """
              Cloud: {Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: k.zip}}}
            """).With("home/.aws/credentials", Keys);

        var result = await InvokeAsync(app);
        result.IsAnswer("\"of shared\"");
        Assert.Contains("layer `Cloud` is at `s3://b/k.zip`", result.Err, StringComparison.Ordinal);
        Assert.Contains($"layer `{Shared}` is made for arm64", result.Err, StringComparison.Ordinal);
        result.HasHint("sam build");
    }

    private async Task<bool> IsCachedAsync()
    {
        var described = (await DescribeAsync("--output", "json")).Json();
        return described.GetProperty("functions")[0].GetProperty("layers")[0].GetProperty("cached").GetBoolean();
    }

    private Task<ProgramResult> DescribeAsync(params string[] arguments) =>
        (new TestProgram(_app.Folder, ["describe", .. arguments]) { Environment = Shell() }).RunAsync();

    private Task<ProgramResult> InvokeAsync(params string[] arguments) => InvokeAsync(_app, arguments);

    private Task<ProgramResult> InvokeAsync(TestApp app, params string[] arguments) =>
        Invocation(app, arguments).RunAsync();

    private TestProgram Invocation(TestApp app, params string[] arguments) =>
        app.Invocation(arguments) with { Environment = Shell() };

    private Dictionary<string, string> Shell() => new() { ["AWS_ENDPOINT_URL"] = _aws.Address };

    private Dictionary<string, string> Shell(string name, string value) => new(Shell()) { [name] = value };
}
