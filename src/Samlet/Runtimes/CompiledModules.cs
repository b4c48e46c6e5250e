using System.Globalization;
using System.Text;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes;

/// <summary>
/// Python's compiled form of a function's modules: `[cache]/compiled/[hash of the folders]/`, which its rooms show
/// read-only. What a function has compiled is never kept, since it could be anything. Its runtime only tells of which
/// sources (`startup.py`), and a process in a room of its own compiles those once more (`compiling.py`).
/// </summary>
/// <param name="compiler">The process.</param>
/// <param name="folder">Of the cache.</param>
internal sealed class CompiledModules(SandboxSpec compiler, string folder)
{
    public const string Kind = "compiled";

    private const string Suffix = ".pyc";
    private const int HashLength = 16;

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The times of files advance in steps, which are at most this long.</summary>
    private static readonly TimeSpan StepOfFileTimes = TimeSpan.FromMilliseconds(20);

    /// <summary>The folder for a function.</summary>
    public static string FolderFor(RuntimeFolders folders, CacheFolder cache) => cache.Entry(
        Kind, ContentHash.Of(string.Join('\n', [folders.Task, .. folders.Layers])), RoomEtc.MakeOpen);

    /// <summary>Compiles what is missing. What goes wrong only makes the next start slower.</summary>
    /// <param name="sources">Paths as the room has them, with tabs between them.</param>
    /// <param name="launcher">What makes rooms.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task AddAsync(
        string sources, ISandboxLauncher launcher, TimeProvider time, CancellationToken cancellationToken)
    {
        var begun = time.GetUtcNow().UtcDateTime - StepOfFileTimes;
        try
        {
            using var answer = new MemoryStream();
            await CompileAsync(sources, answer, launcher, time, cancellationToken);
            Keep(answer.GetBuffer().AsSpan(0, (int)answer.Length), begun);
        }
        catch (Exception error) when (error is SandboxLaunchException or SandboxRefusedException
            or TimeoutException or IOException or UnauthorizedAccessException)
        {
            // The function has compiled them for itself.
        }
        finally
        {
            await launcher.CloseAsync(compiler.Room);
        }
    }

    private async Task CompileAsync(
        string sources,
        MemoryStream answer,
        ISandboxLauncher launcher,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var asked = Posix.NewMemoryFile("sources");
        RandomAccess.Write(asked, Encoding.UTF8.GetBytes(sources.Replace('\t', '\n')), 0);
        await using var sandbox = launcher.Start(compiler with { Descriptor = asked, Output = answer.Write });
        _ = await sandbox.Exited.WaitAsync(Limit, time, cancellationToken);
        sandbox.DrainOutput();
    }

    /// <summary>
    /// A file is older than its compilation, so that one whose source changes meanwhile is not used (`startup.py`).
    /// </summary>
    private void Keep(ReadOnlySpan<byte> answer, DateTime begun)
    {
        while (answer.IndexOf((byte)'\n') is > 0 and var end && TryParse(answer[..end], out var name, out var length))
        {
            var rest = answer[(end + 1)..];
            if (length > rest.Length)
            {
                return;
            }

            Write(Path.Join(folder, name), rest[..length], begun);
            answer = rest[length..];
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> line, out string name, out int length)
    {
        var words = Encoding.UTF8.GetString(line).Split(' ');
        name = words[0];
        length = 0;
        return words.Length == 2
            && name.Length == HashLength + Suffix.Length
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && ulong.TryParse(
                name.AsSpan(0, HashLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out length);
    }

    private static void Write(string path, ReadOnlySpan<byte> content, DateTime time)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(partial, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(partial, Readable); // The function's user is another than Samlet's.
        }

        File.SetLastWriteTimeUtc(partial, time);
        File.Move(partial, path, overwrite: true);
    }
}
