using System.Globalization;
using System.Runtime.InteropServices;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The shell that starts Samlet may have files open; Samlet's own children must not get them. What Samlet itself opens
/// is never inherited. Source: fcntl(2), proc(5).
/// </summary>
internal static partial class Descriptors
{
    private const int SetFlags = 2;
    private const int CloseOnExec = 1;
    private const int FirstBehindError = 3;

    public static void KeepInheritedFromChildren()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture, out var descriptor)
                && descriptor >= FirstBehindError)
            {
                _ = Control(descriptor, SetFlags, CloseOnExec);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
