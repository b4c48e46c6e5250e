using Samlet.Sandboxes.Docker;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Finds images wherever they are (a layout, an archive, a container engine of this computer, a registry) and keeps
/// their root file systems in the cache. No daemon and no rights are needed.
/// </summary>
internal sealed class ImageStore(
    HostEnvironment host, CacheFolder cache, ITransferWatcher watcher, TimeProvider time)
{
    private readonly ImageIndex _index = new(cache);
    private readonly RootStore _roots = new(cache);

    /// <summary>Null when it is nowhere that may be looked.</summary>
    /// <exception cref="UserErrorException">It cannot be had, is broken, or is for another processor.</exception>
    public async Task<ImageRoot?> FindAsync(ImageRequest request, CancellationToken cancellationToken)
    {
        switch (ImagePlace.Parse(request.Name, request.Folder))
        {
            case ImagePlace.Layout(var folder, var name):
                var index = new FileInfo(Path.Join(folder, LayoutSource.IndexFile));
                return await OpenAsync(
                    request,
                    new Origin($"{folder}:{name}", StampOf(index)),
                    new LayoutSource(request.Name, new ImageFolderFiles(folder), name),
                    cancellationToken);
            case ImagePlace.Archive(var file, var name):
                return FindKept(request, new Origin($"{file}:{name}", StampOf(new FileInfo(file))))
                    ?? await OpenAsync(
                        request,
                        new Origin($"{file}:{name}", StampOf(new FileInfo(file))),
                        ArchiveSource(request.Name, file, name),
                        cancellationToken);
            case ImagePlace.Named named:
                return await FindNamedAsync(request, named, cancellationToken);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task<ImageRoot?> FindNamedAsync(
        ImageRequest request, ImagePlace.Named named, CancellationToken cancellationToken)
    {
        var pulled = new Origin(named.Reference.ToString(), "");
        var kept = request.IsRefresh ? null : FindKept(request, pulled);
        if (kept is not null && !request.IsBuiltHere)
        {
            return kept;
        }

        if (!request.IsRefresh && await FindInEngineAsync(request, named, cancellationToken) is { } built)
        {
            return built;
        }

        return kept ?? (request.MayPull && !named.Reference.IsBareName
            ? await PullAsync(request, named.Reference, pulled, cancellationToken)
            : null);
    }

    private async Task<ImageRoot> PullAsync(
        ImageRequest request, ImageReference image, Origin origin, CancellationToken cancellationToken)
    {
        watcher.Begin($"pulling `{image}`");
        try
        {
            using var registry = new RegistryClient(image, new RegistryLogins(host), time);
            var source = new RegistrySource(image, registry, new BlobStore(cache, watcher.Advance));
            return await MakeAsync(request, origin, source, cancellationToken);
        }
        finally
        {
            watcher.End();
        }
    }

    private async Task<ImageRoot?> FindInEngineAsync(
        ImageRequest request, ImagePlace.Named named, CancellationToken cancellationToken)
    {
        foreach (var engine in EngineCommand.OnPath(host))
        {
            if (await engine.FindImageAsync(named.Written, cancellationToken) is { } id)
            {
                var origin = new Origin($"{engine.Name}:{id}", id);
                return FindKept(request, origin) ?? await CopyAsync(request, origin, engine, named, cancellationToken);
            }
        }

        return null;
    }

    private async Task<ImageRoot> CopyAsync(
        ImageRequest request,
        Origin origin,
        EngineCommand engine,
        ImagePlace.Named named,
        CancellationToken cancellationToken)
    {
        watcher.Begin($"copying `{named.Written}` out of {engine.Name}");
        using var folder = cache.Scratch("saved");
        var file = Path.Join(folder.Path, "image.tar");
        try
        {
            await engine.SaveImageAsync(named.Written, file, cancellationToken);
            return await MakeAsync(request, origin, ArchiveSource(named.Written, file, name: null), cancellationToken);
        }
        finally
        {
            watcher.End();
        }
    }

    private async Task<ImageRoot> OpenAsync(
        ImageRequest request, Origin origin, IImageSource source, CancellationToken cancellationToken)
    {
        if (FindKept(request, origin) is { } kept)
        {
            return kept;
        }

        watcher.Begin($"unpacking `{request.Name}`");
        try
        {
            return await MakeAsync(request, origin, source, cancellationToken);
        }
        finally
        {
            watcher.End();
        }
    }

    private ImageRoot? FindKept(ImageRequest request, Origin origin) =>
        _index.Find(origin.Name, request.Platform, origin.Stamp) is { } settings
        && _roots.Find(RootStore.NameOf(settings.LayerIds)) is { } folder
            ? new ImageRoot(folder, settings)
            : null;

    private async Task<ImageRoot> MakeAsync(
        ImageRequest request, Origin origin, IImageSource source, CancellationToken cancellationToken)
    {
        var content = await source.FindAsync(request.Platform, cancellationToken);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var layers = new LayerQueue(content, source, ending.Token);
        try
        {
            var folder = await _roots.MakeAsync(request.Name, content, layers.OpenAsync, cancellationToken);
            _index.Add(origin.Name, request.Platform, origin.Stamp, content.Json);
            return new ImageRoot(folder, content.Settings);
        }
        finally
        {
            await ending.CancelAsync();
            await layers.EndAsync();
        }
    }

    private static IImageSource ArchiveSource(string image, string file, string? name)
    {
        try
        {
            var archive = new TarIndex(file);
            return archive.LengthOf(SavedImageSource.ManifestFile) is not null
                ? new SavedImageSource(image, archive, name)
                : new LayoutSource(image, new ImageArchiveFiles(archive), name);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new UserErrorException(
                $"`{file}` is not a whole archive of an image: {error.Message.TrimEnd('.')}",
                "make it with `docker save`; a compressed one has to be decompressed first",
                error);
        }
    }

    private static string StampOf(FileInfo file) => $"{(file.Exists ? file.Length : 0)} {file.LastWriteTimeUtc.Ticks}";

    /// <param name="Name">Where the image is.</param>
    /// <param name="Stamp">Changes with its content.</param>
    private sealed record Origin(string Name, string Stamp);
}
