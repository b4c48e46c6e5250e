using System.Security.Cryptography;
using System.Text;
using Samlet.Functions;
using Samlet.Layers;
using Samlet.Tests.Support;

namespace Samlet.Tests.Layers;

public sealed class LayerStoreTests : IDisposable
{
    private const string Text = "arn:aws:lambda:eu-west-1:123456789012:layer:shared:7";

    private static readonly LayerVersionArn Arn = LayerVersionArn.TryParse(Text)!;
    private static readonly LayerVersion Version = new(new Uri("http://localhost/"), null, null) { Architectures = ["arm64"] };

    private readonly TempFolder _folder = new();

    private LayerStore Store => LayerStore.In(_folder.PathOf("base"));

    public void Dispose() => _folder.Dispose();

    /// <summary>Name, version and the first ten digits of the ARN's SHA-256.</summary>
    private static string SamName =>
        $"shared-7-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))[..10]}";

    [Fact]
    public async Task A_layer_is_found_again_under_the_name_that_sam_gives_it()
    {
        Assert.Null(Store.Find(Arn));
        var added = await AddAsync("1");
        var found = Store.Find(Arn)!;

        Assert.Equal(_folder.PathOf($"base/{SamName}"), found.Folder);
        Assert.Equal((added.Folder, 1L, "arm64"), (found.Folder, found.Size, Assert.Single(found.Architectures)));
        Assert.Equal("1", OnDisk.Text(Path.Join(found.Folder, "file")));
        Assert.Equal([SamName], VisibleIn("base"));
    }

    [Fact]
    public async Task A_cache_that_was_moved_is_whole()
    {
        await AddAsync("1");
        Directory.Move(_folder.PathOf("base"), _folder.PathOf("moved"));
        var found = LayerStore.In(_folder.PathOf("moved")).Find(Arn)!;
        Assert.Equal((_folder.PathOf($"moved/{SamName}"), 1L), (found.Folder, found.Size));
    }

    [Fact]
    public async Task New_content_takes_the_place_of_the_old()
    {
        await AddAsync("1");
        await AddAsync("two");
        Assert.Equal("two", OnDisk.Text(Path.Join(Store.Find(Arn)!.Folder, "file")));
        Assert.Equal([SamName], VisibleIn("base"));
    }

    [Fact]
    public async Task Nothing_is_left_of_an_archive_that_cannot_be_unpacked()
    {
        await Assert.ThrowsAsync<UserErrorException>(() => Store.AddAsync(
            Arn, Version, path => File.WriteAllTextAsync(path, "no zip", Token), Token));
        Assert.Null(Store.Find(Arn));
        Assert.Empty(VisibleIn("base"));
        Assert.DoesNotContain(Directory.GetDirectories(_folder.PathOf("base")), IsPartial);
    }

    [Fact]
    public async Task A_layer_that_was_deleted_by_hand_is_to_be_fetched_again()
    {
        Directory.Delete((await AddAsync("1")).Folder, recursive: true);
        Assert.Null(Store.Find(Arn));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("COMPLETED", true)]
    [InlineData("IN_PROGRESS", false)]
    [InlineData("FAILED", false)]
    public void What_sam_has_fetched_is_used_when_it_is_whole(string? status, bool isUsed)
    {
        _folder.Write($"base/{SamName}/file", "of sam");
        if (status is not null)
        {
            _folder.Write($"base/.locks/{SamName}.downloading.status", status);
        }

        Assert.Equal(isUsed, Store.Find(Arn) is not null);
        Assert.Equal(isUsed, Store.Find(Arn) is not null);
    }

    [Fact]
    public void The_own_cache_of_sam_is_looked_into_too()
    {
        _folder.Write($"home/.aws-sam/layers-pkg/{SamName}/file", "of sam");
        var host = new HostEnvironment([], _folder.PathOf("home"));
        var store = LayerStore.In(new CacheFolder(_folder.PathOf("cache")), host);

        Assert.Equal(_folder.PathOf($"home/.aws-sam/layers-pkg/{SamName}"), store.Find(Arn)?.Folder);
        Assert.Equal(_folder.PathOf($"home/.aws-sam/layers-pkg/{SamName}"), store.Find(Arn)?.Folder);
        Assert.Empty(VisibleIn("cache/published"));
    }

    private Task<StoredLayer> AddAsync(string text) => Store.AddAsync(
        Arn, Version, path => File.WriteAllBytesAsync(path, LayerContents.Of(("file", text)), Token), Token);

    private string[] VisibleIn(string folder) =>
    [
        .. new DirectoryInfo(_folder.PathOf(folder)).GetFileSystemInfos()
            .Select(entry => entry.Name).Where(name => name[0] != '.'),
    ];

    private static bool IsPartial(string folder) => folder.Contains(".partial", StringComparison.Ordinal);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
