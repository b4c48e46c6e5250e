namespace Samlet.Sandboxes;

/// <summary>
/// Limits of a process, soft and hard alike, which its children inherit. Only Linux lets one process set them for
/// another. A limit of processes is not among them: it counts all of a user's, those of the desktop too.
/// </summary>
internal sealed record ResourceLimits
{
    public required ulong OpenFiles { get; init; }

    /// <summary>Bytes that are kept from being swapped out.</summary>
    public required ulong LockedMemory { get; init; }

    /// <summary>Bytes; a dump of a function would land in the folder of its code.</summary>
    public ulong CoreDump { get; init; }
}
