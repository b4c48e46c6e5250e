using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// The C library's calls, as POSIX names them. Nothing variadic: Apple silicon passes such arguments differently.
/// </summary>
internal static unsafe partial class Posix
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;
    public const short PollIn = 1;
    public const short SpawnSetSignalDefault = 0x04;
    public const short SpawnSetSignalMask = 0x08;

    /// <summary>glibc needs 336 bytes for the attributes and 80 for the actions, macOS a pointer each.</summary>
    public const int OpaqueSize = 512;

    public static int SignalStop => OperatingSystem.IsMacOS() ? 17 : 19;

    public static int SignalContinue => OperatingSystem.IsMacOS() ? 19 : 18;

    public static short SpawnSetSession => OperatingSystem.IsMacOS() ? (short)0x0400 : (short)0x80;

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int Spawn(
        out int pid, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    public static partial int AddOpen(byte* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    public static partial int AddChangeFolder(byte* actions, byte* path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSignalDefault(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddSignal(byte* signals, int signal);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int pid, out int status, int options, ResourceUsage* usage);

    /// <summary>Waits until a child of this process is stopped or has ended, which is left to be waited for.</summary>
    public static void WaitUntilStopped(int pid)
    {
        const int OneProcess = 1;
        const int StoppedOrEnded = 2 | 4;
        const int WithoutBurying = 0x0100_0000;
        var information = stackalloc byte[OpaqueSize];
        while (WaitForChange(OneProcess, pid, information, StoppedOrEnded | WithoutBurying) < 0
            && Marshal.GetLastPInvokeError() == 4)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitForChange(int kind, int pid, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);

    /// <summary>Those that are gone meanwhile are passed over.</summary>
    public static void KillAll(List<int> processes, int signal)
    {
        foreach (var process in processes)
        {
            _ = Kill(process, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string name);

    public static bool CanWrite(string path)
    {
        const int Writing = 2;
        return Access(path, Writing) == 0;
    }

    public static bool CanExecute(string path)
    {
        const int Executing = 1;
        return Access(path, Executing) == 0;
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    /// <summary>An existing file, not to be inherited by children; invalid when it cannot be opened.</summary>
    public static SafeFileHandle OpenToRead(string path) =>
        new(Open(path, OperatingSystem.IsMacOS() ? 0x0100_0000 : 0x8_0000), ownsHandle: true);

    /// <summary>
    /// Takes the lock of an open file or folder, alone; without waiting, false when another has it. Where the file
    /// system has no locks everybody gets it.
    /// </summary>
    public static bool TryLock(SafeHandle file, bool wait)
    {
        const int Exclusive = 2;
        const int WithoutWaiting = 4;
        return TryLock(file, wait ? Exclusive : Exclusive | WithoutWaiting);
    }

    /// <summary>The same together with others who share it; waits for one who has it alone.</summary>
    public static bool ShareLock(SafeHandle file)
    {
        const int Shared = 1;
        return TryLock(file, Shared);
    }

    private static bool TryLock(SafeHandle file, int operation)
    {
        const int Interrupted = 4;
        var wouldWait = OperatingSystem.IsMacOS() ? 35 : 11;
        while (Lock(file, operation) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var error && error != Interrupted)
            {
                return error != wouldWait;
            }
        }

        return true;
    }

    // The further argument that makes it variadic is for new files only.
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(SafeHandle file, int operation);

    /// <summary>The same file under a number that is at least this one, not to be inherited by children.</summary>
    public static SafeFileHandle DuplicateAbove(SafeHandle file, int lowest)
    {
        const int DuplicateCloseOnExec = 1030;
        return new(Control((int)file.DangerousGetHandle(), DuplicateCloseOnExec, lowest), ownsHandle: true);
    }

    /// <summary>A file of Linux that has no place in any folder, not to be inherited by children.</summary>
    public static SafeFileHandle NewMemoryFile(string name)
    {
        const uint CloseOnExec = 1;
        return new(CreateMemoryFile(name, CloseOnExec), ownsHandle: true);
    }

    /// <summary>
    /// Gives the calling thread, and so what it starts, a session keyring of its own, without the developer's keys.
    /// Where keyrings are forbidden there is nothing to be kept from. Source: keyctl(2).
    /// </summary>
    public static void LeaveSessionKeyring()
    {
        const nint JoinSessionKeyring = 1;
        _ = Call(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? 219 : 250, JoinSessionKeyring, 0);
    }

    // Variadic, but Linux passes such arguments like others.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);
}

[StructLayout(LayoutKind.Sequential)]
internal struct PollDescriptor
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary>
/// `struct rusage`: the two times are 16 bytes each on every 64-bit system, then the peak, then 13 numbers.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct ResourceUsage
{
    private readonly long _userSeconds;
    private readonly long _userMicroseconds;
    private readonly long _systemSeconds;
    private readonly long _systemMicroseconds;
    private readonly long _peak;

    /// <summary>Linux counts in KiB, macOS in bytes.</summary>
    public readonly long PeakBytes => OperatingSystem.IsMacOS() ? _peak : _peak * 1024;
}
