namespace Samlet.Sandboxes.Image;

/// <summary>
/// An image of an OCI layout: a folder, or the same in an archive. Source: OCI image specification, image layout.
/// </summary>
internal sealed class LayoutSource(string image, IImageFiles files, string? name) : IImageSource
{
    public const string MarkerFile = "oci-layout";
    public const string IndexFile = "index.json";

    public async Task<ImageContent> FindAsync(ImagePlatform platform, CancellationToken cancellationToken)
    {
        using var index = files.Open(IndexFile)
            ?? throw new UserErrorException($"`{image}` is no OCI layout: it has no `{IndexFile}`");
        var manifest = await Named(ImageManifest.Read(await ReadAsync(index, cancellationToken), image))
            .ForAsync(platform, image, listed => ReadAsync(listed, cancellationToken));
        var config = await ReadAsync(manifest.Config!, cancellationToken); // An image has one.
        return new ImageParts(image, manifest.Layers).Combine(config, platform);
    }

    public Task<Stream> OpenAsync(ImageLayer layer, CancellationToken cancellationToken)
    {
        _ = ContentDigest.TryParse(layer.Name, out var digest); // It came of a descriptor.
        return Task.FromResult(Open(digest, layer.Size));
    }

    /// <summary>Of several images that a layout holds the one with this name, which is a tag mostly.</summary>
    private ImageManifest Named(ImageManifest index)
    {
        var names = index.Platforms.Select(one => one.Name).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (name is not null)
        {
            var named = index.Platforms.Where(one => one.Name == name).ToList();
            return named.Count > 0 ? index with { Platforms = Unplatformed(named) } : throw new UserErrorException(
                $"`{image}` has no image `{name}`",
                names.Count > 0 ? $"it has {string.Join(", ", names.Select(one => $"`{one}`"))}" : "it names none");
        }

        if (names.Count > 1)
        {
            throw new UserErrorException(
                $"`{image}` has several images: {string.Join(", ", names.Select(one => $"`{one}`"))}",
                $"name one, as in `{image}:{names[0]}`");
        }

        return index with { Platforms = Unplatformed(index.Platforms) };
    }

    /// <summary>The only image of a layout is the one that is meant; its configuration tells its platform.</summary>
    private static IReadOnlyList<PlatformManifest> Unplatformed(IReadOnlyList<PlatformManifest> images) =>
        images is [var only] ? [only with { Architecture = null }] : images;

    private async Task<ReadOnlyMemory<byte>> ReadAsync(ContentDescriptor content, CancellationToken cancellationToken)
    {
        using var stream = Open(content.Digest, content.Size);
        var bytes = await ReadAsync(stream, cancellationToken);
        return ContentDigest.Of(bytes.Span) == content.Digest
            ? bytes
            : throw new UserErrorException(
                $"`{content.Digest}` of `{image}` has another content than its digest says", "build or save the image again");
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await BoundedRead.ToEndAsync(stream, ImageManifest.LongestBytes, cancellationToken)
        ?? throw new UserErrorException($"a document of `{image}` is longer than {ImageManifest.LongestBytes} bytes");

    private Stream Open(ContentDigest digest, long size)
    {
        var stream = files.Open($"blobs/sha256/{digest.Hex}") ?? throw new UserErrorException(
            $"`{image}` is not whole: it lacks `{digest}`", "save it again with all of its layers");
        if (stream.Length == size)
        {
            return stream;
        }

        var length = stream.Length;
        stream.Dispose();
        throw new UserErrorException(
            $"`{digest}` of `{image}` has {length} bytes instead of {size}", "build or save the image again");
    }
}
