using System.Text.Json;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// A manifest, OCI's or Docker's schema 2: either the parts of one image, or the images of several platforms to choose
/// from. Source: OCI image specification, image manifest and image index.
/// </summary>
internal sealed record ImageManifest
{
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    /// <summary>What no manifest is longer than, in bytes; the registries' own limit.</summary>
    public const int LongestBytes = 4 * 1024 * 1024;

    private const int MostLevels = 4;

    /// <summary>Null for a list of platforms.</summary>
    public ContentDescriptor? Config { get; init; }

    public IReadOnlyList<ContentDescriptor> Layers { get; init; } = [];

    public IReadOnlyList<PlatformManifest> Platforms { get; init; } = [];

    /// <exception cref="UserErrorException">It is no manifest, or one of the first kind.</exception>
    public static ImageManifest Read(ReadOnlyMemory<byte> json, string image)
    {
        using var document = ImageJson.TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root)
        {
            throw new UserErrorException($"the manifest of `{image}` is not JSON", "pull or save the image again");
        }

        if (ImageJson.Find(root, "schemaVersion") is { ValueKind: JsonValueKind.Number } version
            && version.TryGetInt32(out var number) && number == 1)
        {
            throw new UserErrorException(
                $"the manifest of `{image}` is of Docker's schema 1, which Lambda does not take either",
                "push the image again with a current tool");
        }

        return ImageJson.Find(root, "manifests") is { ValueKind: JsonValueKind.Array } list
            ? new ImageManifest { Platforms = ReadPlatforms(list) }
            : ReadParts(root, image);
    }

    /// <summary>The manifest of the image for a platform, found through lists and lists of lists.</summary>
    /// <param name="platform">Whose image is wanted.</param>
    /// <param name="image">As people know it.</param>
    /// <param name="read">Reads one of the manifests that are listed.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public async Task<ImageManifest> ForAsync(
        ImagePlatform platform, string image, Func<ContentDescriptor, Task<ReadOnlyMemory<byte>>> read)
    {
        var manifest = this;
        for (var level = 0; manifest.Config is null && level < MostLevels; level++)
        {
            manifest = Read(await read(manifest.Select(platform, image).Manifest), image);
        }

        return manifest.Config is not null ? manifest : throw new UserErrorException(
            $"`{image}` is a list of lists of images", "name one of its images by digest");
    }

    /// <summary>The image for a platform; one without platform fits where it is the only one.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    private PlatformManifest Select(ImagePlatform platform, string image)
    {
        var chosen = Platforms.FirstOrDefault(candidate => candidate.IsFor(platform))
            ?? (Platforms is [{ Architecture: null } only] ? only : null);
        return chosen ?? throw new UserErrorException(
            $"image `{image}` is not made for `{platform}`, only for {Describe()}",
            $"build it for `{platform}`, for example with `docker build --platform {platform}`, or pass --sandbox docker to an engine that emulates the other");
    }

    private string Describe()
    {
        var names = Platforms.Where(one => one.Architecture is not (null or "unknown"))
            .Select(one => $"`{one.System}/{one.Architecture}`")
            .Distinct(StringComparer.Ordinal);
        return string.Join(", ", names) is { Length: > 0 } text ? text : "no platform that it names";
    }

    private static List<PlatformManifest> ReadPlatforms(JsonElement list) =>
        [.. ImageJson.Items(list).Select(PlatformManifest.Read).OfType<PlatformManifest>()];

    private static ImageManifest ReadParts(JsonElement root, string image)
    {
        var config = ImageJson.Descriptor(ImageJson.Find(root, "config"));
        List<ContentDescriptor> layers = [];
        foreach (var item in ImageJson.Items(ImageJson.Find(root, "layers")))
        {
            layers.Add(ImageJson.Descriptor(item) ?? throw NotAnImage(image));
        }

        return config is null ? throw NotAnImage(image) : new ImageManifest { Config = config, Layers = layers };
    }

    private static UserErrorException NotAnImage(string image) =>
        new($"the manifest of `{image}` does not describe a container image", "is it the right name?");
}

/// <summary>One image of a list.</summary>
internal sealed record PlatformManifest(ContentDescriptor Manifest)
{
    public string? System { get; init; }

    public string? Architecture { get; init; }

    /// <summary>The name that a layout gives it, for example the tag.</summary>
    public string? Name { get; init; }

    public bool IsFor(ImagePlatform platform) => System == "linux" && Architecture == platform.Architecture;

    public static PlatformManifest? Read(JsonElement element)
    {
        if (ImageJson.Descriptor(element) is not { } descriptor)
        {
            return null;
        }

        var platform = ImageJson.Find(element, "platform") ?? default;
        var annotations = ImageJson.Find(element, "annotations") ?? default;
        return new PlatformManifest(descriptor)
        {
            System = ImageJson.Text(platform, "os"),
            Architecture = ImageJson.Text(platform, "architecture"),
            Name = ImageJson.Text(annotations, "org.opencontainers.image.ref.name"),
        };
    }
}
