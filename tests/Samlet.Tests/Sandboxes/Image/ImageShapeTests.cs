using System.Text;
using System.Text.Json.Nodes;
using Samlet.Sandboxes.Image;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestImage;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>What tools write around an image: lists of lists, attestations, two formats at once.</summary>
public sealed class ImageShapeTests : IAsyncDisposable
{
    private const string OciIndex = "application/vnd.oci.image.index.v1+json";

    private readonly TestImageStore _store = new();
    private readonly TestImage _image = new TestImage().With(File("one", "1"));

    public ImageShapeTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "images are unpacked on Linux");

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact(Timeout = 60_000)]
    public async Task A_layout_with_a_list_below_its_list_and_attestations_is_read()
    {
        var folder = _store.Folder.PathOf("layout");
        var inner = WithAttestation(_image);
        _ = _image.WriteLayout(folder);
        WriteBlob(folder, inner);
        WriteIndex(folder, IndexOf(Descriptor(inner, OciIndex)));

        Assert.Equal("1", await ReadAsync("layout"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_registry_with_a_list_below_its_list_and_attestations_is_read()
    {
        await using var registry = new RegistryStub();
        var inner = WithAttestation(_image);
        var name = registry.Add("app", "1", _image);
        registry.Content[$"/v2/app/manifests/{DigestOf(inner)}"] = inner;
        registry.Content["/v2/app/manifests/1"] = IndexOf(Descriptor(inner, OciIndex));

        Assert.Equal("1", await ReadAsync(name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Lists_without_an_end_are_refused()
    {
        await using var registry = new RegistryStub();
        var list = _image.ManifestBytes();
        for (var level = 0; level < 10; level++)
        {
            list = IndexOf(Descriptor(list, OciIndex));
            registry.Content[$"/v2/app/manifests/{DigestOf(list)}"] = list;
            registry.Content["/v2/app/manifests/1"] = list;
        }

        var error = await _store.FailAsync($"{registry.Host}/app:1");

        Assert.Contains("list of lists", error.Message, StringComparison.Ordinal);
        Assert.InRange(registry.Requests.Count, 2, 10);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_docker_saves_today_has_both_formats_and_compressed_layers()
    {
        var folder = _store.Folder.PathOf("both");
        _ = _image.WriteLayout(folder);
        _store.Folder.Write("both/manifest.json", new JsonArray(new JsonObject
        {
            ["Config"] = BlobPath(_image.Config),
            ["RepoTags"] = new JsonArray("ratings:latest"),
            ["Layers"] = new JsonArray([.. _image.Layers.Select(layer => (JsonNode)BlobPath(layer))]),
        }).ToJsonString());
        var archive = _store.Folder.PathOf("both.tar");
        await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(
            folder, archive, includeBaseDirectory: false, TestContext.Current.CancellationToken);

        Assert.Equal("1", await ReadAsync("both.tar"));
        Assert.Equal("1", await ReadAsync("both.tar:latest"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Layers_that_are_not_compressed_are_read()
    {
        var image = new TestImage().WithLayer(_image.UnpackedLayers[0], isCompressed: false);
        _ = image.WriteLayout(_store.Folder.PathOf("layout"));

        Assert.Equal("1", await ReadAsync("layout"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("{}")]
    [InlineData("""{"Env":null,"Cmd":null,"Entrypoint":null,"WorkingDir":null}""")]
    [InlineData("""{"Env":[],"Cmd":[],"Entrypoint":[],"WorkingDir":""}""")]
    [InlineData("""{"Env":5,"Cmd":"text","Entrypoint":{},"WorkingDir":[]}""")]
    public async Task An_image_that_says_nothing_of_itself_has_no_command(string settings)
    {
        _image.Settings.Clear();
        foreach (var (name, value) in JsonNode.Parse(settings)!.AsObject())
        {
            _image.Settings[name] = value?.DeepClone();
        }

        var found = (await _store.OpenAsync(_image.WriteLayout(_store.Folder.PathOf("layout")))).Settings;

        Assert.Empty(found.Environment);
        Assert.Equal(0, found.Command.Count + found.EntryPoint.Count + found.WorkingFolder.Length);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_tag_that_has_moved_is_seen_by_a_refresh_only_and_the_old_image_serves_without_network()
    {
        string name;
        await using (var registry = new RegistryStub())
        {
            name = registry.Add("app", "1", _image);
            Assert.Equal("1", await ReadAsync(name));
            _ = registry.Add("app", "1", new TestImage().With(File("one", "2")));

            Assert.Equal("1", await ReadAsync(name));
            Assert.Equal("1", await ReadAsync(name, request => request with { MayPull = false }));
            Assert.Equal("2", await ReadAsync(name, request => request with { IsRefresh = true }));
        }

        Assert.Equal("2", await ReadAsync(name));
    }

    private async Task<string> ReadAsync(string name, Func<ImageRequest, ImageRequest>? change = null) =>
        OnDisk.Text(Path.Join((await _store.FindAsync(name, change: change))!.Folder, "one"));

    /// <summary>As buildx writes it, with what is known of the making, for a platform that nobody has.</summary>
    private static byte[] WithAttestation(TestImage image)
    {
        var index = JsonNode.Parse(image.IndexBytes(OciIndex))!;
        var attestation = Descriptor("{}"u8.ToArray(), OciManifest);
        attestation["platform"] = new JsonObject { ["os"] = "unknown", ["architecture"] = "unknown" };
        attestation["annotations"] = new JsonObject { ["vnd.docker.reference.type"] = "attestation-manifest" };
        index["manifests"]!.AsArray().Insert(0, attestation);
        return Encoding.UTF8.GetBytes(index.ToJsonString());
    }

    private static byte[] IndexOf(JsonObject descriptor) => Encoding.UTF8.GetBytes(
        new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(descriptor) }.ToJsonString());

    private static string BlobPath(byte[] content) => $"blobs/sha256/{DigestOf(content)["sha256:".Length..]}";

    private static void WriteBlob(string folder, byte[] content) =>
        OnDisk.Write(Path.Join(folder, BlobPath(content)), content);

    private static void WriteIndex(string folder, byte[] content) =>
        OnDisk.Write(Path.Join(folder, "index.json"), content);
}
