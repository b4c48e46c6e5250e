using System.Collections.Concurrent;
using Samlet.Sandboxes.Image;
using Samlet.Tests.Support;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>An image store with a cache, a home and a shell of its own.</summary>
internal sealed class TestImageStore : IDisposable, ITransferWatcher
{
    private readonly Dictionary<string, string> _shell = new() { ["PATH"] = "" };

    public TempFolder Folder { get; } = new();

    public CacheFolder Cache { get; init; }

    public HastyTime Time { get; } = new();

    public ConcurrentQueue<string> Told { get; } = [];

    public ConcurrentQueue<TransferProgress> Progress { get; } = [];

    public TestImageStore() => Cache = new(Folder.CreateFolder("cache"));

    public TestImageStore Shell(string name, string value)
    {
        _shell[name] = value;
        return this;
    }

    public async Task<ImageRoot> OpenAsync(string image, ImagePlatform? platform = null) =>
        Assert.IsType<ImageRoot>(await FindAsync(image, platform));

    public Task<ImageRoot?> FindAsync(
        string image, ImagePlatform? platform = null, Func<ImageRequest, ImageRequest>? change = null)
    {
        var request = new ImageRequest(image, platform ?? ImagePlatform.OfThisMachine) { Folder = Folder.Path };
        return new ImageStore(new HostEnvironment(_shell, Folder.Path), Cache, this, Time)
            .FindAsync(change?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
    }

    public async Task<UserErrorException> FailAsync(string image) =>
        await Assert.ThrowsAsync<UserErrorException>(() => FindAsync(image));

    /// <summary>The unpacked root of an image with these layers.</summary>
    public async Task<string> UnpackAsync(TestImage image) =>
        (await OpenAsync(image.WriteLayout(Folder.PathOf($"layout-{Guid.NewGuid():N}")))).Folder;

    /// <summary>Files of the cache that nothing should have left half done.</summary>
    public IEnumerable<string> Unfinished() =>
        Directory.EnumerateFileSystemEntries(Cache.Path, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).StartsWith(".partial-", StringComparison.Ordinal)
                || path.EndsWith(".part", StringComparison.Ordinal)
                || path.EndsWith(".tar", StringComparison.Ordinal));

    public void Begin(string title) => Told.Enqueue(title);

    public void Advance(TransferProgress progress) => Progress.Enqueue(progress);

    public void End()
    {
    }

    public void Dispose() => Folder.Dispose();
}
