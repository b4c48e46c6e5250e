using System.Globalization;

namespace Samlet.Caches;

/// <summary>
/// How large the entries of a cache are: walked through once for each state of an entry, and kept in one small file of
/// the cache, a line each. A line that cannot be read counts as absent.
/// </summary>
internal sealed class CacheSizes(CacheFolder cache)
{
    public const string Kind = "sizes";

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly Dictionary<string, long> _known = Read(PathIn(cache));
    private readonly Dictionary<string, long> _asked = new(StringComparer.Ordinal);

    /// <summary>In bytes of content.</summary>
    public long Of(CacheEntry entry)
    {
        var key = string.Create(
            CultureInfo.InvariantCulture,
            $"{entry.LastUse.Ticks:x} {entry.Kind.Folder}/{Path.GetFileName(entry.Path.AsSpan())}");
        if (!_asked.TryGetValue(key, out var size))
        {
            var isKnown = _known.TryGetValue(key, out size) && !entry.Kind.Grows && !entry.IsPartial;
            _asked[key] = size = isKnown ? size : Measure(entry.Path);
        }

        return size;
    }

    /// <summary>What was asked for, for the next time; a cache that cannot be written only costs that time.</summary>
    public void Save()
    {
        try
        {
            var path = PathIn(cache);
            _ = cache.Subfolder(Kind);
            var partial = ScratchFolder.NewPath(Path.Join(cache.Path, Kind));
            var lines = _asked.Select(static pair =>
                string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}"));
            File.WriteAllLines(partial, lines);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
        }
    }

    private static string PathIn(CacheFolder cache) => Path.Join(cache.Path, Kind, "known");

    private static long Measure(string path)
    {
        try
        {
            return File.Exists(path)
                ? new FileInfo(path).Length
                : new DirectoryInfo(path).EnumerateFiles("*", Everything).Sum(LengthOf);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0; // Removed meanwhile.
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static Dictionary<string, long> Read(string path)
    {
        Dictionary<string, long> known = new(StringComparer.Ordinal);
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                var blank = line.IndexOf(' ', StringComparison.Ordinal);
                if (blank > 0 && long.TryParse(line.AsSpan(0, blank), CultureInfo.InvariantCulture, out var size))
                {
                    known[line[(blank + 1)..]] = size;
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }

        return known;
    }
}
