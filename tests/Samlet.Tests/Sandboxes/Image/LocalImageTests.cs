using System.Text;
using Samlet.Sandboxes.Image;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestImage;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>Images that lie on this computer as files.</summary>
public sealed class LocalImageTests : IDisposable
{
    private readonly TestImageStore _store = new();
    private readonly TestImage _image = new TestImage().With(File("one", "1")).With(File("two", "2"));

    public LocalImageTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "images are unpacked on Linux");

    public void Dispose() => _store.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("layout")]
    [InlineData("layout:latest")]
    [InlineData("oci:layout")]
    [InlineData("./layout")]
    [InlineData("layout.tar")]
    [InlineData("oci-archive:layout.tar:latest")]
    [InlineData("saved.tar")]
    [InlineData("docker-archive:saved.tar")]
    [InlineData("saved.tar:latest")]
    public async Task Layouts_and_archives_are_found_by_path(string name)
    {
        _ = _image.WriteLayoutArchive(_store.Folder.PathOf("layout.tar"), _store.Folder.PathOf("layout"));
        _ = _image.WriteSaved(_store.Folder.PathOf("saved.tar"));

        var root = await _store.OpenAsync(name);

        Assert.Equal("1", OnDisk.Text(Path.Join(root.Folder, "one")));
        Assert.Equal("2", OnDisk.Text(Path.Join(root.Folder, "two")));
        Assert.Equal(["/bin/sh"], root.Settings.Command);
        Assert.Equal([new("PATH", "/bin")], root.Settings.Environment);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_layers_share_one_root_and_are_unpacked_once()
    {
        _ = _image.WriteLayoutArchive(_store.Folder.PathOf("layout.tar"), _store.Folder.PathOf("layout"));
        var first = await _store.OpenAsync("layout");
        OnDisk.Write(Path.Join(first.Folder, "one"), "not unpacked again");

        var second = await _store.OpenAsync(_image.WriteSaved(_store.Folder.PathOf("saved.tar")));

        Assert.Equal(first.Folder, second.Folder);
        Assert.Equal("not unpacked again", OnDisk.Text(Path.Join(second.Folder, "one")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_look_reads_nothing_and_a_changed_archive_is_read_again()
    {
        var file = _image.WriteSaved(_store.Folder.PathOf("saved.tar"));
        var first = await _store.OpenAsync(file);
        var told = _store.Told.Count;

        Assert.Equal(first.Folder, (await _store.OpenAsync(file)).Folder);
        Assert.Equal(told, _store.Told.Count);

        _ = new TestImage().With(File("other", "3")).WriteSaved(file);
        Assert.NotEqual(first.Folder, (await _store.OpenAsync(file)).Folder);
    }

    [Fact(Timeout = 60_000)]
    public async Task Many_at_once_make_one_root()
    {
        var file = _image.WriteSaved(_store.Folder.PathOf("saved.tar"));

        var roots = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _store.OpenAsync(file)));

        Assert.Single(roots.Select(root => root.Folder).Distinct());
        Assert.Empty(_store.Unfinished());
    }

    [Fact(Timeout = 60_000)]
    public async Task An_image_for_another_processor_is_an_error_that_names_both()
    {
        _ = new TestImage { Architecture = "riscv64" }.With(File("x", "")).WriteLayout(_store.Folder.PathOf("layout"));

        var error = await _store.FailAsync("layout");

        Assert.Contains("`linux/riscv64`", error.Message, StringComparison.Ordinal);
        Assert.Contains(ImagePlatform.OfThisMachine.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Of_several_images_one_has_to_be_named()
    {
        var folder = _store.Folder.PathOf("layout");
        _ = _image.WriteLayout(folder, "one");
        var index = System.Text.Json.Nodes.JsonNode.Parse(OnDisk.Text(Path.Combine(folder, "index.json")))!;
        var other = index["manifests"]![0]!.DeepClone();
        other["annotations"]!["org.opencontainers.image.ref.name"] = "other";
        index["manifests"]!.AsArray().Add(other);
        OnDisk.Write(Path.Combine(folder, "index.json"), index.ToJsonString());

        Assert.Contains("`other`", (await _store.FailAsync("layout")).Message, StringComparison.Ordinal);
        Assert.Contains("`third`", (await _store.FailAsync("layout:third")).Message, StringComparison.Ordinal);
        _ = await _store.OpenAsync("layout:other");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_layer_that_is_not_what_its_digest_says_is_refused_and_leaves_nothing()
    {
        var folder = _image.WriteLayout(_store.Folder.PathOf("layout"));
        var path = Path.Combine(folder, "blobs", "sha256", DigestOf(_image.Layers[1])["sha256:".Length..]);
        var other = new TestImage().With(File("two", "3"));
        var padding = new byte[Math.Max(0, _image.Layers[1].Length - other.Layers[0].Length)];
        OnDisk.Write(path, [.. other.Layers[0], .. padding]);

        var error = await _store.FailAsync("layout");

        Assert.Contains("layer 2", error.Message, StringComparison.Ordinal);
        Assert.Empty(_store.Unfinished());
        Assert.Empty(Directory.GetDirectories(Path.Join(_store.Cache.Path, "roots")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(600)]
    public async Task A_truncated_layer_is_an_error(int length)
    {
        var tar = _image.UnpackedLayers[0][..length];
        var cut = new TestImage().WithLayer(_image.UnpackedLayers[0]);
        var file = cut.WriteSaved(_store.Folder.PathOf("saved.tar"));
        var text = OnDisk.Bytes(new TestImage().WithLayer(tar).WriteSaved(_store.Folder.PathOf("cut.tar")));
        // The configuration of the whole layer over the content of the cut one.
        var whole = Encoding.Latin1.GetString(text).Replace(DigestOf(tar)["sha256:".Length..], DigestOf(_image.UnpackedLayers[0])["sha256:".Length..], StringComparison.Ordinal);
        OnDisk.Write(file, Encoding.Latin1.GetBytes(whole));

        _ = await _store.FailAsync(file);

        Assert.Empty(_store.Unfinished());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("not an archive at all, but long enough to be one block of it")]
    public async Task What_is_no_archive_is_an_error(string text)
    {
        _store.Folder.Write("file.tar", text);
        _ = await _store.FailAsync("file.tar");
    }

    [Fact(Timeout = 60_000)]
    public async Task Zstandard_is_named_with_what_to_do()
    {
        var image = new TestImage().WithLayer([0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0], isCompressed: false);

        var error = await _store.FailAsync(image.WriteLayout(_store.Folder.PathOf("layout")));

        Assert.Contains("Zstandard", error.Message, StringComparison.Ordinal);
        Assert.Contains("gzip", error.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task An_engine_of_this_computer_is_asked_for_a_copy(string engine)
    {
        var file = _image.WriteSaved(_store.Folder.PathOf("kept"));
        _store.Folder.WriteProgram($"bin/{engine}", $"""
            #!/bin/sh
            echo "$@" >> {_store.Folder.PathOf("calls")}
            case $1 in
              image) [ "$5" = ratings:latest ] && echo sha256:1 ;;
              save) cp {file} "$3" ;;
            esac
            """);
        _store.Shell("PATH", $"{_store.Folder.PathOf("bin")}:/usr/bin:/bin");

        var root = await _store.OpenAsync("ratings:latest");
        _ = await _store.OpenAsync("ratings:latest");

        Assert.Equal("1", OnDisk.Text(Path.Join(root.Folder, "one")));
        Assert.Single(OnDisk.Lines(_store.Folder.PathOf("calls")), line => line.StartsWith("save", StringComparison.Ordinal));
        Assert.Null(await _store.FindAsync("others:latest"));
        Assert.Empty(_store.Unfinished());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_bare_name_is_never_asked_of_a_registry() => Assert.Null(await _store.FindAsync("ratings"));
}
