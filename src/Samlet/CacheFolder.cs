using Samlet.Sandboxes.Native;

namespace Samlet;

/// <summary>
/// The folder, private to its owner, for what can be made again: unpacked archives, layers, bootstraps, images.
/// An entry appears whole or not at all, also when two processes make it at once, and what a process has asked for
/// stays until that process ends: others that clear the cache leave it alone.
/// </summary>
internal sealed class CacheFolder(string path)
{
    /// <summary>
    /// Tells other programs to pass the folder over, and Samlet that it is its own. Source: bford.info/cachedir.
    /// </summary>
    public const string TagName = "CACHEDIR.TAG";

    private const string Tag =
        "Signature: 8a477f597d28d172789f06886806bc55\n"
        + "# The cache of Samlet: all of it can be made again. `samlet clean` empties it.\n";

    /// <summary>How exact the time is that tells when an entry was last used.</summary>
    private static readonly TimeSpan UseInterval = TimeSpan.FromDays(1);

    private readonly Dictionary<string, CacheHold> _holds = new(StringComparer.Ordinal);

    public string Path { get; } = path;

    /// <summary>Something has been put into it by this process.</summary>
    public bool HasGrown { get; private set; }

    /// <summary>A new one gets the tag. Folders in the midst of others' files get none.</summary>
    public bool IsTagged { get; init; }

    /// <summary>Where the platform would have it, so that nobody else keeps anything there.</summary>
    private bool IsUsual { get; init; }

    /// <summary>Whether Samlet has made the folder; what is in another one is none of its business.</summary>
    public bool IsOwn => IsUsual || ReadTag() == Tag;

    /// <summary>Whether something could be put into it, also when it is not there yet.</summary>
    public bool IsWritable => OperatingSystem.IsWindows() || Posix.CanWrite(NearestFolder(Path));

