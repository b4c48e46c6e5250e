namespace Samlet.Sandboxes.Image;

/// <summary>Asks a registry for content from a position on.</summary>
internal delegate Task<HttpResponseMessage> BlobRequest(
    ContentDigest digest, long position, CancellationToken cancellationToken);

/// <summary>
/// Content of registries by digest, shared by all images. What is under its name is whole and verified; what came of a
/// broken download is kept beside and gone on with. Two processes never load the same content at once.
/// </summary>
internal sealed class BlobStore(CacheFolder cache, Action<TransferProgress> report)
{
    private const string Kind = "blobs";
    private const int MostAttempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The file with the content.</summary>
    /// <exception cref="UserErrorException">It cannot be had, or is not what its digest says.</exception>
    public async Task<string> GetAsync(
        ContentDescriptor blob, BlobRequest request, CancellationToken cancellationToken)
    {
        var path = Path.Join(cache.Subfolder(Kind), blob.Digest.Hex);
        if (IsWhole(path, blob))
        {
            return path;
        }

        using var turn = await FileLock.TakeAsync(cache, $"blob-{blob.Digest.Hex}", cancellationToken);
        if (!IsWhole(path, blob))
        {
            await LoadAsync(blob, path, request, cancellationToken);
        }

        return path;
    }

    private bool IsWhole(string path, ContentDescriptor blob) =>
        new FileInfo(path) is { Exists: true } file && file.Length == blob.Size && cache.TryHold(path);

    private async Task LoadAsync(
        ContentDescriptor blob, string path, BlobRequest request, CancellationToken cancellationToken)
    {
        var partial = path + ".part";
        try
        {
            await LoadPartsAsync(blob, partial, request, cancellationToken);
            File.Move(partial, path, overwrite: true);
            _ = cache.TryHold(path);
        }
        catch (IOException error) when (DiskSpace.IsExhausted(error))
        {
            File.Delete(partial);
            throw DiskSpace.Explain(cache.Path, error);
        }
    }

    /// <summary>A connection that breaks is made again where it broke, as long as each brings something.</summary>
    private async Task LoadPartsAsync(
        ContentDescriptor blob, string partial, BlobRequest request, CancellationToken cancellationToken)
    {
        var discards = 0;
        for (var attempt = 1; ; attempt++)
        {
            using var download = new BlobDownload(blob, partial, report);
            try
            {
                await download.RunAsync(request, Patience, cancellationToken);
                return;
            }
            catch (Exception error) when (IsBroken(error) && !cancellationToken.IsCancellationRequested)
            {
                attempt = download.Received > 0 ? 1 : attempt;
                discards += download.IsDiscarded ? 1 : 0;
                if (attempt >= MostAttempts || download.IsWrong || discards > 1)
                {
                    throw new UserErrorException(
                        $"`{blob.Digest}` cannot be loaded: {error.Message.TrimEnd('.')}",
                        download.IsDiscarded ? "the image has to be pushed again" : "try again: what came is kept",
                        error);
                }
            }
        }
    }

    private static bool IsBroken(Exception error) =>
        error is HttpRequestException or OperationCanceledException
        || (error is IOException && !DiskSpace.IsExhausted(error));
}
