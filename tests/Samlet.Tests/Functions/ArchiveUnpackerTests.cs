using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Samlet.Functions;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestArchive;

namespace Samlet.Tests.Functions;

/// <summary>What an archive can try against the one who unpacks it.</summary>
public sealed class ArchiveUnpackerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/etc/evil")]
    [InlineData("//evil")]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/./../evil")]
    [InlineData("..\\evil")]
    [InlineData("a\\..\\..\\evil")]
    [InlineData("\\evil")]
    [InlineData("C:\\evil")]
    [InlineData("c:evil")]
    [InlineData("..")]
    public void Names_that_lead_outside_are_refused(string name)
    {
        AssertRefused("leads outside", Entry("ok", "1"), Entry(name, "2"));
        Assert.False(File.Exists(_folder.PathOf("evil")));
    }

    [Fact]
    public void Backslashes_part_folders_as_on_Windows()
    {
        Unpack(Entry("a\\b\\c.txt", "x"), Entry("d\\", ""));
        Assert.Equal("x", Read("a/b/c.txt"));
        Assert.True(Directory.Exists(PathOf("d")));
    }

    [Theory]
    [InlineData("a", "..")]
    [InlineData("a", "/etc/passwd")]
    [InlineData("a", "/optional/x")]
    [InlineData("a", "/opt/../etc/passwd")]
    [InlineData("a/b", "../../x")]
    [InlineData("a", "a")]
    [InlineData("a", "")]
    public void Links_that_lead_outside_are_refused(string name, string target) =>
        AssertRefused("outside the archive", Link(name, target));

    [Fact]
    public void Links_that_lead_outside_by_way_of_each_other_are_refused() => AssertRefused(
        "outside the archive",
        Entry("deep/a/b/file"), Link("deep/a/b/top", "../../.."), Link("out", "deep/a/b/top/../.."));

    [Fact]
    public void Links_in_a_circle_are_refused() =>
        AssertRefused("outside the archive", Link("a", "b"), Link("b", "a"));

    [Theory]
    [InlineData("/opt/lib/x", "../lib/x")]
    [InlineData("/opt", "../.")]
    [InlineData("../lib/x", "../lib/x")]
    public void A_link_to_what_is_in_opt_on_Lambda_leads_there_from_any_place(string target, string expected)
    {
        Unpack(Entry("lib/x", "found"), Link("bin/link", target));
        Assert.Equal(expected, new FileInfo(PathOf("bin/link")).LinkTarget);
        Assert.True(Path.Exists(PathOf("bin/link")));
    }

    [Fact]
    public void A_link_is_no_folder_for_later_entries()
    {
        Directory.CreateDirectory(_folder.PathOf("target"));
        AssertRefused("something else", Link("dir", "target"), Entry("dir/file", "x"));
        AssertRefused("something else", Entry("dir/file", "x"), Link("dir", "target"));
        AssertRefused("something else", Link("dir", "target"), Link("dir/link", "x"));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("target")));
    }

    [Fact]
    public void A_file_is_no_folder_and_no_link()
    {
        AssertRefused("something else", Entry("a", "x"), Entry("a/b", "x"));
        AssertRefused("something else", Entry("a/b", "x"), Entry("a", "x"));
        AssertRefused("something else", Entry("a", "x"), Link("a", "b"));
        AssertRefused("something else", Link("a", "b"), Entry("a", "x"));
    }

    [Fact]
    public void Of_two_entries_with_one_name_the_later_one_counts()
    {
        Unpack(Entry("a", "longer than the other", 0x81ED), Entry("a", "later", 0x8180), Entry("./a", "last", 0x8180));
        Assert.Equal("last", Read("a"));
        Assert.Equal("600", UnixMode.Of(PathOf("a")));
    }

    [Fact]
    public void Names_that_differ_by_case_are_two_files_or_refused()
    {
        File.WriteAllText(_folder.PathOf("case"), "");
        if (File.Exists(_folder.PathOf("CASE")))
        {
            AssertRefused("same file", Entry("A", "1"), Entry("a", "2"));
            return;
        }

        Unpack(Entry("A", "1"), Entry("a", "2"));
        Assert.Equal(("1", "2"), (Read("A"), Read("a")));
    }

    [Theory]
    [InlineData(0x21A4)] // a character device
    [InlineData(0x61A4)] // a block device
    [InlineData(0x11A4)] // a pipe
    [InlineData(0xC1A4)] // a socket
    public void Devices_pipes_and_sockets_are_refused(int mode) =>
        AssertRefused("neither file, folder nor link", Entry("x", "", mode));

    [Fact]
    public void Set_user_id_and_its_like_are_dropped()
    {
        Unpack(Entry("a", "", 0x8000 | Convert.ToInt32("6755", 8)), Entry("b", "", 0x8000 | Convert.ToInt32("1777", 8)));
        Assert.Equal(("755", "777"), (UnixMode.Of(PathOf("a")), UnixMode.Of(PathOf("b"))));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    [InlineData(-1)]
    public void An_entry_that_is_larger_or_smaller_than_it_says_is_refused(int more)
    {
        var archive = Pack(Entry("a", new string('x', 200_000)));
        Patch(archive, sizeOffset: 24, size => (uint)(size - more));
        Assert.Contains("not what it is said to be", FailureOf(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Content_that_does_not_match_its_checksum_is_refused()
    {
        var archive = Pack(Entry("a", "content"));
        Patch(archive, sizeOffset: 16, checksum => checksum ^ 1);
        Assert.Contains("not what it is said to be", FailureOf(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_entry_is_refused()
    {
        var archive = Pack(Entry("a", "content"));
        Patch(archive, sizeOffset: 8, flags => flags | 1);
        Assert.Contains("`a` is encrypted", FailureOf(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_more_than_65535_entries_is_read_as_zip64()
    {
        var archive = _folder.PathOf("many.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            for (var number = 0; number < 66_000; number++)
            {
                zip.CreateEntry("folder/");
            }

            using var last = new StreamWriter(zip.CreateEntry("last").Open());
            last.Write("found");
        }

        Unpack(archive);
        Assert.Equal("found", Read("last"));
    }

    [Fact]
    public void Too_many_names_are_refused_also_when_few_entries_imply_them()
    {
        // 1,000 entries, each 300 folders deep in a branch of its own.
        var deep = string.Join('/', Enumerable.Repeat("d", 300));
        AssertRefused("more than 250000 entries", [.. Enumerable.Range(0, 1000).Select(number => Entry($"{number}/{deep}/"))]);
    }

    [Fact]
    public void A_small_archive_of_zeros_cannot_grow_past_the_limit()
    {
        var archive = _folder.PathOf("bomb.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            var block = new byte[1 << 20];
            foreach (var name in (string[])["a", "b", "c"])
            {
                using var stream = zip.CreateEntry(name).Open();
                for (var written = 0; written < 90; written++)
                {
                    stream.Write(block);
                }
            }
        }

        Assert.True(new FileInfo(archive).Length < 1_000_000);
        Assert.Contains("262144000", FailureOf(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_jar_is_unpacked_like_any_archive_and_its_size_is_told()
    {
        TestArchive.Create(_folder.PathOf("layer.jar"), Entry("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"), Entry("a/B.class", "12345"));
        Assert.Equal(26, Unpack(_folder.PathOf("layer.jar")));
        Assert.Equal("12345", Read("a/B.class"));
    }

    [Fact]
    public void A_truncated_archive_is_an_error()
    {
        var archive = Pack(Entry("a", "content"), Entry("b", "content"));
        var bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, bytes[..^30]);
        Assert.Contains("not a readable zip archive", FailureOf(archive).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpacking_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var archive = Pack(Entry("a", "content"));
        Assert.Throws<OperationCanceledException>(
            () => ArchiveUnpacker.Unpack(archive, _folder.CreateFolder("out"), "/opt", cancellation.Token));
    }

    private void AssertRefused(string reason, params (string Name, string Text, int Mode)[] entries) =>
        Assert.Contains(reason, FailureOf(Pack(entries)).Message, StringComparison.Ordinal);

    private UserErrorException FailureOf(string archive) => Assert.Throws<UserErrorException>(() => Unpack(archive));

    private void Unpack(params (string Name, string Text, int Mode)[] entries) => Unpack(Pack(entries));

    private long Unpack(string archive)
    {
        CacheFolder.Remove(_folder.PathOf("out"));
        return ArchiveUnpacker.Unpack(archive, _folder.CreateFolder("out"), "/opt", TestContext.Current.CancellationToken);
    }

    private string Pack(params (string Name, string Text, int Mode)[] entries)
    {
        var path = _folder.PathOf("archive.zip");
        File.Delete(path);
        TestArchive.Create(path, entries);
        return path;
    }

    /// <summary>Changes a field of the first entry in the archive's directory, which is what readers go by.</summary>
    private static void Patch(string archive, int sizeOffset, Func<uint, uint> change)
    {
        var bytes = File.ReadAllBytes(archive);
        var entry = bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes("PK\x01\x02"));
        var field = bytes.AsSpan(entry + sizeOffset, 4);
        BinaryPrimitives.WriteUInt32LittleEndian(field, change(BinaryPrimitives.ReadUInt32LittleEndian(field)));
        File.WriteAllBytes(archive, bytes);
    }

    private string PathOf(string name) => Path.Join(_folder.PathOf("out"), name);

    private string Read(string name) => File.ReadAllText(PathOf(name));
}