    /// <summary>The folder itself, or the first one above it that is there.</summary>
    public static string NearestFolder(string folder)
    {
        while (!Directory.Exists(folder) && System.IO.Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    /// <summary>
    /// `SAMLET_CACHE`, else the place the platform has for caches. `variable` looks a name up in the environment.
    /// </summary>
    public static CacheFolder Locate(Func<string, string?> variable)
    {
        var chosen = variable("SAMLET_CACHE");
        return string.IsNullOrEmpty(chosen)
            ? new CacheFolder(System.IO.Path.Join(PlatformFolder(variable), "samlet"))
            {
                IsTagged = true,
                IsUsual = true,
            }
            : new CacheFolder(System.IO.Path.GetFullPath(chosen)) { IsTagged = true };
    }

    /// <summary>The folder below the cache for one kind of content, created when missing.</summary>
    public string Subfolder(string name)
    {
        var folder = System.IO.Path.Join(Path, name);
        CreateSelf(); // The mode reaches only the last folder of a path.
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
        while (!TryHold(entry))
        {
            Make(Subfolder(kind), entry, fill);
        }

        return entry;
    }

    /// <summary>The same when it is there, else null.</summary>
    public string? Find(string kind, string name) =>
        System.IO.Path.Join(Path, kind, name) is var entry && TryHold(entry) ? entry : null;

    /// <summary>
    /// Keeps a file or folder of the cache as long as this process lives, and notes that it is used. False when it is
    /// not there.
    /// </summary>
    public bool TryHold(string entry)
    {
        lock (_holds)
        {
            if (_holds.TryGetValue(entry, out var hold) && !System.IO.Path.Exists(entry))
            {
                hold.Dispose(); // Somebody has removed it who asks nobody.
                _ = _holds.Remove(entry);
            }

            if (!_holds.ContainsKey(entry) && !TryAddHold(entry))
            {
                return false;
            }
        }

        NoteUse(entry);
        return true;
    }

    /// <summary>Ends what the end of the process would end: nothing is kept from being removed any more.</summary>
    public void Release()
    {
        lock (_holds)
        {
            foreach (var hold in _holds.Values)
            {
                hold.Dispose();
            }

            _holds.Clear();
        }
    }

    /// <summary>A folder to make something in.</summary>
    public ScratchFolder Scratch(string kind)
    {
        var parent = Subfolder(kind);
        RemoveAbandoned(parent);
        HasGrown = true;
        return new ScratchFolder(parent, CreatePrivate);
    }

    /// <summary>
    /// The same in place of what is there, which goes on to be seen until the new content is complete.
    /// </summary>
    public async Task ReplaceAsync(string kind, string name, Func<string, Task> fill)
    {
        using var partial = Scratch(kind);
        await fill(partial.Path);
        RemoveEntry(kind, name);
        partial.MoveTo(System.IO.Path.Join(Path, kind, name)).Dispose();
    }

    /// <summary>
    /// The same with only a part of the unfinished folder, the one that `make` returns: the rest is gone afterwards.
    /// </summary>
    public async Task PutAsync(string kind, string name, Func<string, Task<string>> make)
    {
        using var partial = Scratch(kind);
        var made = await make(partial.Path);
        RemoveEntry(kind, name);
        Directory.Move(made, System.IO.Path.Join(Path, kind, name));
    }

    /// <summary>In one step, as seen by others, and whoever uses it.</summary>
    public void RemoveEntry(string kind, string name)
    {
        var entry = System.IO.Path.Join(Path, kind, name);
        if (Directory.Exists(entry))
        {
            Remove(MoveAway(entry));
        }
    }

    /// <summary>Removes a file or folder of the cache that nobody uses, in one step as seen by others.</summary>
    /// <returns>False when it is still there.</returns>
    public static bool TryRemove(string entry)
    {
        using var own = CacheHold.TryOwn(entry);
        if (own is null && new FileInfo(entry).LinkTarget is null)
        {
            return !System.IO.Path.Exists(entry);
        }

        try
        {
            if (own is null)
            {
                File.Delete(entry); // A link that leads nowhere.
                return true;
            }

            var old = MoveAway(entry);
            own.Dispose();
            Remove(old);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static void Remove(string folder)
    {
        try
        {
            FolderRemoval.Remove(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or holds what cannot be deleted now; the next run tries again.
        }
    }

    private static string MoveAway(string entry)
    {
        var old = ScratchFolder.NewPath(System.IO.Path.GetDirectoryName(entry)!); // Below the cache, so never a root.
        if (Directory.Exists(entry))
        {
            Directory.Move(entry, old);
        }
        else
        {
            File.Move(entry, old);
        }

        return old;
    }

    private bool TryAddHold(string entry)
    {
        if (CacheHold.TryShare(entry) is not { } hold)
        {
            return false;
        }

        _holds.Add(entry, hold);
        return true;
    }

    /// <summary>At most once a day: a call has better things to do.</summary>
    private static void NoteUse(string entry)
    {
        FileSystemInfo info = new DirectoryInfo(entry) is { Exists: true } folder ? folder : new FileInfo(entry);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (info.LastWriteTimeUtc >= now - UseInterval)
        {
            return;
        }

        try
        {
            info.LastWriteTimeUtc = now;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another's, or gone: then it is not for this process to keep it.
        }
    }

    private void Make(string parent, string entry, Action<string> fill)
    {
        RemoveAbandoned(parent);
        using var partial = new ScratchFolder(parent, CreatePrivate);
        fill(partial.Path);
        for (var attempt = 0; !TryMove(partial, entry, isLast: attempt == CacheHold.MostAttempts); attempt++)
        {
            // What was in the way has been removed since.
        }
    }

    /// <summary>True also when somebody else was quicker: what they made is the same.</summary>
    private bool TryMove(ScratchFolder partial, string entry, bool isLast)
    {
        try
        {
            Keep(entry, partial.MoveTo(entry));
            HasGrown = true;
            return true;
        }
        catch (IOException) when (Directory.Exists(entry) || !isLast)
        {
            return Directory.Exists(entry);
        }
    }

    private void Keep(string entry, CacheHold hold)
    {
        lock (_holds)
        {
            if (!_holds.TryAdd(entry, hold))
            {
                hold.Dispose();
            }
        }
    }

    /// <summary>Unfinished folders of processes that were killed; an hour is longer than anything here takes.</summary>
    private static void RemoveAbandoned(string parent)
    {
        var limit = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        foreach (var partial in Directory.EnumerateDirectories(parent, ScratchFolder.Prefix + "*"))
        {
            if (Directory.GetLastWriteTimeUtc(partial) < limit)
            {
                _ = TryRemove(partial);
            }
        }
    }

    /// <summary>Only a folder that was empty is marked as Samlet's, before anything else comes into it.</summary>
    private void CreateSelf()
    {
        var tag = System.IO.Path.Join(Path, TagName);
        if (IsTagged && File.Exists(tag))
        {
            return;
        }

        CreatePrivate(Path);
        if (IsTagged && !Directory.EnumerateFileSystemEntries(Path).Any())
        {
            WriteTag(tag);
        }
    }

    private static void WriteTag(string path)
    {
        try
        {
            File.WriteAllText(path, Tag);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whatever it is, what is to be written next will tell.
        }
    }

    private string? ReadTag()
    {
        try
        {
            return File.ReadAllText(System.IO.Path.Join(Path, TagName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
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
