using System.Diagnostics;
using System.Text;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>Layers in every format that tar has had, written by the real program and by hand.</summary>
public sealed class TarFormatTests : IDisposable
{
    private const string Program = "/usr/bin/tar";
    private const int SparseSize = 3_000_000;

    private static readonly string LongName = string.Join('/', Enumerable.Repeat("ein-langer-ordnername", 12)) + "/ä";

    private readonly TestImageStore _store = new();

    public TarFormatTests() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && System.IO.File.Exists(Program), "needs GNU tar at /usr/bin/tar");

    public void Dispose() => _store.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("--format=gnu")]
    [InlineData("--format=posix --sparse-version=0.0")]
    [InlineData("--format=posix --sparse-version=0.1")]
    [InlineData("--format=posix --sparse-version=1.0")]
    public async Task Sparse_files_are_read_with_their_holes(string options)
    {
        var few = WriteSparse("few", [(1_500_000, "middle")]);
        var many = WriteSparse("many", [.. Enumerable.Range(0, 150).Select(index => (index * 16_384, $"part {index}"))]);

        var root = await UnpackAsync($"--sparse {options}", "few", "many", "after");

        Assert.Equal(few, OnDisk.Bytes(Path.Join(root, "few")));
        Assert.Equal(many, OnDisk.Bytes(Path.Join(root, "many")));
        Assert.Equal("after", OnDisk.Text(Path.Join(root, "after")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("v7", false)]
    [InlineData("ustar", false)]
    [InlineData("oldgnu", true)]
    [InlineData("gnu", true)]
    [InlineData("posix", true)]
    public async Task Files_folders_and_links_are_read_in_every_format(string format, bool takesLongNames)
    {
        var name = takesLongNames ? LongName : "folder/ä";
        var file = Source(name, "content");
        _ = System.IO.File.CreateSymbolicLink(_store.Folder.PathOf("tree/link"), name);
        await RunAsync("/bin/ln", file, _store.Folder.PathOf("tree/same"));

        var root = await UnpackAsync($"--format={format}", name, "link", "same");

        Assert.Equal("content", OnDisk.Text(Path.Join(root, "same")));
        Assert.Equal("content", OnDisk.Text(Path.Join(root, name)));
        Assert.Equal(name, new FileInfo(Path.Join(root, "link")).LinkTarget);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("gnu", "@-86400", "1969-12-31T00:00:00")]
    [InlineData("posix", "@-86400.5", "1969-12-30T23:59:59.5")]
    [InlineData("posix", "@1700000000.123456789", "2023-11-14T22:13:20.1234567")]
    [InlineData("gnu", "@9000000000", "2255-03-14T16:00:00")]
    public async Task Large_owners_and_all_times_are_read(string format, string time, string expected)
    {
        _ = Source("file", "x");

        var root = await UnpackAsync($"--format={format} --owner=+4294967294 --group=+3000000 --mtime={time}", "file");

        Assert.Equal(expected, System.IO.File.GetLastWriteTimeUtc(Path.Join(root, "file")).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF"));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("usr//bin/./tool")]
    [InlineData("./usr/bin/tool")]
    [InlineData("/usr/bin/tool")]
    public async Task Names_are_taken_for_what_they_mean(string name)
    {
        var root = await UnpackAsync(new TarBlocks()
            .With('5', "./").With('5', "usr/").With('\0', "usr/bin/").With('0', name, name));

        Assert.Equal(name, OnDisk.Text(Path.Join(root, "usr/bin/tool")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Attributes_that_are_no_text_do_not_hide_what_stands_behind_them()
    {
        var blocks = new TarBlocks()
            .WithRecords(("SCHILY.xattr.user.x", [10, 0, 255, 10, (byte)'5', (byte)'\n']), ("path", "whole/name"u8.ToArray()))
            .With('0', "cut", "x")
            .WithRecords(("linkpath", "name"u8.ToArray()), ("uid", "99999999999"u8.ToArray()), ("path", "whole/link"u8.ToArray()))
            .With('2', "cut", linkName: "cut")
            .WithRecords(("path", []))
            .With('0', "own", "own name");

        var root = await UnpackAsync(blocks);

        Assert.Equal("x", OnDisk.Text(Path.Join(root, "whole/name")));
        Assert.Equal("name", new FileInfo(Path.Join(root, "whole/link")).LinkTarget);
        Assert.Equal("own name", OnDisk.Text(Path.Join(root, "own")));
        Assert.False(Path.Exists(Path.Join(root, "cut")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Headers_of_all_entries_and_unknown_ones_are_passed_over()
    {
        var root = await UnpackAsync(new TarBlocks()
            .With('g', "pax_global_header", "13 path=all\n")
            .With('V', "volume").With('Z', "unknown", "content").With('6', "pipe")
            .With('0', "file", "x"));

        Assert.Equal("x", OnDisk.Text(Path.Join(root, "file")));
        Assert.False(Path.Exists(Path.Join(root, "all")) || Path.Exists(Path.Join(root, "unknown")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_of_a_name_that_are_no_text_are_replaced()
    {
        var root = await UnpackAsync(new TarBlocks()
            .With('0', [.. "caf"u8, 0xe9], "x"u8.ToArray())
            .With('0', "after", "y"));

        Assert.Equal("x", OnDisk.Text(Path.Join(root, "caf\uFFFD")));
        Assert.Equal("y", OnDisk.Text(Path.Join(root, "after")));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_size_of_a_link_or_a_folder_is_not_content()
    {
        static void Size(byte[] header) => TarBlocks.Put(header, 124, "00000001000");

        var root = await UnpackAsync(new TarBlocks()
            .With('0', "file", "x")
            .With('5', "folder"u8.ToArray(), [], change: Size)
            .With('1', "hard"u8.ToArray(), [], "file", Size)
            .With('2', "soft"u8.ToArray(), [], "file", Size)
            .With('0', "after", "y"));

        Assert.Equal("x", OnDisk.Text(Path.Join(root, "hard")));
        Assert.Equal("y", OnDisk.Text(Path.Join(root, "after")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Links_are_made_across_layers_and_lower_content_stays()
    {
        var root = await _store.UnpackAsync(new TestImage()
            .WithLayer(new TarBlocks().With('0', "bin/tool", "lower").With('2', "sbin", linkName: "bin").Bytes)
            .WithLayer(new TarBlocks().With('1', "bin/same", linkName: "sbin/tool").With('0', "bin/tool", "upper").Bytes)
            .WithLayer(new TarBlocks().With('0', "sbin/.wh.tool").With('0', "x").With('0', "x/in", "1").With('0', "x", "2").Bytes));

        Assert.Equal("lower", OnDisk.Text(Path.Join(root, "bin/same")));
        Assert.False(Path.Exists(Path.Join(root, "bin/tool")));
        Assert.Equal("2", OnDisk.Text(Path.Join(root, "x")));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("12 path=out")]
    [InlineData("99 path=out\n")]
    [InlineData("0 path=out\n")]
    [InlineData("-5 path=out\n")]
    [InlineData("9 without\n")]
    [InlineData("20 GNU.sparse.size=x\n")]
    [InlineData("18 GNU.sparse.map\n29 GNU.sparse.realsize=1000\n")]
    public async Task Broken_extended_headers_are_refused(string records) => await RefuseAsync(
        new TarBlocks().With('x', "PaxHeaders/x", records).With('0', "file", "x"));

    [Theory(Timeout = 60_000)]
    [InlineData("10", "0,1,5,9")]
    [InlineData("10", "5,1,0,1")]
    [InlineData("10", "0,9223372036854775807,1,1")]
    [InlineData("9223372036854775807", "9223372036854775800,2")]
    [InlineData("1", "0,2")]
    [InlineData("10", "0,1")]
    [InlineData("10", "0,1,1")]
    [InlineData("10", "0,x")]
    public async Task Broken_lists_of_a_sparse_files_parts_are_refused(string size, string map) => await RefuseAsync(
        new TarBlocks()
            .WithRecords(("GNU.sparse.size", Encoding.ASCII.GetBytes(size)), ("GNU.sparse.map", Encoding.ASCII.GetBytes(map)))
            .With('0', "file", "xy"));

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("5\n1\n")]
    [InlineData("99999999999999999999\n")]
    [InlineData("999999999\n0\n")]
    [InlineData("a\n")]
    public async Task Broken_lists_in_the_content_are_refused(string list) => await RefuseAsync(
        new TarBlocks()
            .WithRecords(("GNU.sparse.major", "1"u8.ToArray()), ("GNU.sparse.realsize", "10"u8.ToArray()))
            .With('0', "file", list));

    [Theory(Timeout = 60_000)]
    [InlineData(124, "zzz")]
    [InlineData(124, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData(124, "\u0080\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff")]
    [InlineData(124, "77777777777")]
    public async Task Impossible_sizes_are_refused(int offset, string text) => await RefuseAsync(
        new TarBlocks().With('0', "file"u8.ToArray(), [], change: header => TarBlocks.Put(header, offset, text)));

    private async Task RefuseAsync(TarBlocks blocks)
    {
        _ = await Assert.ThrowsAsync<UserErrorException>(() => UnpackAsync(blocks));
        Assert.Empty(_store.Unfinished());
    }

    private Task<string> UnpackAsync(TarBlocks blocks) => _store.UnpackAsync(new TestImage().WithLayer(blocks.Bytes));

    private async Task<string> UnpackAsync(string options, params string[] names)
    {
        _ = Source("after", "after");
        var file = _store.Folder.PathOf("layer.tar");
        await RunAsync(Program, ["-C", _store.Folder.PathOf("tree"), .. options.Split(' '), "-cf", file, .. names]);
        return await _store.UnpackAsync(new TestImage().WithLayer(OnDisk.Bytes(file)));
    }

    private string Source(string name, string text) => _store.Folder.Write($"tree/{name}", text);

    private byte[] WriteSparse(string name, IEnumerable<(int Offset, string Text)> parts)
    {
        var content = new byte[SparseSize];
        using var file = System.IO.File.OpenHandle(Source(name, ""), FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(file, SparseSize);
        foreach (var (offset, text) in parts)
        {
            Encoding.ASCII.GetBytes(text).CopyTo(content, offset);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(text), offset);
        }

        return content;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
