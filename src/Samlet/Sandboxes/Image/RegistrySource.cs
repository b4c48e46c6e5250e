namespace Samlet.Sandboxes.Image;

/// <summary>An image in a registry. Its content goes through the cache, where images share it.</summary>
internal sealed class RegistrySource(ImageReference image, RegistryClient registry, BlobStore blobs) : IImageSource
{
    private readonly Dictionary<string, ContentDescriptor> _layers = new(StringComparer.Ordinal);

    public async Task<ImageContent> FindAsync(ImagePlatform platform, CancellationToken cancellationToken)
    {
        var name = image.ToString();
        var first = ImageManifest.Read(await ReadAsync(image.Selector, image.Digest, cancellationToken), name);
        var manifest = await first.ForAsync(
            platform, name, listed => ReadAsync(listed.Digest.ToString(), listed.Digest, cancellationToken));
        var file = await blobs.GetAsync(
            manifest.Config!, registry.OpenBlobAsync, cancellationToken); // An image has a configuration.
        var parts = new ImageParts(name, manifest.Layers);
        foreach (var layer in manifest.Layers)
        {
            _layers[layer.Digest.ToString()] = layer;
        }

        return parts.Combine(await File.ReadAllBytesAsync(file, cancellationToken), platform);
    }

    public async Task<Stream> OpenAsync(ImageLayer layer, CancellationToken cancellationToken) =>
        File.OpenRead(await blobs.GetAsync(_layers[layer.Name], registry.OpenBlobAsync, cancellationToken));

    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        string selector, ContentDigest? digest, CancellationToken cancellationToken)
    {
        var json = await registry.ReadManifestAsync(selector, cancellationToken);
        return digest is { } expected && ContentDigest.Of(json) != expected
            ? throw new UserErrorException(
                $"the manifest of `{image}` has the digest `{ContentDigest.Of(json)}`, not `{expected}`",
                "something between here and the registry changes what it sends")
            : json;
    }
}
