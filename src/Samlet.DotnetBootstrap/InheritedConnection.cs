using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The connection that Samlet opened before it started this process: a blocking stream socket, inherited as the
/// descriptor that a variable names. Read and written as a file, which spares loading and starting the socket library.
/// </summary>
internal static class InheritedConnection
{
    private const string Variable = "_SAMLET_RUNTIME_API_FD";
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Null where there is none, or where it is taken.</summary>
    public static Stream? Take()
    {
        if (Variables.Find(Variable) is not { } text)
        {
            return null;
        }

        // Neither the function nor its child processes have a use for it.
        Environment.SetEnvironmentVariable(Variable, null);
        var descriptor = int.Parse(text, CultureInfo.InvariantCulture);
        _ = OperatingSystem.IsLinux()
            ? FcntlOfLinux(descriptor, SetDescriptorFlags, CloseOnExec)
            : Fcntl(descriptor, SetDescriptorFlags, CloseOnExec);
        var handle = new SafeFileHandle(new IntPtr(descriptor), ownsHandle: true);
        return new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>By its whole name, since .NET looks for half a name in many places; musl knows it as itself.</summary>
    [DllImport("libc.so.6", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FcntlOfLinux(int descriptor, int command, int value);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(int descriptor, int command, int value);
}
