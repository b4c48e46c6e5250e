using Samlet.Functions;
using Samlet.Runtimes.Packages;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Packages;

public sealed class PackageStoreTests : IDisposable
{
    private static readonly RuntimeIdentifier Runtime = RuntimeIdentifier.Parse("python3.14");

    private readonly TempFolder _folder = new();
    private readonly PackageStore _store;

    public PackageStoreTests() => _store = new PackageStore(new CacheFolder(_folder.PathOf("cache")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Packages_are_seen_when_all_of_them_are_there()
    {
        await _store.ReplaceAsync(Runtime, ["boto3"], async folder =>
        {
            Assert.Null(_store.Find(Runtime));
            await WriteAsync(folder, "first");
        });
        await _store.ReplaceAsync(Runtime, ["boto3", "six"], async folder =>
        {
            Assert.Equal("first", await ReadAsync());
            await WriteAsync(folder, "second");
        });

        Assert.Equal("second", await ReadAsync());
        var installed = Assert.Single(_store.ReadAll());
        Assert.Equal(["boto3", "six"], installed.Names);
        Assert.Equal(_folder.PathOf("cache/packages/python3.14"), installed.Folder);
    }

    [Fact]
    public async Task A_failure_leaves_what_was_there()
    {
        await _store.ReplaceAsync(Runtime, ["boto3"], folder => WriteAsync(folder, "first"));
        await Assert.ThrowsAsync<UserErrorException>(() => _store.ReplaceAsync(Runtime, ["six"], async folder =>
        {
            await WriteAsync(folder, "half");
            throw new UserErrorException("no", "try again");
        }));

        Assert.Equal("first", await ReadAsync());
        Assert.Equal(["python3.14"], Folders());
    }

    [Fact]
    public async Task Removed_packages_are_gone()
    {
        await _store.ReplaceAsync(Runtime, ["boto3"], folder => WriteAsync(folder, "first"));
        _store.Remove(Runtime);
        _store.Remove(Runtime);

        Assert.Null(_store.Read(Runtime));
        Assert.Empty(Folders());
    }

    [Fact]
    public void Two_cannot_install_for_one_runtime_at_once()
    {
        using (_store.Lock(Runtime))
        {
            using var other = _store.Lock(RuntimeIdentifier.Parse("python3.13"));
            var fault = Assert.Throws<UserErrorException>(() => _store.Lock(Runtime));
            Assert.Contains("by another process", fault.Message, StringComparison.Ordinal);
        }

        _store.Lock(Runtime).Dispose();
    }

    private IEnumerable<string> Folders() =>
        Directory.EnumerateDirectories(_folder.PathOf("cache/packages")).Select(static folder => Path.GetFileName(folder)!);

    private static Task WriteAsync(string folder, string text) =>
        File.WriteAllTextAsync(Path.Join(folder, "file"), text, TestContext.Current.CancellationToken);

    private Task<string> ReadAsync() =>
        File.ReadAllTextAsync(Path.Join(_store.Find(Runtime), "file"), TestContext.Current.CancellationToken);
}
