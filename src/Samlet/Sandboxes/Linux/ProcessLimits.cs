using System.Runtime.InteropServices;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// Sets the limits of a process that has just been started, which takes no part in it. See prlimit(2).
/// </summary>
internal static unsafe partial class ProcessLimits
{
    private const int Core = 4;
    private const int OpenFiles = 7;
    private const int LockedMemory = 8;

    public static void Set(int pid, ResourceLimits limits)
    {
        Set(pid, OpenFiles, limits.OpenFiles);
        Set(pid, LockedMemory, limits.LockedMemory);
        Set(pid, Core, limits.CoreDump);
    }

    /// <summary>Where a lower limit is in force already, that one stays.</summary>
    private static void Set(int pid, int resource, ulong most)
    {
        var (soft, hard) = (most, most);
        if (Limit(pid, resource, null, out var present) == 0 && present.Hard < most)
        {
            (soft, hard) = (Math.Min(present.Soft, most), present.Hard);
        }

        var limit = new ResourceLimit { Soft = soft, Hard = hard };
        _ = Limit(pid, resource, &limit, out _);
    }

    [LibraryImport("libc", EntryPoint = "prlimit64")]
    private static partial int Limit(int pid, int resource, ResourceLimit* limit, out ResourceLimit former);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
