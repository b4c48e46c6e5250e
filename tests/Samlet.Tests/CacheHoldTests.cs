using Samlet.Tests.Conformance;
using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>
/// Caches of one path stand for processes: each has marks of its own. Alone, since a program that another test starts
/// has them, too, until it runs.
/// </summary>
[Collection(nameof(Alone))]
public sealed class CacheHoldTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CacheHoldTests() =>
        Assert.SkipWhen(OperatingSystem.IsWindows(), "on Windows what is open cannot be removed anyway");

    private string Entry => _folder.PathOf("code/a");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_somebody_has_asked_for_cannot_be_removed()
    {
        var user = Cache();
        Make(user);

        Assert.False(CacheFolder.TryRemove(Entry));
        Assert.True(File.Exists(Path.Join(Entry, "x")));
        GC.KeepAlive(user);
    }

    [Fact]
    public void What_somebody_has_found_cannot_be_removed()
    {
        MakeAndForget();
        var user = Cache();
        Assert.Equal(Entry, user.Find("code", "a"));

        Assert.False(CacheFolder.TryRemove(Entry));
        GC.KeepAlive(user);
    }

    [Fact]
    public void What_nobody_uses_is_removed_with_all_that_is_in_it()
    {
        MakeAndForget();

        Assert.True(CacheFolder.TryRemove(Entry));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("code")));
    }

    [Fact]
    public void Folders_that_forbid_it_are_removed_too()
    {
        _ = _folder.Write("code/a/closed/x", "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.PathOf("code/a/closed"), UnixFileMode.None);
        }

        Assert.True(CacheFolder.TryRemove(Entry));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.PathOf("code")));
    }

    [Fact]
    public void Links_are_removed_and_not_followed()
    {
        var outside = _folder.Write("outside/x", "");
        _ = Directory.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("outside"));
        _ = _folder.CreateFolder("code/a");
        _ = Directory.CreateSymbolicLink(Path.Join(Entry, "link"), _folder.PathOf("outside"));
        _ = File.CreateSymbolicLink(_folder.PathOf("dead"), _folder.PathOf("nowhere"));

        Assert.True(CacheFolder.TryRemove(_folder.PathOf("link")));
        Assert.True(CacheFolder.TryRemove(_folder.PathOf("dead")));
        Assert.True(CacheFolder.TryRemove(Entry));
        Assert.True(File.Exists(outside));
        Assert.Equal(
            ["code", "outside"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_was_removed_is_made_again()
    {
        MakeAndForget();
        Assert.True(CacheFolder.TryRemove(Entry));
        var user = Cache();

        Assert.Null(user.Find("code", "a"));
        Make(user);
        Assert.True(File.Exists(Path.Join(Entry, "x")));
    }

    [Fact]
    public void What_was_removed_by_hand_is_made_again_by_the_same_process()
    {
        var user = Cache();
        Make(user);
        Directory.Delete(Entry, recursive: true);

        Make(user);
        Assert.True(File.Exists(Path.Join(Entry, "x")));
        Assert.False(CacheFolder.TryRemove(Entry));
        GC.KeepAlive(user);
    }

    [Fact]
    public void What_is_being_made_is_not_taken_for_abandoned()
    {
        using var scratch = Cache().Scratch("code");
        Directory.SetLastWriteTimeUtc(scratch.Path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Make(Cache());

        Assert.True(Directory.Exists(scratch.Path));
        Assert.False(CacheFolder.TryRemove(scratch.Path));
    }

    [Fact(Timeout = 60_000)]
    public async Task Clearing_and_making_at_the_same_time_leaves_every_user_with_a_whole_entry()
    {
        using var ending = new CancellationTokenSource();
        var clearing = Task.Run(
            () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    _ = CacheFolder.TryRemove(Entry);
                }
            },
            TestContext.Current.CancellationToken);
        var users = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var round = 0; round < 50; round++)
                {
                    var user = Cache();
                    Make(user);
                    Assert.True(File.Exists(Path.Join(Entry, "x")));
                    GC.KeepAlive(user);
                    user.Release();
                }
            },
            TestContext.Current.CancellationToken));
        await Task.WhenAll(users);
        await ending.CancelAsync();
        await clearing;
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(0, false)]
    public void The_last_use_is_noted_once_a_day(int hoursAgo, bool isNoted)
    {
        MakeAndForget();
        var before = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(hoursAgo);
        Directory.SetLastWriteTimeUtc(Entry, before);
        _ = Cache().Find("code", "a");

        Assert.Equal(isNoted, Directory.GetLastWriteTimeUtc(Entry) > before);
    }

    private CacheFolder Cache() => new(_folder.Path);

    private static void Make(CacheFolder cache) =>
        cache.Entry("code", "a", folder => File.WriteAllText(Path.Join(folder, "x"), ""));

    private void MakeAndForget()
    {
        var maker = Cache();
        Make(maker);
        maker.Release();
    }
}
