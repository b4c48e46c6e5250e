namespace Samlet.Caches;

/// <summary>What is in a cache. Links in place of its folders lead to what is not Samlet's to remove.</summary>
internal sealed record CacheContent(IReadOnlyList<CacheEntry> Entries, IReadOnlyList<string> Links)
{
    public static CacheContent Read(CacheFolder cache)
    {
        List<CacheEntry> entries = [];
        List<string> links = [];
        foreach (var kind in CacheKind.All)
        {
            var folder = new DirectoryInfo(Path.Join(cache.Path, kind.Folder));
            if (folder.LinkTarget is not null)
            {
                links.Add(folder.FullName);
            }
            else if (folder.Exists)
            {
                entries.AddRange(EntriesOf(kind, folder));
            }
        }

        return new CacheContent(entries, links);
    }

    private static readonly EnumerationOptions WhatIsReadable = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.None, // Unfinished folders are hidden ones.
    };

    private static IEnumerable<CacheEntry> EntriesOf(CacheKind kind, DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", WhatIsReadable)
            .Where(static info => !info.Name.StartsWith(".lock-", StringComparison.Ordinal))
            .Select(info => new CacheEntry(kind, info.FullName, info.LastWriteTimeUtc));
}
