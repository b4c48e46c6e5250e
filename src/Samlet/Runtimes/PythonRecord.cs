using System.Globalization;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes;

/// <summary>
/// What `site` does on this computer, which the bootstrap of Python finds out on a first start and writes beside itself
/// (`site_record.py`). In a room it cannot write, so the record is made before, outside, where none is fresh.
/// </summary>
internal static class PythonRecord
{
    private const string Files = "site-*.txt";

    /// <summary>The bootstrap's folder again. A record that cannot be made only makes starts slower.</summary>
    public static async ValueTask<string> PrepareAsync(
        Interpreter python, string bootstrap, CancellationToken cancellationToken)
    {
        if (Directory.EnumerateFiles(bootstrap, Files).Any(file => IsFresh(file, python.Program)))
        {
            return bootstrap;
        }

        var call = new ProgramCall(python.Program, ["-S", Path.Join(bootstrap, "bootstrap.py"), "--record"])
        {
            Environment = new Dictionary<string, string>
            {
                ["PYTHONPATH"] = "/var/runtime",
                ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
                ["LANG"] = "en_US.UTF-8",
                ["LC_CTYPE"] = "C.UTF-8",
            },
        };
        _ = await ProgramOutput.ReadAsync(call, cancellationToken);
        return bootstrap;
    }

    /// <summary>
    /// The first line has the program, lines of kind `file` a path, its time in nanoseconds and its size.
    /// </summary>
    private static bool IsFresh(string file, string program)
    {
        var lines = File.ReadAllLines(file);
        return lines.Length > 0
            && lines[0].Contains($"\t{program}\t", StringComparison.Ordinal)
            && Array.TrueForAll(lines, static line => line.Split('\t') is not ["file", var path, .. var stamp]
                || IsUnchanged(path, stamp));
    }

    /// <summary>Folders have a time too, and a size that only the file system knows.</summary>
    private static bool IsUnchanged(string path, string[] stamp)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (stamp is not [var time, ..])
        {
            return !info.Exists;
        }

        var ticks = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        return info.Exists
            && long.TryParse(time, CultureInfo.InvariantCulture, out var nanoseconds)
            && nanoseconds / 100 == ticks;
    }
}
