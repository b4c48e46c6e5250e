using System.Runtime.InteropServices;
using Samlet.Sandboxes.Linux;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// Starts a child in a control group, where it is from its first instruction on. In version 1 the thread that starts
/// it goes there and back. In version 2, which moves whole processes only, the C library does it (glibc 2.39 and
/// later), or else a shell that becomes the child. Sources: posix_spawnattr_setcgroup_np in glibc's manual, clone3(2).
/// </summary>
internal static unsafe class GroupSpawn
{
    private const string Enter = "echo 0 >\"$0\"; ";

    private static readonly nint SetGroup = NativeLibrary.TryGetExport(
        NativeLibrary.GetMainProgramHandle(), "posix_spawnattr_setcgroup_np", out var address) ? address : 0;

    public static int Start(ControlGroup group, SpawnRequest request)
    {
        try
        {
            return !group.IsUnified ? StartFromWithin(group, request)
                : SetGroup != 0 ? StartInto(group, request)
                : PosixSpawn.Start(Wrap(group, request), groupFolder: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SandboxLaunchException)
        {
            return PosixSpawn.Start(request, groupFolder: null); // The group is no reason not to start.
        }
    }

    /// <summary>The flag to set beside; 0 when there is no folder.</summary>
    public static short SetFolder(byte* attributes, SafeHandle? folder)
    {
        const short SetControlGroup = 0x100;
        return folder is not null
            && ((delegate* unmanaged<byte*, int, int>)SetGroup)(attributes, (int)folder.DangerousGetHandle()) == 0
            ? SetControlGroup
            : (short)0;
    }

    private static int StartFromWithin(ControlGroup group, SpawnRequest request)
    {
        try
        {
            group.TakeThread(isBack: false);
            return PosixSpawn.Start(request, groupFolder: null);
        }
        finally
        {
            group.TakeThread(isBack: true);
        }
    }

    private static int StartInto(ControlGroup group, SpawnRequest request)
    {
        using var folder = Posix.OpenToRead(group.Folders[0]);
        return PosixSpawn.Start(request, folder.IsInvalid ? null : folder);
    }

    /// <summary>What cannot be run at all is left alone, so that the system says so.</summary>
    private static SpawnRequest Wrap(ControlGroup group, SpawnRequest request) =>
        !Posix.CanExecute(request.Program) ? request : request with
        {
            Program = "/bin/sh",
            Arguments =
            [
                "-c", $"{Enter}{RoomScript.Forget(request.Environment)}exec \"$@\"", group.MembersFile, request.Program,
                .. request.Arguments,
            ],
        };
}
