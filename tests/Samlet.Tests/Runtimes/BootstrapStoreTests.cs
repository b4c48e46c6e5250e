using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

/// <summary>The bootstraps are small samples embedded in the tests.</summary>
public sealed class BootstrapStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_of_one_language_are_written_below_the_cache()
    {
        var folder = Store().FolderOf(RuntimeFamily.Node);

        Assert.Matches("/bootstraps/nodejs-[0-9a-f]{16}$", folder.Replace('\\', '/'));
        Assert.Equal("hello\n", ReadFile(folder, "bootstrap.txt"));
        Assert.Equal("part\n", ReadFile(Store().FolderOf(RuntimeFamily.Python), "parts/one.txt"));
    }

    [Fact]
    public void The_same_content_stays_in_the_same_folder_and_is_not_written_again()
    {
        var folder = Store().FolderOf(RuntimeFamily.Node);
        var file = Path.Join(folder, "bootstrap.txt");
        File.WriteAllText(file, "marked");

        Assert.Equal(folder, Store().FolderOf(RuntimeFamily.Node));
        Assert.Equal("marked", File.ReadAllText(file));
    }

    [Fact]
    public void Other_content_has_another_folder()
    {
        static string HashOf(string folder) => folder[(folder.LastIndexOf('-') + 1)..];

        RuntimeFamily[] families = [RuntimeFamily.Node, RuntimeFamily.Python, RuntimeFamily.Ruby];

        Assert.Equal(3, families.Select(family => HashOf(Store().FolderOf(family))).Distinct().Count());
    }

    [Fact]
    public void Other_users_can_read_the_files()
    {
        var folder = Store().FolderOf(RuntimeFamily.Python);

        Assert.Equal("755", UnixMode.Of(folder));
        Assert.Equal("755", UnixMode.Of(Path.Join(folder, "parts")));
        Assert.Equal("644", UnixMode.Of(Path.Join(folder, "parts", "one.txt")));
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_first_calls_at_once_end_with_one_whole_folder()
    {
        var calls = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Store().FolderOf(RuntimeFamily.Node)));

        var folder = Assert.Single((await Task.WhenAll(calls)).Distinct());
        Assert.Equal([folder], Directory.GetFileSystemEntries(_folder.PathOf("bootstraps")));
        Assert.Equal("hello\n", ReadFile(folder, "bootstrap.txt"));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error_that_names_the_way_out()
    {
        var file = _folder.Write("file", "");

        var error = Assert.Throws<UserErrorException>(() => StoreIn(file).FolderOf(RuntimeFamily.Node));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("SAMLET_CACHE", error.Hint, StringComparison.Ordinal);
    }

    private BootstrapStore Store() => StoreIn(_folder.Path);

    private static BootstrapStore StoreIn(string path) =>
        new(new CacheFolder(path), typeof(BootstrapStoreTests).Assembly);

    private static string ReadFile(string folder, string name) => File.ReadAllText(Path.Join(folder, name));
}
