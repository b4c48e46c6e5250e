namespace Samlet.Caches;

/// <summary>What people tell apart in the cache.</summary>
internal enum CacheGroup
{
    Code,
    Layers,
    Images,
    Runtimes,
    Packages,
}

/// <summary>A folder right below the cache, and how its content is treated.</summary>
/// <param name="Folder">Its name.</param>
/// <param name="Group">What people call it.</param>
internal sealed record CacheKind(string Folder, CacheGroup Group)
{
    /// <summary>All that Samlet keeps in a cache. Whatever else is there is left alone.</summary>
    public static readonly IReadOnlyList<CacheKind> All =
    [
        new("unpacked", CacheGroup.Code) { GoesWhenFull = true },
        new("inline", CacheGroup.Code) { GoesWhenFull = true },
        new("published", CacheGroup.Layers) { GoesWhenFull = true },
        new("blobs", CacheGroup.Images) { GoesWhenFull = true },
        new("roots", CacheGroup.Images) { GoesWhenFull = true },
        new("images", CacheGroup.Images) { GoesWhenFull = true },
        new("saved", CacheGroup.Images),
        new("engine-folders", CacheGroup.Images) { IsForMoments = true },
        new("locks", CacheGroup.Images) { IsForMoments = true },
        new("bootstraps", CacheGroup.Runtimes) { GoesWhenFull = true },
        new("java", CacheGroup.Runtimes) { GoesWhenFull = true },
        new("compiled", CacheGroup.Runtimes) { GoesWhenFull = true, Grows = true },
        new("etc", CacheGroup.Runtimes),
        new("layers", CacheGroup.Runtimes),
        new("sandbox", CacheGroup.Runtimes),
        new("interpreters", CacheGroup.Runtimes),
        new(CacheSizes.Kind, CacheGroup.Runtimes),
        new("variables", CacheGroup.Runtimes) { IsForMoments = true },
        new("packages", CacheGroup.Packages),
    ];

    /// <summary>What has not been used for longest goes when the cache gets too large.</summary>
    public bool GoesWhenFull { get; init; }

    /// <summary>Its files have no mark that somebody uses them, and are used at once.</summary>
    public bool IsForMoments { get; init; }

    /// <summary>Its entries grow after they were made.</summary>
    public bool Grows { get; init; }
}

/// <summary>A file or folder of the cache that is made and goes as a whole.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Where it is.</param>
/// <param name="LastUse">In UTC, exact to a day.</param>
internal sealed record CacheEntry(CacheKind Kind, string Path, DateTime LastUse)
{
    /// <summary>Unfinished, and its maker may be gone.</summary>
    public bool IsPartial =>
        System.IO.Path.GetFileName(Path.AsSpan()).StartsWith(ScratchFolder.Prefix, StringComparison.Ordinal);
}
