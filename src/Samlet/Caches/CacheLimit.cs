namespace Samlet.Caches;

/// <summary>
/// Keeps a cache below a size: what has not been used for longest goes first, and nothing that somebody uses. Only
/// looked at when this process has put something in.
/// </summary>
internal sealed class CacheLimit(CacheFolder cache, long bytes)
{
    public const string Variable = "SAMLET_CACHE_SIZE";

    /// <summary>Room for a dozen images.</summary>
    public const long UsualBytes = 10_000_000_000;

    public void Enforce()
    {
        if (!cache.HasGrown || !cache.IsOwn)
        {
            return;
        }

        try
        {
            RemoveOldest(CacheContent.Read(cache).Entries);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody clears the cache right now, or it is not this user's: then it is not for this process to do.
        }
    }

    private void RemoveOldest(IReadOnlyList<CacheEntry> entries)
    {
        var sizes = new CacheSizes(cache);
        var total = entries.Sum(sizes.Of);
        foreach (var entry in entries.Where(static entry => entry.Kind.GoesWhenFull).OrderBy(Age))
        {
            if (total <= bytes)
            {
                break;
            }

            total -= CacheFolder.TryRemove(entry.Path) ? sizes.Of(entry) : 0;
        }

        sizes.Save();
    }

    private static DateTime Age(CacheEntry entry) => entry.LastUse;
}
