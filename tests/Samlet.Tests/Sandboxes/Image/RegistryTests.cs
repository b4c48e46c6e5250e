using System.Net;
using System.Text;
using Samlet.Sandboxes.Image;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestImage;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>Pulling from registries that behave as registries at their worst do.</summary>
public sealed class RegistryTests : IAsyncDisposable
{
    private readonly TestImageStore _store = new();
    private readonly RegistryStub _registry = new();
    private readonly TestImage _image = new TestImage()
        .With(TestImage.File("one", RandomBytes(300_000)))
        .With(TestImage.File("two", "2"));

    public RegistryTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "images are unpacked on Linux");

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _store.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task An_image_is_pulled_once_and_then_nothing_is_asked()
    {
        var name = _registry.Add("app", "1", _image);
        var root = await _store.OpenAsync(name);
        var asked = _registry.Requests.Count;

        Assert.Equal(root.Folder, (await _store.OpenAsync(name)).Folder);
        Assert.Equal(asked, _registry.Requests.Count);
        Assert.Equal("2", OnDisk.Text(Path.Join(root.Folder, "two")));
        Assert.Contains(_store.Told, title => title.Contains(name, StringComparison.Ordinal));
        Assert.Contains(_store.Progress, progress => progress.Received == progress.Total && progress.Total > 300_000);
    }

    [Fact(Timeout = 60_000)]
    public async Task Images_share_layers_and_a_refresh_takes_only_what_is_new()
    {
        _ = await _store.OpenAsync(_registry.Add("app", "1", _image));
        var changed = new TestImage().WithLayer(_image.UnpackedLayers[0]).With(TestImage.File("two", "3"));
        var name = _registry.Add("app", "1", changed);
        var asked = _registry.Requests.Count;

        var root = await _store.FindAsync(name, change: request => request with { IsRefresh = true });

        Assert.Equal("3", OnDisk.Text(Path.Join(root!.Folder, "two")));
        Assert.DoesNotContain(
            _registry.Requests.Skip(asked),
            request => request.EndsWith(DigestOf(_image.Layers[0]), StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_pulls_at_once_load_everything_once()
    {
        var name = _registry.Add("app", "1", _image);

        _ = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _store.OpenAsync(name)));

        var blobs = _registry.Requests.Where(request => request.Contains("/blobs/", StringComparison.Ordinal)).ToList();
        Assert.Equal(blobs.Distinct().Count(), blobs.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("application/vnd.oci.image.index.v1+json")]
    [InlineData("application/vnd.docker.distribution.manifest.list.v2+json")]
    public async Task Of_several_platforms_the_one_of_this_machine_is_taken(string mediaType)
    {
        var other = new TestImage { Architecture = "s390x" }.With(TestImage.File("two", "other"));
        _ = _registry.Add("app", "a", other);
        var name = _registry.Add("app", "1", _image);
        _registry.Content["/v2/app/manifests/1"] = _image.IndexBytes(mediaType, other);

        Assert.Equal("2", OnDisk.Text(Path.Join((await _store.OpenAsync(name)).Folder, "two")));
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _store.OpenAsync(name, new ImagePlatform("mips")));
        Assert.Contains("`linux/s390x`", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broken_connection_is_gone_on_with_where_it_broke()
    {
        var name = _registry.Add("app", "1", _image);
        var cuts = 3;
        _registry.CutAfter = () => cuts-- > 0 ? 70_000 : int.MaxValue;

        var root = await _store.OpenAsync(name);

        Assert.Equal(300_000, new FileInfo(Path.Join(root.Folder, "one")).Length);
        Assert.Contains(_registry.Requests, request => request.Contains("bytes=", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_registry_without_ranges_sends_all_again()
    {
        var name = _registry.Add("app", "1", _image);
        var cuts = 2;
        (_registry.KnowsRanges, _registry.CutAfter) = (false, () => cuts-- > 0 ? 70_000 : int.MaxValue);

        Assert.Equal(300_000, new FileInfo(Path.Join((await _store.OpenAsync(name)).Folder, "one")).Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_later_run_goes_on_with_what_an_earlier_one_left()
    {
        var name = _registry.Add("app", "1", _image);
        var blob = _image.Layers[0];
        var path = Path.Join(_store.Cache.Subfolder("blobs"), DigestOf(blob)["sha256:".Length..] + ".part");
        OnDisk.Write(path, blob[..100_000]);

        _ = await _store.OpenAsync(name);

        Assert.Contains($"GET /v2/app/blobs/{DigestOf(blob)} bytes=100000-", _registry.Requests);
        Assert.Empty(_store.Unfinished());
    }

    [Fact(Timeout = 60_000)]
    public async Task Left_over_rubbish_is_loaded_anew()
    {
        var name = _registry.Add("app", "1", _image);
        var path = Path.Join(_store.Cache.Subfolder("blobs"), DigestOf(_image.Layers[0])["sha256:".Length..] + ".part");
        OnDisk.Write(path, RandomBytes(100_000));

        Assert.Equal(300_000, new FileInfo(Path.Join((await _store.OpenAsync(name)).Folder, "one")).Length);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("wrong", "digest")]
    [InlineData("long", "bytes")]
    [InlineData("short", "bytes")]
    public async Task Content_that_is_not_what_its_digest_says_is_an_error_and_not_kept(string fault, string word)
    {
        var name = _registry.Add("app", "1", _image);
        var blob = _image.Layers[0];
        _registry.Content[$"/v2/app/blobs/{DigestOf(blob)}"] = fault switch
        {
            "long" => [.. blob, 1],
            "short" => blob[..^1],
            _ => [.. blob[..^1], (byte)~blob[^1]],
        };

        var error = await _store.FailAsync(name);

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_store.Unfinished(), path => new FileInfo(path).Length > 0);
        Assert.Empty(Directory.GetDirectories(_store.Cache.Subfolder("roots")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_manifest_must_have_the_digest_it_is_asked_for()
    {
        _ = _registry.Add("app", "1", _image);
        var digest = DigestOf("another"u8.ToArray());
        _registry.Content[$"/v2/app/manifests/{digest}"] = _image.ManifestBytes();

        Assert.Contains("digest", (await _store.FailAsync($"{_registry.Host}/app@{digest}")).Message, StringComparison.Ordinal);
        _ = await _store.OpenAsync($"{_registry.Host}/app@{DigestOf(_image.ManifestBytes())}");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""")]
    [InlineData("""{"schemaVersion":2,"config":{"digest":"sha256:xyz","size":1},"layers":[]}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[]}""")]
    [InlineData("""{"schemaVersion":2,"manifests":[{"digest":5}]}""")]
    public async Task A_broken_manifest_is_an_error(string manifest)
    {
        _registry.Content["/v2/app/manifests/1"] = Encoding.UTF8.GetBytes(manifest);
        _ = await _store.FailAsync($"{_registry.Host}/app:1");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(404, "there is no image", null)]
    [InlineData(403, "does not let", "docker login")]
    [InlineData(429, "no more requests", "--invoke-image")]
    [InlineData(500, "status 500", null)]
    public async Task A_refusal_says_what_to_do(int status, string message, string? hint)
    {
        _registry.Intervene = context => (context.Response.StatusCode = status) > 0;

        var error = await _store.FailAsync($"{_registry.Host}/app:1");

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint ?? "", error.Hint ?? "", StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(429, null, 0.5)]
    [InlineData(503, "7", 7)]
    [InlineData(502, "Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    public async Task A_busy_registry_is_asked_again(int status, string? retryAfter, double seconds)
    {
        var name = _registry.Add("app", "1", _image);
        var refusals = 2;
        _registry.Intervene = context => refusals-- > 0 && Busy(context, status, retryAfter);

        _ = await _store.OpenAsync(name);

        Assert.Equal(TimeSpan.FromSeconds(seconds), _store.Time.Waits.FirstOrDefault());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("3600", 1)]
    [InlineData("15", 2)]
    [InlineData(null, 4)]
    public async Task A_registry_that_stays_busy_is_given_up(string? retryAfter, int requests)
    {
        _registry.Intervene = context => Busy(context, 429, retryAfter);

        Assert.Contains("no more requests", (await _store.FailAsync($"{_registry.Host}/app:1")).Message, StringComparison.Ordinal);
        Assert.Equal(requests, _registry.Requests.Count);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(-100, true)]
    public async Task Parts_that_are_short_or_others_than_asked_for_do_no_harm(int shift, bool isLoadedAnew)
    {
        var name = _registry.Add("app", "1", _image);
        var blob = _image.Layers[0];
        var path = Path.Join(_store.Cache.Subfolder("blobs"), DigestOf(blob)["sha256:".Length..] + ".part");
        OnDisk.Write(path, blob[..100_000]);
        _registry.Intervene = context => SendPart(context, blob, shift);

        var root = await _store.OpenAsync(name);

        Assert.Equal(300_000, new FileInfo(Path.Join(root.Folder, "one")).Length);
        Assert.Equal(isLoadedAnew, _registry.Requests.Contains($"GET /v2/app/blobs/{DigestOf(blob)}"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_registry_that_is_not_there_is_an_error_that_names_it()
    {
        var host = $"127.0.0.1:{RegistryStub.FreePort()}";
        Assert.Contains("127.0.0.1", (await _store.FailAsync($"{host}/app:1")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_redirection_does_not_carry_the_login()
    {
        var name = _registry.Add("app", "1", _image);
        await using var storage = new RegistryStub();
        _store.Folder.Write(".docker/config.json", $$$"""{"auths": {"{{{_registry.Host}}}": {"username": "me", "password": "secret"} } }""");
        foreach (var (path, content) in _registry.Content)
        {
            storage.Content[path] = content;
        }

        _registry.Intervene = context => RequireBasic(context) || RedirectBlob(context, storage.Host);

        _ = await _store.OpenAsync(name);

        Assert.All(storage.Authorizations, Assert.Null);
        Assert.NotEmpty(storage.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_pull_is_left_out_when_it_is_not_allowed()
    {
        var name = _registry.Add("app", "1", _image);

        Assert.Null(await _store.FindAsync(name, change: request => request with { MayPull = false }));
        Assert.Empty(_registry.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("http://registry.example/token")]
    [InlineData("")]
    public async Task A_login_goes_to_safe_addresses_only(string realm)
    {
        _registry.Intervene = context =>
        {
            context.Response.StatusCode = 401;
            context.Response.AddHeader("WWW-Authenticate", $"Bearer realm=\"{realm}\",service=\"s\"");
            return true;
        };

        Assert.Contains("not a safe address", (await _store.FailAsync($"{_registry.Host}/app:1")).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_full_disk_is_said_and_nothing_half_done_is_left()
    {
        var small = Environment.GetEnvironmentVariable("SAMLET_TEST_SMALL_DISK");
        Assert.SkipUnless(small is not null, "needs a small file system of its own (SAMLET_TEST_SMALL_DISK)");
        using var store = new TestImageStore { Cache = new CacheFolder(Path.Join(small, Guid.NewGuid().ToString("N"))) };
        var image = new TestImage().With(TestImage.File("big", new byte[64 * 1024 * 1024]));

        var unpacking = await store.FailAsync(_registry.Add("zeros", "1", image));
        var loading = await store.FailAsync(_registry.Add("noise", "1", new TestImage().With(TestImage.File("big", RandomBytes(32 * 1024 * 1024)))));

        Assert.All([unpacking, loading], error => Assert.Contains("no room is left", error.Message, StringComparison.Ordinal));
        Assert.Empty(store.Unfinished());
        Directory.Delete(store.Cache.Path, recursive: true);
    }

    private static bool Busy(HttpListenerContext context, int status, string? retryAfter)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.AddHeader("Retry-After", retryAfter);
        }

        return true;
    }

    /// <summary>At most 50,000 bytes, from a place beside the one that was asked for.</summary>
    private static bool SendPart(HttpListenerContext context, byte[] blob, int shift)
    {
        if (context.Request.Headers["Range"] is not { } range)
        {
            return false;
        }

        var start = int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture) + shift;
        var part = blob.AsSpan(start, Math.Min(50_000, blob.Length - start));
        context.Response.StatusCode = 206;
        context.Response.Headers["Content-Range"] = $"bytes {start}-{start + part.Length - 1}/{blob.Length}";
        context.Response.ContentLength64 = part.Length;
        context.Response.OutputStream.Write(part);
        return true;
    }

    private static bool RequireBasic(HttpListenerContext context)
    {
        if (context.Request.Headers["Authorization"] is not null)
        {
            return false;
        }

        context.Response.StatusCode = 401;
        context.Response.AddHeader("WWW-Authenticate", "Basic realm=\"x\"");
        return true;
    }

    private static bool RedirectBlob(HttpListenerContext context, string host)
    {
        if (!context.Request.Url!.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal))
        {
            return false;
        }

        context.Response.Redirect($"http://{host}{context.Request.Url.AbsolutePath}");
        return true;
    }

    private static byte[] RandomBytes(int count) => System.Security.Cryptography.RandomNumberGenerator.GetBytes(count);
}
