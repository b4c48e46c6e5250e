using Microsoft.Win32.SafeHandles;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// A turn that one process of several has at a time; it ends with the process at the latest. The file stays, because
/// removing it would let two have the turn. Source: flock(2).
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    /// <summary>Waits on a thread of its own, since the system has no other way to.</summary>
    public static async Task<FileLock> TakeAsync(CacheFolder cache, string name, CancellationToken cancellationToken)
    {
        var file = Open(Path.Join(cache.Subfolder("locks"), name));
        if (!Posix.TryLock(file, wait: false))
        {
            var waiting = Task.Factory.StartNew(
                () => Posix.TryLock(file, wait: true),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            _ = await waiting.WaitAsync(cancellationToken);
        }

        return new FileLock(file);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Not by the framework, which refuses to open what another has locked.</summary>
    private static SafeFileHandle Open(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        var file = Posix.OpenToRead(path);
        return file.IsInvalid ? throw new UserErrorException($"cannot open `{path}`", "is it yours?") : file;
    }

    private static void Create(string path)
    {
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
