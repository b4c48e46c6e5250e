using Microsoft.Win32.SafeHandles;
using Samlet.Sandboxes.Native;

namespace Samlet;

/// <summary>
/// A turn that one process of several has at a time; it ends with the process at the latest. The file stays for the
/// next one; where somebody clears the cache, only the lock of the file that is there counts. Source: flock(2).
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    public static Task<FileLock> TakeAsync(CacheFolder cache, string name, CancellationToken cancellationToken) =>
        TakeAsync(Path.Join(cache.Subfolder("locks"), name), cancellationToken);

    /// <summary>
    /// Waits on a thread of its own, since the system has no other way to. On Windows nobody waits: what two make at
    /// once appears whole there too, and is only made twice.
    /// </summary>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileLock(new SafeFileHandle());
        }

        for (var attempt = 1; ; attempt++)
        {
            var file = Open(path);
            await LockAsync(file, cancellationToken);
            if (CacheHold.IsSame(file, path) || attempt == CacheHold.MostAttempts)
            {
                return new FileLock(file);
            }

            file.Dispose();
        }
    }

    public void Dispose() => _file.Dispose();

    private static async Task LockAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (!Posix.TryLock(file, wait: false))
        {
            var waiting = Task.Factory.StartNew(
                () => Posix.TryLock(file, wait: true),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            _ = await waiting.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Not by the framework, which refuses to open what another has locked.</summary>
    private static SafeFileHandle Open(string path)
    {
        while (true)
        {
            Create(path);
            var file = Posix.OpenToRead(path);
            if (!file.IsInvalid)
            {
                return file;
            }

            file.Dispose();
            if (File.Exists(path))
            {
                throw new UserErrorException($"cannot open `{path}`", "is it yours?");
            }
        }
    }

    private static void Create(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another was quicker and has locked it already.
        }
    }
}
