using Samlet.Tests.Support;

namespace Samlet.Tests;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_cache_is_where_SAMLET_CACHE_says() =>
        Assert.Equal("/somewhere/else", Locate(("SAMLET_CACHE", "/somewhere/else"), ("XDG_CACHE_HOME", "/xdg")));

    [Fact]
    public void The_cache_is_below_the_XDG_folder_otherwise()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "XDG folders are for Unix");
        Assert.Equal("/xdg/samlet", Locate(("XDG_CACHE_HOME", "/xdg"), ("HOME", "/home/me")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative/folder")]
    public void A_missing_or_relative_XDG_folder_is_ignored(string? shared)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other platforms have other cache folders");
        Assert.Equal("/home/me/.cache/samlet", Locate(("XDG_CACHE_HOME", shared), ("HOME", "/home/me")));
    }

    [Fact]
    public void Folders_are_private_to_their_owner()
    {
        var folder = new CacheFolder(_folder.PathOf("cache")).Subfolder("code");

        Assert.Equal("700", UnixMode.Of(folder));
        Assert.Equal("700", UnixMode.Of(_folder.PathOf("cache")));
    }

    [Fact]
    public void An_entry_is_filled_once()
    {
        var cache = new CacheFolder(_folder.Path);
        var first = cache.Entry("code", "a", folder => File.WriteAllText(Path.Join(folder, "x"), "1"));
        var second = cache.Entry("code", "a", _ => throw new InvalidOperationException("filled twice"));

        Assert.Equal(first, second);
        Assert.Equal("1", File.ReadAllText(Path.Join(second, "x")));
    }

    [Fact]
    public void An_entry_that_fails_leaves_nothing()
    {
        var cache = new CacheFolder(_folder.Path);
        Assert.Throws<InvalidDataException>(() => cache.Entry("code", "a", HalfFill));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("code")));

        static void HalfFill(string folder)
        {
            File.WriteAllText(Path.Join(folder, "half"), "");
            throw new InvalidDataException("the other half is missing");
        }
    }

    [Fact]
    public void Of_two_that_make_an_entry_at_once_the_first_one_stays()
    {
        var cache = new CacheFolder(_folder.Path);
        var entry = cache.Entry("code", "a", late =>
        {
            cache.Entry("code", "a", early => File.WriteAllText(Path.Join(early, "who"), "early"));
            File.WriteAllText(Path.Join(late, "who"), "late");
        });

        Assert.Equal("early", File.ReadAllText(Path.Join(entry, "who")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.PathOf("code")));
    }

    [Fact]
    public void What_a_killed_process_left_is_removed_later()
    {
        var old = _folder.CreateFolder("code/.partial-old");
        Directory.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var recent = _folder.CreateFolder("code/.partial-recent");
        new CacheFolder(_folder.Path).Entry("code", "a", _ => { });

        Assert.False(Directory.Exists(old));
        Assert.True(Directory.Exists(recent));
    }

    [Fact]
    public void A_cache_that_cannot_be_made_is_an_error_that_names_the_way_out()
    {
        var file = _folder.Write("file", "");
        var error = Assert.Throws<UserErrorException>(() => new CacheFolder(file).Subfolder("code"));
        Assert.Contains("SAMLET_CACHE", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Only_a_new_folder_that_is_all_cache_becomes_Samlets_own(bool isTagged, bool isEmpty, bool isOwn)
    {
        _ = _folder.Write(isEmpty ? "elsewhere" : "cache/file", "");
        var cache = new CacheFolder(_folder.PathOf("cache")) { IsTagged = isTagged };
        Assert.False(cache.IsOwn);
        _ = cache.Subfolder("code");

        Assert.Equal(isOwn, cache.IsOwn);
        Assert.Equal(isOwn, File.Exists(_folder.PathOf("cache/CACHEDIR.TAG")));
    }

    private static string Locate(params (string Name, string? Value)[] variables) =>
        CacheFolder.Locate(name => Array.Find(variables, variable => variable.Name == name).Value).Path;
}
