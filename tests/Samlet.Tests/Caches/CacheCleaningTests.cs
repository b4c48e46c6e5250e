using Samlet.Caches;
using Samlet.Tests.Conformance;
using Samlet.Tests.Support;

namespace Samlet.Tests.Caches;

[Collection(nameof(Alone))] // A program that another test starts has the marks, too, until it runs.
public sealed class CacheCleaningTests : IDisposable
{
    private static readonly CacheGroup[] All = Enum.GetValues<CacheGroup>();

    private readonly TempFolder _folder = new();
    private readonly CacheFolder _cache;

    public CacheCleaningTests()
    {
        _cache = new CacheFolder(_folder.PathOf("cache")) { IsTagged = true };
        Make("unpacked", "a", 100);
        Make("roots", "b", 2_000);
        Make("packages", "nodejs24.x", 30);
    }

    public void Dispose()
    {
        _cache.Release();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_asked_for_goes_and_is_counted()
    {
        var cleaned = Clean(new CleaningChoice([CacheGroup.Code, CacheGroup.Images]));

        Assert.Equal(
            [new CleanedGroup(CacheGroup.Code, 1, 100, 0, 0), new CleanedGroup(CacheGroup.Images, 1, 2_000, 0, 0)],
            cleaned);
        Assert.Equal(["packages/nodejs24.x"], Entries());
    }

    [Fact]
    public void Rehearsed_it_tells_the_same_and_removes_nothing()
    {
        var all = Entries();
        var cleaned = Clean(new CleaningChoice([CacheGroup.Code]) { IsDryRun = true });

        Assert.Equal([new CleanedGroup(CacheGroup.Code, 1, 100, 0, 0)], cleaned);
        Assert.Equal(all, Entries());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_running_one_uses_stays(bool isDryRun)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows nothing is marked");
        var user = new CacheFolder(_cache.Path);
        Assert.NotNull(user.Find("roots", "b"));
        var cleaned = Clean(new CleaningChoice([CacheGroup.Images]) { IsDryRun = isDryRun });

        Assert.Equal([new CleanedGroup(CacheGroup.Images, 0, 0, 1, 2_000)], cleaned);
        user.Release();
        Assert.Equal(1, Clean(new CleaningChoice([CacheGroup.Images])) is [{ Removed: var removed }] ? removed : 0);
    }

    [Fact]
    public void Only_what_was_not_used_for_long_goes_when_that_is_asked()
    {
        Make("unpacked", "old", 7);
        Directory.SetLastWriteTimeUtc(_folder.PathOf("cache/unpacked/old"), DateTime.UnixEpoch);
        var cleaned = Clean(new CleaningChoice([CacheGroup.Code]) { UsedBefore = DateTime.UnixEpoch.AddDays(1) });

        Assert.Equal([new CleanedGroup(CacheGroup.Code, 1, 7, 0, 0)], cleaned);
        Assert.Contains("unpacked/a", Entries());
    }

    [Fact]
    public void A_folder_that_Samlet_has_not_made_is_left_alone()
    {
        var file = _folder.Write("mine/images/photo.json", "");
        var cache = new CacheFolder(_folder.PathOf("mine")) { IsTagged = true };
        _ = cache.Entry("unpacked", "a", static _ => { });
        cache.Release();

        var error = Assert.Throws<UserErrorException>(
            () => new CacheCleaning(cache, TimeProvider.System).Clean(new(All), CacheContent.Read(cache)));
        Assert.Contains("mine", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void Other_things_in_the_cache_are_left_alone()
    {
        var file = _folder.Write("cache/notes/x", "");
        var outside = _folder.Write("elsewhere/x", "");
        _ = Directory.CreateSymbolicLink(_folder.PathOf("cache/blobs"), _folder.PathOf("elsewhere"));
        _ = Clean(new CleaningChoice(All));

        Assert.True(File.Exists(file));
        Assert.True(File.Exists(outside));
        Assert.Equal([_folder.PathOf("cache/blobs")], CacheContent.Read(_cache).Links);
    }

    [Fact]
    public void What_a_killed_process_has_left_goes_too()
    {
        _ = _folder.Write("cache/roots/.partial-1/x", "12345");
        var cleaned = Clean(new CleaningChoice([CacheGroup.Images]));

        Assert.Equal([new CleanedGroup(CacheGroup.Images, 2, 2_005, 0, 0)], cleaned);
    }

    [Fact]
    public void A_cache_that_is_not_there_has_nothing_to_remove()
    {
        var cache = new CacheFolder(_folder.PathOf("nowhere"));
        var cleaned = new CacheCleaning(cache, TimeProvider.System).Clean(new(All), CacheContent.Read(cache));

        Assert.All(cleaned, static group => Assert.Equal(0, group.Removed));
        Assert.False(Directory.Exists(cache.Path));
    }

    private void Make(string kind, string name, int size)
    {
        _ = _cache.Entry(kind, name, folder => File.WriteAllBytes(Path.Join(folder, "x"), new byte[size]));
        _cache.Release();
    }

    private IReadOnlyList<CleanedGroup> Clean(CleaningChoice choice) =>
        new CacheCleaning(_cache, TimeProvider.System).Clean(choice, CacheContent.Read(_cache));

    private string[] Entries() =>
        [.. CacheContent.Read(_cache).Entries.Select(entry => Path.GetRelativePath(_cache.Path, entry.Path)).Order()];
}
