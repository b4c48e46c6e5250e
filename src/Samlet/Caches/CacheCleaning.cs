namespace Samlet.Caches;

/// <summary>What is to be removed.</summary>
internal sealed record CleaningChoice(IReadOnlyList<CacheGroup> Groups)
{
    /// <summary>Only what was last used before; exact to a day.</summary>
    public DateTime? UsedBefore { get; init; }

    /// <summary>Nothing is removed, and told as if it were.</summary>
    public bool IsDryRun { get; init; }
}

/// <summary>What was removed of a group, and what stays because it is in use.</summary>
internal sealed record CleanedGroup(CacheGroup Group, int Removed, long RemovedBytes, int Kept, long KeptBytes)
{
    /// <summary>What should have been removed, and cannot be.</summary>
    public string? Stubborn { get; init; }
}

/// <summary>Removes what can be made again. What a running Samlet uses stays, and all that is not its own.</summary>
internal sealed class CacheCleaning(CacheFolder cache, TimeProvider time)
{
    /// <summary>Longer than anybody needs what has no mark.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private readonly CacheSizes _sizes = new(cache);

    /// <exception cref="UserErrorException">The folder is not a cache of Samlet's.</exception>
    public IReadOnlyList<CleanedGroup> Clean(CleaningChoice choice, CacheContent content)
    {
        RequireOwn();
        List<CleanedGroup> cleaned = [];
        foreach (var group in choice.Groups)
        {
            var entries = content.Entries.Where(entry => entry.Kind.Group == group && IsChosen(entry, choice));
            cleaned.Add(CleanGroup(group, entries, choice.IsDryRun));
        }

        return cleaned;
    }

    private void RequireOwn()
    {
        if (Directory.Exists(cache.Path) && !cache.IsOwn)
        {
            throw new UserErrorException(
                $"`{cache.Path}` is not a folder that Samlet has made for its cache, so nothing in it is removed",
                "let SAMLET_CACHE name a folder that is empty or not there");
        }
    }

    private static bool IsChosen(CacheEntry entry, CleaningChoice choice) =>
        choice.UsedBefore is not { } limit || entry.LastUse < limit;

    private CleanedGroup CleanGroup(CacheGroup group, IEnumerable<CacheEntry> entries, bool isDryRun)
    {
        var cleaned = new CleanedGroup(group, 0, 0, 0, 0);
        foreach (var entry in entries)
        {
            var size = _sizes.Of(entry);
            cleaned = !IsFree(entry)
                ? cleaned with { Kept = cleaned.Kept + 1, KeptBytes = cleaned.KeptBytes + size }
                : isDryRun || CacheFolder.TryRemove(entry.Path)
                ? cleaned with { Removed = cleaned.Removed + 1, RemovedBytes = cleaned.RemovedBytes + size }
                : cleaned with { Stubborn = entry.Path };
        }

        return cleaned;
    }

    private bool IsFree(CacheEntry entry)
    {
        using var own = CacheHold.TryOwn(entry.Path);
        var isInUse = own is null && Path.Exists(entry.Path);
        return !isInUse && (!entry.Kind.IsForMoments || entry.LastUse < time.GetUtcNow().UtcDateTime - Moment);
    }
}
