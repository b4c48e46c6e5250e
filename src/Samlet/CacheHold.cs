using Microsoft.Win32.SafeHandles;
using Samlet.Sandboxes.Native;

namespace Samlet;

/// <summary>
/// The mark on a folder or file of the cache that somebody uses it, or that one alone does and removes it. The system
/// takes it away with the process at the latest. Windows needs none: what is open there cannot be removed.
/// Source: flock(2).
/// </summary>
internal sealed class CacheHold : IDisposable
{
    /// <summary>More often than others could remove and make it again each time.</summary>
    public const int MostAttempts = 1000;

    private readonly SafeFileHandle? _handle;

    private CacheHold(SafeFileHandle? handle) => _handle = handle;

    /// <summary>
    /// Null when it is not there. What is there and cannot be marked is used without: another user's, or one on a file
    /// system that tells two times of one folder.
    /// </summary>
    public static CacheHold? TryShare(string path)
    {
        for (var attempt = 0; Path.Exists(path); attempt++)
        {
            if (TryTake(path, Posix.ShareLock) is { } hold)
            {
                return hold;
            }

            if (attempt == MostAttempts)
            {
                return new CacheHold(null);
            }
        }

        return null;
    }

    /// <summary>Null when it is not there, or somebody uses it. To be kept for a moment only: others wait.</summary>
    public static CacheHold? TryOwn(string path) => TryTake(path, static handle => Posix.TryLock(handle, wait: false));

    /// <summary>
    /// Whether what was opened still is what the path names: meanwhile it may have been removed, under another name,
    /// and made again. Linux tells the name that it has now; elsewhere its time has to do, which advances in steps.
    /// </summary>
    public static bool IsSame(SafeFileHandle handle, string path) =>
        Path.Exists(path)
        && (new FileInfo(path).LinkTarget is not null // What is opened then is not what the path names.
            || (NameOf(handle) is { } name
                ? name == Path.GetFileName(path)
                : File.GetLastWriteTimeUtc(handle) == File.GetLastWriteTimeUtc(path)));

    private static string? NameOf(SafeFileHandle handle) => OperatingSystem.IsLinux()
        ? Path.GetFileName(new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget)
        : null;

    public void Dispose() => _handle?.Dispose();

    private static CacheHold? TryTake(string path, Func<SafeFileHandle, bool> tryLock)
    {
        if (OperatingSystem.IsWindows())
        {
            return Path.Exists(path) ? new CacheHold(null) : null;
        }

        var handle = Posix.OpenToRead(path);
        if (!handle.IsInvalid && tryLock(handle) && IsSame(handle, path))
        {
            return new CacheHold(handle);
        }

        handle.Dispose();
        return null;
    }
}
