namespace Samlet.Sandboxes;

/// <summary>
/// What the processes of one execution environment see of this computer, as plain data. Everything is read-only but
/// `/tmp`, which is theirs and lives as long as the room. Processes started with the same object share the room.
/// </summary>
internal sealed class SandboxRoom
{
    /// <summary>A folder that is the root of the room, an image's; null: what this computer has in its own.</summary>
    public string? Root { get; init; }

    /// <summary>Files and folders of this computer and where they are seen, in the order they are mounted.</summary>
    public required IReadOnlyList<RoomMount> Mounts { get; init; }

    /// <summary>Folders that together are `/opt`; of two files with one name the later folder's is seen.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>What fits into `/tmp`.</summary>
    public required int TemporaryMegabytes { get; init; }
}

/// <summary>`Source` is absolute and exists; `Target` is absolute.</summary>
internal sealed record RoomMount(string Source, string Target)
{
    /// <summary>`Source` is in the room already, so that a link does, which takes a tenth of the time.</summary>
    public bool IsLink { get; init; }
}
