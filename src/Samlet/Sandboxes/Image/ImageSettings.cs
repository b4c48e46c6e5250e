using System.Text.Json;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// What an image says about how it is run, and the digests of its unpacked layers.
/// Source: OCI image specification, image configuration.
/// </summary>
internal sealed record ImageSettings
{
    public IReadOnlyList<string> EntryPoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Empty where the image names none.</summary>
    public string WorkingFolder { get; init; } = "";

    public string Architecture { get; init; } = "";

    public IReadOnlyList<ContentDigest> LayerIds { get; init; } = [];

    /// <summary>Null when it is not the configuration of an image.</summary>
    public static ImageSettings? TryRead(ReadOnlyMemory<byte> json)
    {
        using var document = ImageJson.TryParse(json);
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } root
            || ImageJson.Find(root, "rootfs") is not { } rootfs
            || ReadLayerIds(rootfs) is not { } layers)
        {
            return null;
        }

        var config = ImageJson.Find(root, "config") ?? default;
        return new ImageSettings
        {
            EntryPoint = ImageJson.Texts(config, "Entrypoint") ?? [],
            Command = ImageJson.Texts(config, "Cmd") ?? [],
            Environment = ReadEnvironment(config),
            WorkingFolder = ImageJson.Text(config, "WorkingDir") ?? "",
            Architecture = ImageJson.Text(root, "architecture") ?? "",
            LayerIds = layers,
        };
    }

    /// <summary>`Env` of a configuration, `NAME=value` each.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> ReadEnvironment(JsonElement config) =>
        [.. (ImageJson.Texts(config, "Env") ?? []).Select(SplitVariable)];

    private static List<ContentDigest>? ReadLayerIds(JsonElement rootfs)
    {
        List<ContentDigest> layers = [];
        foreach (var text in ImageJson.Texts(rootfs, "diff_ids") ?? [])
        {
            if (!ContentDigest.TryParse(text, out var digest))
            {
                return null;
            }

            layers.Add(digest);
        }

        return layers;
    }

    private static KeyValuePair<string, string> SplitVariable(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new(text, "") : new(text[..equals], text[(equals + 1)..]);
    }
}
