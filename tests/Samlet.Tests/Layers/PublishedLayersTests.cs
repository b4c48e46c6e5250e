using System.Collections.Concurrent;
using System.Security.Cryptography;
using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Layers;
using Samlet.Templates;
using Samlet.Tests.Credentials;
using Samlet.Tests.Support;

namespace Samlet.Tests.Layers;

public sealed class PublishedLayersTests : IAsyncLifetime
{
    private const string First = "arn:aws:lambda:eu-west-1:123456789012:layer:first:1";
    private const string Second = "arn:aws:lambda:eu-west-1:123456789012:layer:second:2";

    private readonly FakeHome _home = new();
    private readonly LayerServer _aws = new();
    private readonly ConcurrentQueue<Warning> _warnings = [];
    private readonly Display _display = new();
    private TimeProvider _time = TimeProvider.System;

    public PublishedLayersTests()
    {
        _aws.Layers[First] = new ServedLayer(LayerContents.Of(("file", "1")));
        _aws.Layers[Second] = new ServedLayer(LayerContents.Of(("file", "2")));
        _home.Credentials("[default]\naws_access_key_id = AKIALAYERS\naws_secret_access_key = layersecret\n")
            .Shell("AWS_ENDPOINT_URL_LAMBDA", _aws.Address);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _home.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_layer_is_fetched_once_and_stands_where_it_stood()
    {
        var function = await PlaceAsync(FunctionWith(First, Second, First));

        Assert.Equal(["1", "2", "1"], function.Layers.Select(TextOf));
        Assert.Equal(2, _aws.ContentRequests.Count());
        Assert.Empty(_display.Events);
        Assert.Empty(_warnings);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_takes_longer_than_a_second_is_told()
    {
        var timer = new ManualTimer();
        _time = timer;
        _aws.BeforeContent = async length =>
        {
            await timer.GoOffAsync();
            return length;
        };

        await PlaceAsync(FunctionWith(First));

        Assert.Equal(TimeSpan.FromSeconds(1), timer.Due);
        Assert.Equal($"begin loading layer `{First}`", _display.Events.First());
        Assert.Equal(_aws.Layers[First].Size, Assert.Single(_display.Progress).Received);
        Assert.Equal("end", _display.Events.Last());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_breaks_goes_on_where_it_broke()
    {
        var noise = new byte[400_000];
        RandomNumberGenerator.Fill(noise);
        _aws.Layers[First] = new ServedLayer(LayerContents.Of(("file", Convert.ToBase64String(noise))));
        _aws.BeforeContent = length => Task.FromResult((length + 1) / 2);

        // Each connection brings half of what is left, down to the last byte.
        Assert.Equal(Convert.ToBase64String(noise), TextOf((await PlaceAsync(FunctionWith(First))).Layers[0]));
        var starts = _aws.ContentRequests.Select(request => request.RangeStart).ToList();
        Assert.True(starts.Count > 5 && starts.SequenceEqual(starts.Order().Distinct()), string.Join(' ', starts));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_brings_nothing_is_given_up()
    {
        _aws.BeforeContent = _ => Task.FromResult(0);
        await AssertFailsAsync("the content of layer `", First, "cannot be fetched");
        Assert.Equal(3, _aws.ContentRequests.Count());
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1, false, "bytes, and Lambda names")]
    [InlineData(-1, false, "it has more than the")]
    [InlineData(0, true, "its SHA-256 is `")]
    public async Task Content_that_is_not_what_Lambda_names_is_refused(int more, bool hasOtherHash, string reason)
    {
        var layer = _aws.Layers[First];
        _aws.Layers[First] = layer with
        {
            Size = layer.Size + more,
            Sha256 = hasOtherHash ? _aws.Layers[Second].Sha256 : layer.Sha256,
        };

        await AssertFailsAsync(First, reason);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_archive_that_tries_something_is_refused()
    {
        _aws.Layers[First] = new ServedLayer(LayerContents.Of(("../evil", "x")));
        await AssertFailsAsync($"layer `{First}` cannot be unpacked", "leads outside");
    }

    [Fact(Timeout = 60_000)]
    public async Task Content_whose_address_has_run_out_names_the_status()
    {
        _aws.RefusesContent = true;
        await AssertFailsAsync(First, "`localhost` answers with status 403");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(403, "AccessDeniedException", "cannot be fetched: AccessDeniedException: no", "lambda:GetLayerVersion")]
    [InlineData(404, "ResourceNotFoundException", "was not found", "is the version right")]
    [InlineData(400, "ExpiredTokenException", "cannot be fetched: ExpiredTokenException", "aws sso login")]
    [InlineData(500, "ServiceException", "cannot be fetched: ServiceException: no", "aws sts get-caller-identity")]
    public async Task A_refusal_says_what_to_do(int status, string code, string reason, string hint)
    {
        _aws.Refusal = (status, code, "no");
        Assert.Contains(hint, (await AssertFailsAsync($"layer `{First}`", reason)).Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_partition_has_accounts_of_its_own()
    {
        const string China = "arn:aws-cn:lambda:cn-north-1:123456789012:layer:shared:7";
        _aws.Secrets.Clear();
        var error = await AssertFailsAsync([China], "UnrecognizedClientException");
        Assert.Contains("`aws-cn` has accounts of its own", error.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_busy_service_and_a_busy_storage_are_asked_again()
    {
        (_aws.BusyAnswers, _aws.RetryAfterSeconds) = (2, 3);

        Assert.Equal("1", TextOf((await PlaceAsync(FunctionWith(First))).Layers[0]));
        Assert.Equal(2, _aws.ContentRequests.Count());
        Assert.Equal(4, _aws.Requests.Count);
        Assert.Equal([3, 3], _home.Time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_service_that_is_busy_for_long_is_not_waited_for()
    {
        (_aws.BusyAnswers, _aws.RetryAfterSeconds) = (99, 60);

        await AssertFailsAsync($"layer `{First}` cannot be fetched: TooManyRequestsException");
        Assert.Single(_aws.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_part_that_was_not_asked_for_is_loaded_anew()
    {
        _aws.Layers[First] = new ServedLayer(LayerContents.Of(("file", new string('x', 1000)), ("other", "y")));
        var isFirst = true;
        _aws.BeforeContent = length =>
        {
            (_aws.RangeShift, var cut) = (isFirst ? 1 : 0, isFirst ? 50 : length);
            isFirst = false;
            return Task.FromResult(cut);
        };

        Assert.Equal(new string('x', 1000), TextOf((await PlaceAsync(FunctionWith(First))).Layers[0]));
        Assert.Equal([0, 50, 0], _aws.ContentRequests.Select(request => request.RangeStart));
    }

    [Theory]
    [InlineData("eu-west-1", "https://lambda.eu-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://lambda.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", "https://lambda.us-gov-west-1.amazonaws.com/")]
    public void Without_another_address_a_layer_comes_from_its_own_region(string region, string address)
    {
        using var home = new FakeHome();
        Assert.Equal(address, home.Open().Endpoints.AddressOf(AwsService.Lambda, region).AbsoluteUri);
    }

    [Theory]
    [InlineData("lambda", "eu-west-1", true, false, "https://lambda-fips.eu-west-1.amazonaws.com/")]
    [InlineData("lambda", "eu-west-1", false, true, "https://lambda.eu-west-1.api.aws/")]
    [InlineData("lambda", "us-east-1", true, true, "https://lambda-fips.us-east-1.api.aws/")]
    [InlineData("lambda", "cn-north-1", false, true, "https://lambda.cn-north-1.api.amazonwebservices.com.cn/")]
    [InlineData("lambda", "us-gov-west-1", true, false, "https://lambda-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("sts", "us-gov-west-1", true, false, "https://sts.us-gov-west-1.amazonaws.com/")]
    [InlineData("sts", "us-east-2", true, false, "https://sts-fips.us-east-2.amazonaws.com/")]
    [InlineData("sso", "us-east-2", true, true, "https://portal.sso-fips.us-east-2.api.aws/")]
    public void Federal_and_dual_stack_addresses_are_used_where_they_are_asked_for(
        string name, string region, bool isFips, bool isDualStack, string address)
    {
        AwsService[] services = [AwsService.Lambda, AwsService.SecurityToken, AwsService.SingleSignOn];
        var service = services.Single(one => one.SettingsName == name);
        using var shell = new FakeHome().Shell("AWS_USE_FIPS_ENDPOINT", $"{isFips}").Shell("AWS_USE_DUALSTACK_ENDPOINT", $"{isDualStack}");
        using var files = new FakeHome().Config(
            $"[default]\nuse_fips_endpoint = {isFips}\nuse_dualstack_endpoint = {isDualStack}\n");

        Assert.Equal(address, shell.Open().Endpoints.AddressOf(service, region).AbsoluteUri);
        Assert.Equal(address, files.Open().Endpoints.AddressOf(service, region).AbsoluteUri);
        files.Shell("AWS_USE_FIPS_ENDPOINT", "false").Shell("AWS_USE_DUALSTACK_ENDPOINT", "false");
        Assert.DoesNotContain("-fips", files.Open().Endpoints.AddressOf(service, region).AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_listening_is_a_network_that_is_missing()
    {
        _home.Shell("AWS_ENDPOINT_URL_LAMBDA", "http://localhost:1");
        var error = await AssertFailsAsync(First, "`localhost` cannot be reached");
        Assert.Contains("is there a network", error.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_credentials_nothing_is_asked()
    {
        _home.Credentials("");
        var error = await AssertFailsAsync(
            $"layer `{First}` has to be fetched from AWS once, and there are no credentials");
        Assert.Contains("aws sso login", error.Hint, StringComparison.Ordinal);
        Assert.Contains("--profile", error.Hint, StringComparison.Ordinal);
        Assert.Contains("local folder", error.Hint, StringComparison.Ordinal);
        Assert.Empty(_aws.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failure_of_one_layer_ends_the_others()
    {
        var never = new TaskCompletionSource<int>();
        _aws.BeforeContent = _ => never.Task;
        _aws.Layers.TryRemove(Second, out _);
        await AssertFailsAsync([First, Second], $"layer `{Second}` was not found");
    }

    [Fact(Timeout = 60_000)]
    public async Task An_interruption_leaves_nothing()
    {
        using var interruption = new CancellationTokenSource();
        _aws.BeforeContent = async _ =>
        {
            await interruption.CancelAsync();
            return 10;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Layers().PlaceAsync(FunctionWith(First), _warnings.Enqueue, interruption.Token));
        AssertNothingLeft();
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_at_once_share_a_download()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PlaceAsync(FunctionWith(First))));
        Assert.Single(_aws.ContentRequests);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_here_is_fetched_again_when_asked_for()
    {
        await PlaceAsync(FunctionWith(First));
        _aws.Layers[First] = new ServedLayer(LayerContents.Of(("file", "new")));

        Assert.Equal("1", TextOf((await PlaceAsync(FunctionWith(First))).Layers[0]));
        Assert.Equal("new", TextOf((await PlaceAsync(FunctionWith(First), refreshes: true)).Layers[0]));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("x86_64", "arm64", true)]
    [InlineData("arm64", "arm64", false)]
    [InlineData("x86_64", null, false)]
    public async Task A_layer_for_another_architecture_is_told_every_time(string function, string? layer, bool isTold)
    {
        _aws.Layers[First] = _aws.Layers[First] with { Architectures = layer is null ? [] : [layer] };
        await PlaceAsync(FunctionWith(First) with { Architecture = function });
        await PlaceAsync(FunctionWith(First) with { Architecture = function });

        Assert.Equal(isTold ? 2 : 0, _warnings.Count);
        Assert.All(_warnings, warning => Assert.Contains("is made for arm64", warning.Message, StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("us-west-2", true)]
    [InlineData("eu-west-1", false)]
    [InlineData(null, false)]
    public async Task A_layer_of_another_region_than_the_chosen_one_is_told(string? region, bool isTold)
    {
        if (region is not null)
        {
            _home.Shell("AWS_REGION", region);
        }

        await PlaceAsync(FunctionWith(First));
        Assert.Equal(isTold ? 1 : 0, _warnings.Count);
        Assert.All(_warnings, warning => Assert.Contains("not of the region", warning.Message, StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task An_image_takes_no_layers()
    {
        var function = FunctionWith(First) with { Code = new CodeSource.Image("app") };
        Assert.Same(function, await PlaceAsync(function));
        Assert.Empty(_aws.Requests);
    }

    private PublishedLayers Layers(bool refreshes = false) =>
        new(LayerStore.In(Base), _home.Open(), _display, _time) { Refreshes = refreshes };

    private string Base => Path.Join(_home.Path, "layers");

    private Task<Function> PlaceAsync(Function function, bool refreshes = false) =>
        Layers(refreshes).PlaceAsync(function, _warnings.Enqueue, TestContext.Current.CancellationToken);

    private Task<UserErrorException> AssertFailsAsync(params string[] parts) => AssertFailsAsync([First], parts);

    private async Task<UserErrorException> AssertFailsAsync(string[] layers, params string[] parts)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => PlaceAsync(FunctionWith(layers)));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.NotNull(error.Hint);
        AssertNothingLeft();
        return error;
    }

    private void AssertNothingLeft()
    {
        if (Directory.Exists(Base))
        {
            Assert.Equal([".locks"], Directory.GetFileSystemEntries(Base).Select(Path.GetFileName));
        }
    }

    private static string TextOf(Layer layer) =>
        OnDisk.Text(Path.Join(Assert.IsType<LayerContent.Folder>(layer.Content).Path, "file"));

    private static Function FunctionWith(params string[] layers)
    {
        var location = new SourceLocation("template.yaml", 1, 1);
        return new Function
        {
            LogicalId = "F",
            Path = "F",
            Name = "F",
            FunctionId = "F",
            Location = location,
            Code = new CodeSource.Folder("/code"),
            Layers =
            [
                .. layers.Select(arn => LayerVersionArn.TryParse(arn)!)
                    .Select(arn => new Layer(arn.Text, new LayerContent.Published(arn), location)),
            ],
        };
    }

    private sealed class Display : ITransferWatcher
    {
        public ConcurrentQueue<string> Events { get; } = [];

        public ConcurrentQueue<TransferProgress> Progress { get; } = [];

        public void Begin(string title) => Events.Enqueue($"begin {title}");

        public void Advance(TransferProgress progress) => Progress.Enqueue(progress);

        public void End()
        {
            if (!Events.IsEmpty)
            {
                Events.Enqueue("end");
            }
        }
    }
}
