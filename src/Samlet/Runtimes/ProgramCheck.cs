using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Samlet.Runtimes;

/// <summary>
/// Why the kernel would not start a program, in its words, asked before: in a room a shell starts it, which only gives
/// a number back. Null when nothing speaks against it. Sources: execve(2), elf(5).
/// </summary>
internal static class ProgramCheck
{
    private const int MachineOffset = 18;

    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="path">Where the program is on this computer.</param>
    /// <param name="mapped">The same of a path that a function names.</param>
    public static string? FaultOf(string path, Func<string, string> mapped)
    {
        if (!File.Exists(path))
        {
            return Directory.Exists(path) ? "permission denied" : "no such file or directory";
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & AnyExecute) == 0)
        {
            return "permission denied";
        }

        Span<byte> start = stackalloc byte[256];
        try
        {
            using var file = File.OpenRead(path);
            return FaultIn(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)], mapped);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "permission denied";
        }
    }

    private static string? FaultIn(ReadOnlySpan<byte> start, Func<string, string> mapped)
    {
        if (start.StartsWith("\u007fELF"u8))
        {
            return IsOfThisMachine(start) ? null : "exec format error";
        }

        if (!start.StartsWith("#!"u8))
        {
            return "exec format error";
        }

        var end = start.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(start[2..(end < 0 ? start.Length : end)]).Trim(' ', '\t');
        var interpreter = line.Split(' ', '\t')[0];
        return File.Exists(mapped(interpreter)) ? null : "no such file or directory";
    }

    private static bool IsOfThisMachine(ReadOnlySpan<byte> start)
    {
        if (start.Length < MachineOffset + 2)
        {
            return false;
        }

        var machine = BinaryPrimitives.ReadUInt16LittleEndian(start[MachineOffset..]);
        return RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => machine is 62 or 3,
            Architecture.Arm64 => machine is 183 or 40,
            _ => true,
        };
    }
}
