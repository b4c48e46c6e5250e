using System.Security.Cryptography;
using System.Text;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Root file systems in the cache, by the digests of their layers: unpacked once, whole or not at all, read-only from
/// then on.
/// </summary>
internal sealed class RootStore(CacheFolder cache)
{
    private const string Kind = "roots";

    /// <summary>Where something is mounted in a sandbox, so that no image lacks it.</summary>
    private static readonly string[] Folders = ["proc", "dev", "sys", "tmp", "var/task", "opt", "etc"];

    private static readonly string[] Files = ["etc/hosts", "etc/resolv.conf", "etc/hostname"];

    public static string NameOf(IReadOnlyList<ContentDigest> layers) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.ASCII.GetBytes("2\n" + string.Join('\n', layers))))[..32];

    /// <summary>The folder of an image that has been unpacked; null when it has not.</summary>
    public string? Find(string name) => cache.Find(Kind, name);

    /// <param name="image">As people know it.</param>
    /// <param name="content">The image.</param>
    /// <param name="open">Opens a layer, lowest first.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing behind.</param>
    public async Task<string> MakeAsync(
        string image,
        ImageContent content,
        Func<int, Task<Stream>> open,
        CancellationToken cancellationToken)
    {
        var name = NameOf(content.Settings.LayerIds);
        using var turn = await FileLock.TakeAsync(cache, $"root-{name}", cancellationToken);
        if (Find(name) is { } made)
        {
            return made;
        }

        try
        {
            return cache.Entry(Kind, name, folder => UnpackAll(folder, image, content, open, cancellationToken));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new UserErrorException(
                $"a layer of `{image}` cannot be read: {error.Message.TrimEnd('.')}",
                "build, save or pull it again",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskSpace.IsExhausted(error)
                ? DiskSpace.Explain(cache.Path, error)
                : new UserErrorException(
                    $"`{image}` cannot be unpacked: {error.Message.TrimEnd('.')}", hint: null, error);
        }
    }

    private static void UnpackAll(
        string folder,
        string image,
        ImageContent content,
        Func<int, Task<Stream>> open,
        CancellationToken cancellationToken)
    {
        var tree = new RootTree(folder, image);
        var budget = new UnpackBudget(tree);
        for (var index = 0; index < content.Layers.Count; index++)
        {
            // On this thread: unpacking is all that is left to do, and readers of archives are not asynchronous.
            using var stored = open(index).GetAwaiter().GetResult();
            using var layer = new VerifiedStream(new PipelinedStream(LayerStream.Unpacked(stored, image)));
            new LayerUnpacker(tree, budget).Unpack(layer, cancellationToken);
            var (digest, expected) = (layer.Finish(), content.Layers[index].UnpackedId);
            if (digest != expected)
            {
                throw tree.Refuse($"layer {index + 1} unpacks to `{digest}`, not to `{expected}`");
            }
        }

        AddMountPoints(tree);
    }

    private static void AddMountPoints(RootTree tree)
    {
        foreach (var folder in Folders)
        {
            _ = tree.FolderOf(folder.Split('/'));
        }

        foreach (var file in Files)
        {
            var place = tree.PlaceOf(file.Split('/'));
            if (!File.Exists(place) || new FileInfo(place).LinkTarget is not null)
            {
                File.Delete(place); // A link that leads nowhere here.
                File.WriteAllText(place, "");
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tree.Root, (UnixFileMode)0x1ED); // rwxr-xr-x
        }
    }
}
