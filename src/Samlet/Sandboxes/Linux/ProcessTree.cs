using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// What Linux tells about processes below `/proc`. As a child subreaper Samlet inherits every process whose parent
/// ended, so what a function left behind by forking twice is among Samlet's own children. Source: proc(5), prctl(2).
/// </summary>
internal static partial class ProcessTree
{
    private const int SetChildSubreaper = 36;
    private const int MostRounds = 50;
    private const int MostLooks = 10_000;
    private const int FirstRead = 2048;

    public static void BecomeSubreaper() => _ = Control(SetChildSubreaper, 1, 0, 0, 0);

    /// <summary>Samlet's own children, those it started and those it inherited.</summary>
    public static List<int> OwnChildren() => Children(Environment.ProcessId);

    /// <summary>
    /// The highest resident memory of a process and all below it, summed; processes that ended do not count.
    /// </summary>
    public static long PeakBytes(int root) => PeakBytes([root, .. Descendants(root)]);

    /// <summary>The same of these processes.</summary>
    public static long PeakBytes(List<int> processes) => processes.Sum(static pid => StatusOf(pid, "VmHWM:"u8));

    /// <summary>
    /// Pages that no file backs. Forked processes share them, and each has them in its own figure, so a sum that is
    /// above the limit is counted again by shares, which takes longer.
    /// </summary>
    public static long AnonymousBytes(List<int> processes, long limit)
    {
        var sum = processes.Sum(static pid => StatusOf(pid, "RssAnon:"u8));
        return sum <= limit || processes.Count < 2 ? sum : processes.Sum(static pid => ShareOf(pid));
    }

    /// <summary>
    /// The peaks of all processes with `NAME=value` in their environment that are in containers: their numbers are of
    /// another space than Samlet's own.
    /// </summary>
    public static long PeakBytesInContainers(string mark)
    {
        var own = NumberSpaceOf("self");
        var (total, needle) = (0L, Encoding.UTF8.GetBytes($"{mark}\0"));
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var pid)
                && Read($"/proc/{pid}/environ").AsSpan().IndexOf(needle) >= 0
                && NumberSpaceOf(Path.GetFileName(folder)) != own)
            {
                total += StatusOf(pid, "VmHWM:"u8);
            }
        }

        return total;
    }

    /// <summary>
    /// The kernel keeps the peak of all pages of a process only, so what files back is taken off as it is now.
    /// </summary>
    public static long PeakAnonymousBytes(List<int> processes) => processes.Count == 0 ? 0 : processes.Max(
        static pid => StatusOf(pid, "VmHWM:"u8) - StatusOf(pid, "RssFile:"u8) - StatusOf(pid, "RssShmem:"u8));

    /// <summary>
    /// True when the process was started with `NAME=value` in its environment or in the given session.
    /// </summary>
    public static bool BelongsTo(int pid, string mark, int session)
    {
        var needle = Encoding.UTF8.GetBytes($"{mark}\0");
        return EnvironmentOf(pid).AsSpan().IndexOf(needle) >= 0 || Session(pid) == session;
    }

    /// <summary>
    /// For a moment a process that becomes another program has neither environment nor arguments. One that has ended
    /// never has them again.
    /// </summary>
    private static byte[] EnvironmentOf(int pid)
    {
        for (var round = 0; round < MostLooks; round++)
        {
            var environment = Read($"/proc/{pid}/environ");
            if (environment.Length > 0 || Read($"/proc/{pid}/cmdline").Length > 0 || HasEnded(pid))
            {
                return environment;
            }

            _ = Thread.Yield();
        }

        return [];
    }

    /// <summary>
    /// Signals processes until none is found that has not had it, as they may start others meanwhile; those that had
    /// it, or null when they start them faster than this.
    /// </summary>
    public static HashSet<int>? SignalAll(Func<List<int>> find, int signal)
    {
        HashSet<int> signalled = [];
        for (var round = 0; round < MostRounds; round++)
        {
            var found = find();
            Posix.KillAll(found, signal);
            if (found.TrueForAll(one => !signalled.Add(one)))
            {
                return signalled;
            }
        }

        return null;
    }

    /// <summary>All processes below one, parents first.</summary>
    public static List<int> Descendants(int root)
    {
        var found = Children(root);
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(Children(found[i]));
        }

        return found;
    }

    /// <summary>In the order in which they were started or inherited.</summary>
    public static List<int> Children(int pid)
    {
        List<int> children = [];
        try
        {
            foreach (var task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                AddNumbers(Read(task + "/children"), children);
            }
        }
        catch (IOException)
        {
            // The process ended while it was looked at.
        }

        return children;
    }

    /// <summary>The same of a process that has one thread, as bubblewrap's have, with a third of the calls.</summary>
    public static List<int> ChildrenOfThread(int pid)
    {
        List<int> children = [];
        AddNumbers(Read($"/proc/{pid}/task/{pid}/children"), children);
        return children;
    }

    private static void AddNumbers(ReadOnlySpan<byte> text, List<int> numbers)
    {
        while (Utf8Parser.TryParse(text, out int number, out var length))
        {
            numbers.Add(number);
            text = text[length..].TrimStart((byte)' ');
        }
    }

    private static long StatusOf(int pid, ReadOnlySpan<byte> name) => Kibibytes($"/proc/{pid}/status", name);

    private static long ShareOf(int pid) => Kibibytes($"/proc/{pid}/smaps_rollup", "Pss_Anon:"u8);

    private static long Kibibytes(string file, ReadOnlySpan<byte> name)
    {
        var text = Read(file).AsSpan();
        var start = text.IndexOf(name);
        var value = start < 0 ? [] : text[(start + name.Length)..].TrimStart("\t "u8);
        return Utf8Parser.TryParse(value, out long kibibytes, out _) ? kibibytes * 1024 : 0;
    }

    public static int Session(int pid) =>
        StatOf(pid) is [_, _, _, var session, ..] && int.TryParse(session, out var number) ? number : -1;

    private static bool HasEnded(int pid) => StatOf(pid) is [] or ["Z" or "X", ..];

    /// <summary>
    /// Fields of `stat` from the third on, the state; the second, the program's name, may hold anything, so they count
    /// from its end. Empty for a process that is not there.
    /// </summary>
    private static string[] StatOf(int pid)
    {
        var stat = Encoding.UTF8.GetString(Read($"/proc/{pid}/stat"));
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Null where Samlet may not look.</summary>
    private static string? NumberSpaceOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Without what .NET asks and locks for each file: dozens of these are read for every invocation.
    /// </summary>
    private static unsafe byte[] Read(string path)
    {
        using var file = Posix.OpenToRead(path);
        var (text, length) = (new byte[FirstRead], 0);
        while (!file.IsInvalid)
        {
            fixed (byte* start = text)
            {
                var count = Posix.Read((int)file.DangerousGetHandle(), start + length, (nuint)(text.Length - length));
                if (count <= 0)
                {
                    break;
                }

                length += (int)count;
            }

            if (length == text.Length)
            {
                Array.Resize(ref text, 2 * length);
            }
        }

        return text[..length];
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
