using System.Formats.Tar;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestImage;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>What layers do to each other, and what they cannot do to anybody else.</summary>
public sealed class LayerTests : IDisposable
{
    private readonly TestImageStore _store = new();

    public LayerTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "images are unpacked on Linux");

    public void Dispose() => _store.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Later_layers_lie_on_top_and_keep_modes_times_and_links()
    {
        var root = await _store.UnpackAsync(new TestImage()
            .With(
                Folder("usr/bin"), File("usr/bin/tool", "old", (UnixFileMode)0x1ED), File("etc/conf", "a"),
                Link("bin", "usr/bin"), HardLink("usr/bin/same", "usr/bin/tool"))
            .With(File("bin/new", "through a link"), File("etc/conf", "b", (UnixFileMode)0x180)));

        Assert.Equal("through a link", Read(root, "usr/bin/new"));
        Assert.Equal("usr/bin", new FileInfo(Path.Join(root, "bin")).LinkTarget);
        Assert.Equal("b", Read(root, "etc/conf"));
        Assert.Equal("old", Read(root, "usr/bin/same"));
        Assert.Equal("755", UnixMode.Of(Path.Join(root, "usr/bin/tool")));
        Assert.Equal("600", UnixMode.Of(Path.Join(root, "etc/conf")));
        Assert.Equal(
            new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc), System.IO.File.GetLastWriteTimeUtc(Path.Join(root, "usr/bin/tool")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Marks_remove_what_lower_layers_have_and_nothing_of_their_own()
    {
        var root = await _store.UnpackAsync(new TestImage()
            .With(File("gone", "x"), File("dir/a", "x"), File("dir/b", "x"), File("dir/sub/c", "x"), File("opaque/old", "x"), File("opaque/deep/old", "x"))
            .With(
                File(".wh.gone", ""), File("dir/.wh.a", ""), File("dir/.wh.sub", ""),
                File("opaque/new", "n"), File("opaque/deep/new", "n"), File("opaque/.wh..wh..opq", ""), File(".wh..wh.aufs", "")));

        Assert.Equal(["b"], Names(root, "dir"));
        Assert.Equal(["deep", "new"], Names(root, "opaque"));
        Assert.Equal(["new"], Names(root, "opaque/deep"));
        Assert.DoesNotContain(Names(root, ""), name => name is "gone" || name.StartsWith(".wh.", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_folder_replaces_a_file_and_a_file_a_folder()
    {
        var root = await _store.UnpackAsync(new TestImage()
            .With(File("a", "x"), File("b/c", "x"), Link("l", "b"))
            .With(Folder("a"), File("a/in", "1"), File("b", "2"), Folder("l"), File("l/own", "3")));

        Assert.Equal("1", Read(root, "a/in"));
        Assert.Equal("2", Read(root, "b"));
        Assert.Equal("3", Read(root, "l/own"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Rights_devices_and_pipes_are_left_out()
    {
        var root = await _store.UnpackAsync(new TestImage().With(
            File("su", "x", (UnixFileMode)0xDED),
            Folder("locked", 0),
            File("locked/in", "x", 0),
            new PaxTarEntry(TarEntryType.CharacterDevice, "null") { DeviceMajor = 1, DeviceMinor = 3 },
            new PaxTarEntry(TarEntryType.Fifo, "pipe")));

        Assert.Equal("755", UnixMode.Of(Path.Join(root, "su")));
        Assert.Equal("700", UnixMode.Of(Path.Join(root, "locked")));
        Assert.Equal("x", Read(root, "locked/in"));
        Assert.False(Path.Exists(Path.Join(root, "null")) || Path.Exists(Path.Join(root, "pipe")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("..")]
    public async Task A_name_that_leads_outside_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(
            () => _store.UnpackAsync(new TestImage().With(File(name, "x"))));

        Assert.Contains("outside", error.Message, StringComparison.Ordinal);
        Assert.Empty(_store.Unfinished());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/etc", "etc/planted-by-samlet-test")]
    [InlineData("../../../../../../etc", "etc/planted-by-samlet-test")]
    [InlineData("../..", "planted-by-samlet-test")]
    [InlineData("/", "planted-by-samlet-test")]
    [InlineData("./../er/../../other", "other/planted-by-samlet-test")]
    public async Task A_link_that_leads_outside_leads_to_the_root_of_the_image(string target, string place)
    {
        var root = await _store.UnpackAsync(new TestImage().With(
            Folder("deep/er"), Link("deep/er/link", target), File("deep/er/link/planted-by-samlet-test", "x")));

        Assert.True(Path.Exists(Path.Join(root, place)));
        Assert.False(Path.Exists("/etc/planted-by-samlet-test") || Path.Exists("/planted-by-samlet-test"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_to_files_outside_are_not_written_through()
    {
        var victim = _store.Folder.Write("victim", "mine");

        var root = await _store.UnpackAsync(new TestImage()
            .With(Link("link", victim), Link("links", Path.GetDirectoryName(victim)!))
            .With(File("link", "theirs"), File("links/victim", "theirs")));

        Assert.Equal("mine", OnDisk.Text(victim));
        Assert.Equal("theirs", Read(root, "link"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("missing")]
    [InlineData("dir")]
    [InlineData(".")]
    public async Task A_hard_link_to_anything_but_a_file_of_the_image_is_refused(string target) =>
        _ = await Assert.ThrowsAsync<UserErrorException>(
            () => _store.UnpackAsync(new TestImage().With(Folder("dir"), HardLink("link", target))));

    [Fact(Timeout = 60_000)]
    public async Task Links_in_circles_are_refused()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(
            () => _store.UnpackAsync(new TestImage().With(Link("a", "b"), Link("b", "a"), File("a/x", ""))));

        Assert.Contains("circles", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(".wh.")]
    [InlineData(".wh...")]
    [InlineData("a/.wh..")]
    public async Task A_mark_without_a_name_is_refused(string name) =>
        _ = await Assert.ThrowsAsync<UserErrorException>(
            () => _store.UnpackAsync(new TestImage().With(Folder("a"), File(name, ""))));

    [Fact(Timeout = 60_000)]
    public async Task A_mark_removes_a_link_and_not_what_it_leads_to()
    {
        var victim = _store.Folder.Write("victims/one", "mine");

        _ = await _store.UnpackAsync(new TestImage()
            .With(Link("link", Path.GetDirectoryName(victim)!), Link("other", Path.GetDirectoryName(victim)!))
            .With(File(".wh.link", ""), File("other/.wh..wh..opq", "")));

        Assert.Equal("mine", OnDisk.Text(victim));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_long_name_and_an_old_archive_format_are_read()
    {
        var name = string.Join('/', Enumerable.Repeat("ein-langer-ordnername", 12)) + "/ä";
        using var content = new MemoryStream();
        using (var writer = new TarWriter(content, TarEntryFormat.Gnu, leaveOpen: true))
        {
            var stop = TestContext.Current.CancellationToken;
            using var gnu = new MemoryStream("gnu"u8.ToArray());
            using var old = new MemoryStream("7"u8.ToArray());
            await writer.WriteEntryAsync(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = gnu }, stop);
            await writer.WriteEntryAsync(new V7TarEntry(TarEntryType.V7RegularFile, "v7") { DataStream = old }, stop);
        }

        var root = await _store.UnpackAsync(new TestImage().WithLayer(content.ToArray()));

        Assert.Equal("gnu", Read(root, name));
        Assert.Equal("7", Read(root, "v7"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Every_root_has_the_places_that_a_sandbox_mounts_on()
    {
        var root = await _store.UnpackAsync(new TestImage().With(Link("var", "/elsewhere"), Link("etc/resolv.conf", "/run/resolv.conf")));

        Assert.All(["proc", "dev", "tmp", "opt", "elsewhere/task"], name => Assert.True(Directory.Exists(Path.Join(root, name))));
        Assert.Null(new FileInfo(Path.Join(root, "etc/resolv.conf")).LinkTarget);
    }

    private static string Read(string root, string name) => OnDisk.Text(Path.Join(root, name));

    private static IEnumerable<string> Names(string root, string folder) =>
        Directory.EnumerateFileSystemEntries(Path.Join(root, folder))
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);
}
