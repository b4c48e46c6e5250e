using System.Text.Json;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// An image as `docker save` writes it: `manifest.json` names the configuration and the layers, which are verified by
/// the digests in the configuration. Source: moby/moby, image specification v1.2, combined image JSON.
/// </summary>
internal sealed class SavedImageSource(string image, TarIndex archive, string? name) : IImageSource
{
    public const string ManifestFile = "manifest.json";

    public async Task<ImageContent> FindAsync(ImagePlatform platform, CancellationToken cancellationToken)
    {
        using var document = ImageJson.TryParse(await ReadAsync(ManifestFile, cancellationToken));
        var entry = Select([.. ImageJson.Items(document?.RootElement)], platform);
        var names = ImageJson.Texts(entry, "Layers") ?? [];
        var config = ImageJson.Text(entry, "Config")
            ?? throw new UserErrorException(
                $"`{image}` is no saved image: its `{ManifestFile}` names no configuration");
        var json = await ReadAsync(config, cancellationToken);
        RequireDigest(config, json);
        var settings = ImageSettings.TryRead(json);
        var layers = names.Select((path, index) => new ContentDescriptor(
            "", settings?.LayerIds.ElementAtOrDefault(index) ?? default, archive.LengthOf(path) ?? throw Lacks(path)));
        var content = new ImageParts(image, [.. layers]).Combine(json, platform);
        return content with { Layers = [.. content.Layers.Zip(names, (layer, path) => layer with { Name = path })] };
    }

    public Task<Stream> OpenAsync(ImageLayer layer, CancellationToken cancellationToken) =>
        Task.FromResult(archive.Open(layer.Name) ?? throw Lacks(layer.Name));

    private JsonElement Select(IReadOnlyList<JsonElement> images, ImagePlatform platform)
    {
        if (name is not null)
        {
            foreach (var candidate in images)
            {
                if ((ImageJson.Texts(candidate, "RepoTags") ?? []).Any(IsNamed))
                {
                    return candidate;
                }
            }
        }

        return images is [var only] && name is null ? only : throw new UserErrorException(
            name is null
                ? $"`{image}` holds {images.Count} images, and it is not said which one is meant for `{platform}`"
                : $"`{image}` has no image `{name}`",
            "save one image alone, or name its tag behind a colon");
    }

    private bool IsNamed(string tag) => tag == name || tag.EndsWith($":{name}", StringComparison.Ordinal);

    /// <summary>The name of the configuration is its digest, with `.json` or in a folder of digests.</summary>
    private void RequireDigest(string path, ReadOnlyMemory<byte> json)
    {
        var hex = Path.GetFileNameWithoutExtension(path);
        if (ContentDigest.TryParse($"sha256:{hex}", out var expected) && ContentDigest.Of(json.Span) != expected)
        {
            throw new UserErrorException(
                $"the configuration in `{image}` has another content than its digest says", "save the image again");
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var stream = archive.Open(path) ?? throw Lacks(path);
        return await BoundedRead.ToEndAsync(stream, ImageManifest.LongestBytes, cancellationToken)
            ?? throw new UserErrorException($"`{path}` of `{image}` is longer than {ImageManifest.LongestBytes} bytes");
    }

    private UserErrorException Lacks(string path) =>
        new($"`{image}` is no whole saved image: it lacks `{path}`", "save it with `docker save`");
}
