namespace Samlet;

/// <summary>
/// The folder, private to its owner, for what can be made again: unpacked archives, layers, bootstraps, images.
/// An entry appears whole or not at all, also when two processes make it at once.
/// </summary>
internal sealed record CacheFolder(string Path)
{
    private const string PartialPrefix = ".partial-";

    /// <summary>
    /// `SAMLET_CACHE`, else the place the platform has for caches. `variable` looks a name up in the environment.
    /// </summary>
    public static CacheFolder Locate(Func<string, string?> variable)
    {
        var chosen = variable("SAMLET_CACHE");
        return string.IsNullOrEmpty(chosen)
            ? new CacheFolder(System.IO.Path.Join(PlatformFolder(variable), "samlet"))
            : new CacheFolder(System.IO.Path.GetFullPath(chosen));
    }

    /// <summary>The folder below the cache for one kind of content, created when missing.</summary>
    public string Subfolder(string name)
    {
        var folder = System.IO.Path.Join(Path, name);
        CreatePrivate(Path); // The mode reaches only the last folder of a path.
        CreatePrivate(folder);
        return folder;
    }

    /// <summary>
    /// The folder `name` of one kind of content. When it is not there, `fill` makes its content in an unfinished
    /// folder, which then takes the name in one step; of two that do so at once the first one stays.
    /// </summary>
    public string Entry(string kind, string name, Action<string> fill)
    {
        var entry = System.IO.Path.Join(Path, kind, name);
        if (!Directory.Exists(entry))
        {
            Make(Subfolder(kind), entry, fill);
        }

        return entry;
    }

    /// <summary>
    /// The same in place of what is there, which goes on to be seen until the new content is complete.
    /// </summary>
    public async Task ReplaceAsync(string kind, string name, Func<string, Task> fill)
    {
        var parent = Subfolder(kind);
        RemoveAbandoned(parent);
        var partial = NewPartial(parent);
        CreatePrivate(partial);
        try
        {
            await fill(partial);
            RemoveEntry(kind, name);
            Directory.Move(partial, System.IO.Path.Join(parent, name));
        }
        finally
        {
            Remove(partial);
        }
    }

    /// <summary>In one step, as seen by others.</summary>
    public void RemoveEntry(string kind, string name)
    {
        var entry = System.IO.Path.Join(Path, kind, name);
        if (Directory.Exists(entry))
        {
            var old = NewPartial(Subfolder(kind));
            Directory.Move(entry, old);
            Remove(old);
        }
    }

    private static string NewPartial(string parent) =>
        System.IO.Path.Join(parent, PartialPrefix + Guid.NewGuid().ToString("N"));

    private static void Make(string parent, string entry, Action<string> fill)
    {
        RemoveAbandoned(parent);
        var partial = NewPartial(parent);
        CreatePrivate(partial);
        try
        {
            fill(partial);
            Directory.Move(partial, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            // Somebody else was quicker, and what they made is the same.
        }
        finally
        {
            Remove(partial);
        }
    }

    /// <summary>Unfinished folders of processes that were killed; an hour is longer than anything here takes.</summary>
    private static void RemoveAbandoned(string parent)
    {
        var limit = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        foreach (var partial in Directory.EnumerateDirectories(parent, PartialPrefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(partial) < limit)
            {
                Remove(partial);
            }
        }
    }

    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or holds what cannot be deleted now; the next run tries again.
        }
    }

    private static void CreatePrivate(string folder)
    {
        try
        {
            CreateForOwner(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot create the cache folder `{folder}`: {error.Message}",
                "set SAMLET_CACHE to a folder that can be written",
                error);
        }
    }

    private static void CreateForOwner(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string PlatformFolder(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        var home = variable("HOME") is { Length: > 0 } set
            ? set
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var shared = variable("XDG_CACHE_HOME");

        // A relative XDG folder is invalid and to be ignored (XDG Base Directory Specification).
        return System.IO.Path.IsPathRooted(shared) ? shared
            : System.IO.Path.Join(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
    }
}
