using Samlet.Caches;
using Samlet.Tests.Conformance;
using Samlet.Tests.Support;

namespace Samlet.Tests.Caches;

[Collection(nameof(Alone))] // A program that another test starts has the marks, too, until it runs.
public sealed class CacheLimitTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly CacheFolder _cache;

    public CacheLimitTests()
    {
        _cache = new CacheFolder(_folder.PathOf("cache")) { IsTagged = true };
        Make("roots", "used-first", 100, day: 1);
        Make("unpacked", "used-second", 100, day: 2);
        Make("packages", "nodejs24.x", 100, day: 0);
    }

    public void Dispose()
    {
        _cache.Release();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(400, "new nodejs24.x used-first used-second")]
    [InlineData(399, "new nodejs24.x used-second")]
    [InlineData(200, "new nodejs24.x")]
    public void What_was_not_used_for_longest_goes_first(long limit, string left)
    {
        Make("unpacked", "new", 100, day: 3);
        new CacheLimit(_cache, limit).Enforce();

        Assert.Equal(left, Left());
    }

    [Fact]
    public void What_somebody_uses_stays_and_the_next_one_goes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows nothing is marked");
        var user = new CacheFolder(_cache.Path);
        Assert.True(user.TryHold(_folder.PathOf("cache/roots/used-first")));
        Directory.SetLastWriteTimeUtc(_folder.PathOf("cache/roots/used-first"), Day(1));
        new CacheLimit(_cache, 200).Enforce();

        Assert.Equal("nodejs24.x used-first", Left());
        user.Release();
    }

    [Fact]
    public void One_that_has_put_nothing_in_does_not_even_look()
    {
        new CacheLimit(new CacheFolder(_cache.Path), 0).Enforce();

        Assert.Equal("nodejs24.x used-first used-second", Left());
    }

    [Fact]
    public void A_folder_that_Samlet_has_not_made_is_not_kept_small()
    {
        _ = _folder.Write("mine/file", "");
        var cache = new CacheFolder(_folder.PathOf("mine")) { IsTagged = true };
        _ = cache.Entry("unpacked", "a", static folder => File.WriteAllText(Path.Join(folder, "x"), "x"));
        cache.Release();
        new CacheLimit(cache, 0).Enforce();

        Assert.True(Directory.Exists(_folder.PathOf("mine/unpacked/a")));
    }

    [Fact]
    public void Sizes_are_remembered_as_long_as_the_entry_is_the_same()
    {
        new CacheLimit(_cache, 1_000).Enforce();
        var entry = CacheContent.Read(_cache).Entries.Single(static entry => entry.Path.EndsWith("used-first", StringComparison.Ordinal));
        File.WriteAllBytes(Path.Join(entry.Path, "x"), new byte[5]);

        Assert.Equal(100, new CacheSizes(_cache).Of(entry));
        Assert.Equal(5, new CacheSizes(_cache).Of(entry with { LastUse = Day(9) }));
    }

    private void Make(string kind, string name, int size, int day)
    {
        var entry = _cache.Entry(kind, name, folder => File.WriteAllBytes(Path.Join(folder, "x"), new byte[size]));
        _cache.Release();
        Directory.SetLastWriteTimeUtc(entry, Day(day));
    }

    private static DateTime Day(int day) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(day);

    private string Left() => string.Join(' ', CacheContent.Read(_cache).Entries
        .Where(static entry => entry.Kind.Folder != CacheSizes.Kind)
        .Select(static entry => Path.GetFileName(entry.Path))
        .Order(StringComparer.Ordinal));
}
