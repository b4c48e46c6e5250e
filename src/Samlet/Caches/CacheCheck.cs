using System.Globalization;

namespace Samlet.Caches;

/// <summary>How large the cache is, whether it can be written, and the room on the disks.</summary>
internal sealed class CacheCheck(CacheFolder cache, HostEnvironment host)
{
    private const long Scarce = 1_000_000_000;
    private const long TooLittle = 50_000_000;

    public IReadOnlyList<CheckResult> Run()
    {
        var limit = host.FindText(CacheLimit.Variable);
        List<CheckResult> results =
        [
            CheckCache(), CheckDisk("cache", cache.Path), CheckDisk("temporary files", Path.GetTempPath()),
        ];
        if (limit is not null && DataSize.TryParse(limit) is null)
        {
            results.Add(CheckResult.Fail(
                "cache", $"{CacheLimit.Variable} is `{limit}`, which is no size", "write it like `5GB`"));
        }

        return results;
    }

    private CheckResult CheckCache()
    {
        const string Id = "cache";
        if (!cache.IsWritable)
        {
            return CheckResult.Fail(
                Id, $"`{cache.Path}` cannot be written", "set SAMLET_CACHE to a folder that can be written");
        }

        if (!Directory.Exists(cache.Path))
        {
            return CheckResult.Ok(Id, $"`{cache.Path}` is not there yet");
        }

        return cache.IsOwn ? CheckResult.Ok(Id, $"`{cache.Path}` has {Size()}") : CheckResult.Warn(
            Id,
            $"`{cache.Path}` is not a folder that Samlet has made, so it is neither cleaned nor kept small",
            "let SAMLET_CACHE name a folder that is empty or not there");
    }

    private string Size()
    {
        var (sizes, entries) = (new CacheSizes(cache), CacheContent.Read(cache).Entries);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DataSize.Format(entries.Sum(sizes.Of))} in {entries.Count} entries; `samlet clean` empties it");
    }

    private static CheckResult CheckDisk(string use, string path)
    {
        const string Id = "disk";
        var folder = CacheFolder.NearestFolder(path);
        var free = FreeAt(folder);
        var amount = free is { } bytes ? DataSize.Format(bytes) : "nobody knows how much";
        var message = $"{amount} free for {use} (`{folder}`)";
        return free switch
        {
            < TooLittle => CheckResult.Fail(Id, message, "free some; `samlet clean` removes what can be made again"),
            < Scarce => CheckResult.Warn(Id, message, "that is little for an image; `samlet clean` makes some room"),
            _ => CheckResult.Ok(Id, message),
        };
    }

    private static long? FreeAt(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
