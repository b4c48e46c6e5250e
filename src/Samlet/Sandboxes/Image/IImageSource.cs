namespace Samlet.Sandboxes.Image;

/// <summary>An image found for a platform: its settings and its layers, lowest first.</summary>
internal sealed record ImageContent(ImageSettings Settings, IReadOnlyList<ImageLayer> Layers)
{
    /// <summary>The configuration that the settings are read from.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}

/// <param name="Name">Where its source has it: a digest, or a name in an archive.</param>
/// <param name="UnpackedId">The digest of what it unpacks to.</param>
/// <param name="Size">Bytes as the source has it.</param>
internal sealed record ImageLayer(string Name, ContentDigest UnpackedId, long Size);

/// <summary>Where an image comes from: a registry, a layout folder, an archive.</summary>
internal interface IImageSource
{
    /// <exception cref="UserErrorException">It is not there, not for this platform, or not what it says.</exception>
    Task<ImageContent> FindAsync(ImagePlatform platform, CancellationToken cancellationToken);

    /// <summary>The layer as it is stored, compressed or not.</summary>
    Task<Stream> OpenAsync(ImageLayer layer, CancellationToken cancellationToken);
}
