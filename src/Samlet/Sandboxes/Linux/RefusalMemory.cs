namespace Samlet.Sandboxes.Linux;

/// <summary>
/// One small file of the cache that says why rooms, or a part of them, cannot be made here. It holds for this user,
/// this boot of this system, this bubblewrap and these switches of the kernel; after any change it is tried again.
/// </summary>
internal sealed class RefusalMemory(CacheFolder cache, string name = RefusalMemory.OfRooms)
{
    private const string Kind = "sandbox";
    private const string OfRooms = "refusal";

    private static readonly string[] Circumstances =
    [
        "/proc/sys/kernel/random/boot_id", "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "/proc/sys/kernel/unprivileged_userns_clone", "/proc/sys/user/max_user_namespaces", "/proc/self/attr/current",
    ];

    private string FilePath => Path.Join(cache.Path, Kind, name);

    /// <summary>Null when rooms could be made, as far as is known.</summary>
    public string? Find() =>
        Read(FilePath)?.Split('\n', 2) is [var circumstances, var reason] && circumstances == Describe()
            ? reason
            : null;

    /// <summary>A cache that cannot be written only means that the next call tries again.</summary>
    public void Remember(string reason)
    {
        try
        {
            File.WriteAllText(Path.Join(cache.Subfolder(Kind), name), $"{Describe()}\n{reason}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
        }
    }

    public void Forget()
    {
        try
        {
            File.Delete(FilePath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Describe()
    {
        var hash = new ContentHash();
        hash.Add(Environment.UserName);
        foreach (var file in Circumstances)
        {
            hash.Add(Read(file) ?? "");
        }

        hash.Add((ulong)File.GetLastWriteTimeUtc("/usr/bin/bwrap").Ticks);
        return hash.ToString();
    }

    private static string? Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
