namespace Samlet.Layers;

/// <summary>
/// What Lambda says of a layer version. `Sha256` is in base64; it and the size are null where it says nothing.
/// </summary>
internal sealed record LayerVersion(Uri Location, string? Sha256, long? Size)
{
    /// <summary>Empty for a layer that goes with all of them.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];
}
