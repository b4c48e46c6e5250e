namespace Samlet.Layers;

/// <summary>A layer version in the cache.</summary>
/// <param name="Folder">Its content.</param>
/// <param name="Size">The bytes of its files; null where another tool has unpacked it.</param>
/// <param name="Architectures">Those it is made for; empty where that is not known, or for all.</param>
internal sealed record StoredLayer(string Folder, long? Size, IReadOnlyList<string> Architectures);
