namespace Samlet.Sandboxes.Image;

/// <summary>Puts an image together from its layers and its configuration, which must fit each other.</summary>
internal sealed class ImageParts(string image, IReadOnlyList<ContentDescriptor> layers)
{
    /// <summary>Docker's storage takes 127.</summary>
    private const int MostLayers = 1000;

    private const string Zstandard = "zstd";

    private static readonly string[] Skipped = ["foreign", "nondistributable"];

    public ImageContent Combine(ReadOnlyMemory<byte> config, ImagePlatform platform)
    {
        var settings = ImageSettings.TryRead(config)
            ?? throw new UserErrorException(
                $"the configuration of `{image}` cannot be read", "is it a container image?");
        RequirePlatform(settings, platform);
        if (settings.LayerIds.Count != layers.Count || layers.Count > MostLayers)
        {
            throw new UserErrorException(
                $"image `{image}` is broken: {layers.Count} layers, and {settings.LayerIds.Count} in its configuration",
                "build it again");
        }

        return new ImageContent(settings, [.. layers.Select((layer, index) => Layer(layer, settings.LayerIds[index]))])
        {
            Json = config,
        };
    }

    private ImageLayer Layer(ContentDescriptor layer, ContentDigest unpackedId)
    {
        if (layer.MediaType.EndsWith(Zstandard, StringComparison.Ordinal))
        {
            throw LayerStream.NoZstandard(image);
        }

        return Array.Exists(Skipped, word => layer.MediaType.Contains(word, StringComparison.Ordinal))
            ? throw new UserErrorException(
                $"image `{image}` has layers that no registry hands out", "build it on another base")
            : new ImageLayer(layer.Digest.ToString(), unpackedId, layer.Size);
    }

    private void RequirePlatform(ImageSettings settings, ImagePlatform platform)
    {
        if (settings.Architecture.Length > 0 && settings.Architecture != platform.Architecture)
        {
            throw new UserErrorException(
                $"image `{image}` is made for `linux/{settings.Architecture}`, not for `{platform}`",
                $"build it for `{platform}`, for example with `docker build --platform {platform}`, or pass --sandbox docker to an engine that emulates the other");
        }
    }
}
