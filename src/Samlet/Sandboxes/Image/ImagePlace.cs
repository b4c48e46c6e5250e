namespace Samlet.Sandboxes.Image;

/// <summary>Where an image is, as people name it: a path to a layout or an archive, or a name for a registry.</summary>
internal abstract record ImagePlace
{
    private static readonly string[] PathPrefixes = ["oci:", "oci-archive:", "docker-archive:"];

    private ImagePlace()
    {
    }

    /// <summary>A folder with `oci-layout`. `Name` chooses among several images.</summary>
    public sealed record Layout(string Folder, string? Name) : ImagePlace;

    /// <summary>What `docker save` or `podman save` wrote. `Name` chooses among several images.</summary>
    public sealed record Archive(string File, string? Name) : ImagePlace;

    public sealed record Named(ImageReference Reference, string Written) : ImagePlace;

    /// <param name="text">What was written.</param>
    /// <param name="folder">Where relative paths begin.</param>
    /// <exception cref="UserErrorException">It is none of them.</exception>
    public static ImagePlace Parse(string text, string folder)
    {
        var prefix = Array.Find(PathPrefixes, one => text.StartsWith(one, StringComparison.Ordinal));
        if (FindPath(text[(prefix?.Length ?? 0)..], folder) is { } path)
        {
            return path;
        }

        if (prefix is null && ImageReference.TryParse(text, out var reference))
        {
            return new Named(reference, text);
        }

        throw prefix is null
            ? new UserErrorException(
                $"`{text}` is neither the name of an image nor a file or folder", "write it as in `public.ecr.aws/lambda/nodejs:22`")
            : new UserErrorException(
                $"there is no image at `{text[prefix.Length..]}`", "`docker save` and `skopeo copy` make such files");
    }

    private static ImagePlace? FindPath(string text, string folder)
    {
        var whole = Path.GetFullPath(text, folder);
        var colon = text.LastIndexOf(':');
        return Existing(whole, name: null)
            ?? (colon > 1 ? Existing(Path.GetFullPath(text[..colon], folder), text[(colon + 1)..]) : null);
    }

    private static ImagePlace? Existing(string path, string? name) =>
        File.Exists(path) ? new Archive(path, name)
        : File.Exists(Path.Join(path, LayoutSource.MarkerFile)) ? new Layout(path, name)
        : null;
}
