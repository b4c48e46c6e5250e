using Samlet.Functions;
using Samlet.Templates;
using Samlet.Tests.Support;
using static Samlet.Tests.Support.TestArchive;

namespace Samlet.Tests.Functions;

public sealed class CodeStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CodeStore _store;

    public CodeStoreTests() => _store = new CodeStore(new CacheFolder(_folder.PathOf("cache")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_stays_where_it_is() =>
        Assert.Equal("/code", _store.FolderOf(FunctionWith(new CodeSource.Folder("/code"))));

    [Fact]
    public void An_archive_is_unpacked_once()
    {
        var archive = Pack(Entry("app.py", "1"), Entry("lib/", ""), Entry("lib/a.py", "2"));
        var folder = _store.UnpackLayer(archive);
        File.WriteAllText(Path.Join(folder, "mark"), "");

        Assert.Equal(folder, _store.UnpackLayer(archive));
        Assert.Equal("1", File.ReadAllText(Path.Join(folder, "app.py")));
        Assert.Equal("2", File.ReadAllText(Path.Join(folder, "lib/a.py")));
        Assert.True(File.Exists(Path.Join(folder, "mark")));
    }

    [Fact]
    public void A_changed_archive_is_unpacked_again()
    {
        var archive = Pack(Entry("app.py", "1"));
        var before = _store.UnpackLayer(archive);
        File.Delete(archive);
        Pack(Entry("app.py", "22"));

        Assert.Equal("22", File.ReadAllText(Path.Join(_store.UnpackLayer(archive), "app.py")));
        Assert.Equal("1", File.ReadAllText(Path.Join(before, "app.py")));
    }

    [Fact]
    public void Unix_modes_are_kept()
    {
        var folder = _store.UnpackLayer(Pack(Entry("bootstrap", "", 0x81ED), Entry("secret", "", 0x8100), Entry("plain", "", 0)));

        Assert.Equal("755", UnixMode.Of(Path.Join(folder, "bootstrap")));
        Assert.Equal("600", UnixMode.Of(Path.Join(folder, "secret")));
        Assert.Equal("644", UnixMode.Of(Path.Join(folder, "plain")));
    }

    [Fact]
    public void Links_inside_the_archive_are_kept()
    {
        var folder = _store.UnpackLayer(Pack(
            Link("lib/libx.so", "libx.so.1"), Entry("lib/libx.so.1", "so"), Link("a/b/up", "../../lib"), Link("self", ".")));

        Assert.Equal("libx.so.1", File.ResolveLinkTarget(Path.Join(folder, "lib/libx.so"), false)?.Name);
        Assert.Equal("so", File.ReadAllText(Path.Join(folder, "a/b/up/libx.so")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("/etc/evil")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    public void Entries_that_lead_outside_are_refused(string name)
    {
        var error = Assert.Throws<UserErrorException>(() => _store.UnpackLayer(Pack(Entry("ok", "1"), Entry(name, "2"))));
        Assert.Contains("leads outside", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData("a", "..")]
    [InlineData("a", "/etc/passwd")]
    [InlineData("a/b", "../../x")]
    [InlineData("a", "a")]
    [InlineData("a", "")]
    [InlineData("a", "..\\x")]
    public void Links_that_lead_outside_or_nowhere_are_refused(string name, string target)
    {
        var error = Assert.Throws<UserErrorException>(() => _store.UnpackLayer(Pack(Link(name, target))));
        Assert.Contains("outside the archive", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void A_link_that_leads_outside_by_way_of_another_one_is_refused() =>
        Assert.Throws<UserErrorException>(() => _store.UnpackLayer(Pack(
            Entry("deep/a/b/file"), Link("deep/a/b/top", "../../.."), Link("out", "deep/a/b/top/../.."))));

    [Fact]
    public void A_link_in_the_place_of_a_link_is_refused() =>
        Assert.Throws<UserErrorException>(() => _store.UnpackLayer(Pack(
            Entry("sub/file"), Link("d", "sub"), Link("d/l", "../.."))));

    [Fact]
    public void A_file_behind_a_link_is_never_written_through_it()
    {
        Assert.Throws<UserErrorException>(() => _store.UnpackLayer(Pack(Link("a", "sub"), Entry("a/x", "1"), Entry("sub/y"))));
        AssertNothingLeft();
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_Lambda_takes_is_refused()
    {
        var archive = _folder.PathOf("bomb.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(archive, System.IO.Compression.ZipArchiveMode.Create))
        using (var stream = zip.CreateEntry("zeros").Open())
        {
            var block = new byte[1 << 20];
            for (var written = 0L; written <= ArchiveUnpacker.LargestContent; written += block.Length)
            {
                stream.Write(block);
            }
        }

        var error = Assert.Throws<UserErrorException>(() => _store.UnpackLayer(archive));
        Assert.Contains("262144000", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void What_is_no_archive_is_an_error()
    {
        var broken = _folder.Write("broken.zip", "PK, but not more");
        var error = Assert.Throws<UserErrorException>(() => _store.UnpackLayer(broken));
        Assert.Contains("not a readable zip archive", error.Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => _store.UnpackLayer(_folder.PathOf("missing.zip")));
    }

    [Fact]
    public async Task Two_that_unpack_at_once_get_the_same_whole_folder()
    {
        var archive = Pack([.. Enumerable.Range(0, 200).Select(number => Entry($"f{number}", "x"))]);
        var unpacking = Enumerable.Range(0, 4).Select(_ => Task.Run(() => _store.UnpackLayer(archive)));
        var limit = TimeSpan.FromSeconds(20);
        var folders = await Task.WhenAll(unpacking).WaitAsync(limit, TestContext.Current.CancellationToken);

        Assert.Single(folders.Distinct());
        Assert.Equal(200, Directory.GetFiles(folders[0]).Length);
        Assert.Single(Directory.GetDirectories(_folder.PathOf("cache/unpacked")));
    }

    [Theory]
    [InlineData("nodejs22.x", "index.js", "node_modules/cfn-response.js")]
    [InlineData("python3.13", "index.py", "cfnresponse.py")]
    public void Inline_code_becomes_a_file_with_the_module_for_custom_resources(
        string runtime, string file, string module)
    {
        var function = FunctionWith(new CodeSource.Inline("code")) with { Runtime = runtime };
        var folder = _store.FolderOf(function);

        Assert.Equal("code", File.ReadAllText(Path.Join(folder, file)));
        Assert.Contains("PhysicalResourceId", File.ReadAllText(Path.Join(folder, module)), StringComparison.Ordinal);
        Assert.Equal(folder, _store.FolderOf(function with { LogicalId = "Other" }));
        Assert.NotEqual(folder, _store.FolderOf(function with { Code = new CodeSource.Inline("other") }));
    }

    [Theory]
    [InlineData("java21")]
    [InlineData(null)]
    public void Inline_code_of_another_runtime_is_an_error(string? runtime) =>
        Assert.Throws<UserErrorException>(
            () => _store.FolderOf(FunctionWith(new CodeSource.Inline("code")) with { Runtime = runtime }));

    private string Pack(params (string Name, string Text, int Mode)[] entries)
    {
        var path = _folder.PathOf("code.zip");
        TestArchive.Create(path, entries);
        return path;
    }

    private void AssertNothingLeft() => Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("cache/unpacked")));

    private static Function FunctionWith(CodeSource code) => new()
    {
        LogicalId = "F",
        Path = "F",
        Name = "F",
        FunctionId = "F",
        Location = new SourceLocation("template.yaml", 1, 1),
        Code = code,
    };
}
