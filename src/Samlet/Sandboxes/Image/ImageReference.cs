using System.Diagnostics.CodeAnalysis;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// The name of an image as container tools write it: `[REGISTRY/]REPOSITORY[:TAG][@DIGEST]`.
/// Source: distribution/reference, the grammar that Docker and its kin share.
/// </summary>
internal sealed record ImageReference
{
    public const string DockerHub = "docker.io";

    private const int LongestTag = 128;
    private const int LongestRepository = 255;

    /// <summary>Host and port; `docker.io` where none is written.</summary>
    public required string Registry { get; init; }

    public required string Repository { get; init; }

    /// <summary>Null only where there is a digest.</summary>
    public string? Tag { get; init; }

    public ContentDigest? Digest { get; init; }

    /// <summary>
    /// A bare name like `ratings:latest` is what a build on this computer is called; what Docker Hub has under it is
    /// somebody else's.
    /// </summary>
    public bool IsBareName { get; init; }

    /// <summary>What a registry is asked for: the digest where there is one.</summary>
    public string Selector => Digest?.ToString() ?? Tag ?? "latest";

    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        var (name, digestText) = Cut(text, text.IndexOf('@', StringComparison.Ordinal));
        ContentDigest? digest = null;
        if (digestText is not null)
        {
            if (!ContentDigest.TryParse(digestText, out var parsed))
            {
                return false;
            }

            digest = parsed;
        }

        var colon = name.LastIndexOf(':');
        var (path, tag) = Cut(name, colon > name.LastIndexOf('/') ? colon : -1);
        var (registry, repository) = Split(path);
        if (!IsRegistry(registry) || !IsRepository(repository) || (tag is not null && !IsTag(tag)))
        {
            return false;
        }

        reference = new ImageReference
        {
            Registry = registry,
            Repository = registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal)
                ? $"library/{repository}"
                : repository,
            Tag = tag ?? (digest is null ? "latest" : null),
            Digest = digest,
            IsBareName = !path.Contains('/', StringComparison.Ordinal),
        };
        return true;
    }

    public override string ToString() =>
        $"{Registry}/{Repository}" + (Tag is null ? "" : $":{Tag}") + (Digest is null ? "" : $"@{Digest}");

    private static (string Before, string? After) Cut(string text, int position) =>
        position < 0 ? (text, null) : (text[..position], text[(position + 1)..]);

    private static (string Registry, string Repository) Split(string path)
    {
        var (first, rest) = Cut(path, path.IndexOf('/', StringComparison.Ordinal));
        var isRegistry = rest is not null && (first == "localhost" || first.AsSpan().IndexOfAny('.', ':') >= 0);
        return !isRegistry ? (DockerHub, path) : (first is "index.docker.io" ? DockerHub : first, rest!);
    }

    private static bool IsRegistry(string text)
    {
        var isAddress = Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var uri);
        return isAddress && uri!.Authority.Length > 0 && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0;
    }

    private static bool IsRepository(string text) =>
        text.Length <= LongestRepository && Array.TrueForAll(text.Split('/'), IsComponent);

    private static bool IsComponent(string text) =>
        text.Length > 0
        && text.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '_' or '-')
        && char.IsAsciiLetterOrDigit(text[0])
        && char.IsAsciiLetterOrDigit(text[^1])
        && !text.Contains("..", StringComparison.Ordinal);

    private static bool IsTag(string text) =>
        text.Length is > 0 and <= LongestTag
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-')
        && text[0] is not ('.' or '-');
}
