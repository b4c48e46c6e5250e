namespace Samlet.Sandboxes.Image;

/// <summary>An image to be run, and what may be done to get it.</summary>
internal sealed record ImageRequest(string Name, ImagePlatform Platform)
{
    /// <summary>Where a relative path begins.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether a registry may be asked.</summary>
    public bool MayPull { get; init; } = true;

    /// <summary>A registry is asked even though a copy is here.</summary>
    public bool IsRefresh { get; init; }

    /// <summary>What an engine of this computer has under the name is meant first: it is built there.</summary>
    public bool IsBuiltHere { get; init; }
}

/// <summary>An image ready to be run.</summary>
/// <param name="Folder">Its root file system, in the cache and not to be written to.</param>
/// <param name="Settings">What it says about how it is run.</param>
internal sealed record ImageRoot(string Folder, ImageSettings Settings);
