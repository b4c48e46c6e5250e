using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OwnerProcess = System.Diagnostics.Process;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// The run of Samlet that a container or volume belongs to. It is part of the name, which every engine tells alike, so
/// that a later run finds what one left that could not remove it: `samlet-COMPUTER-PROCESS-START-RANDOM`.
/// </summary>
internal sealed record ContainerOwner(string Computer, int ProcessId, long StartSecond)
{
    private const string Prefix = "samlet";

    public static ContainerOwner Current { get; } = Find();

    public string NewName() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix}-{Computer}-{ProcessId}-{StartSecond}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    /// <summary>Whether its owner was a process of this computer that has ended.</summary>
    public static bool IsAbandoned(string name) =>
        TryParse(name, out var owner) && owner.Computer == Current.Computer && !owner.IsRunning();

    private static bool TryParse(string name, out ContainerOwner owner)
    {
        owner = Current;
        if (name.Split('-') is not [Prefix, var computer, var process, var start, _]
            || !int.TryParse(process, CultureInfo.InvariantCulture, out var id)
            || !long.TryParse(start, CultureInfo.InvariantCulture, out var second))
        {
            return false;
        }

        owner = new ContainerOwner(computer, id, second);
        return true;
    }

    /// <summary>The time tells it from a later process with its number; systems tell it as near as a second.</summary>
    private bool IsRunning()
    {
        try
        {
            using var process = OwnerProcess.GetProcessById(ProcessId);
            return Math.Abs(SecondOf(process) - StartSecond) <= 2;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true; // It runs for somebody else, or ends just now and removes what it has.
        }
    }

    private static ContainerOwner Find()
    {
        using var process = OwnerProcess.GetCurrentProcess();
        return new ContainerOwner(ComputerName(), Environment.ProcessId, SecondOf(process));
    }

    private static long SecondOf(OwnerProcess process) =>
        new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();

    /// <summary>
    /// Several computers, or containers with process numbers of their own, may share an engine.
    /// </summary>
    private static string ComputerName()
    {
        var parts = $"{Environment.MachineName}\n{BootId()}\n{new FileInfo("/proc/self/ns/pid").LinkTarget}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)))[..8];
    }

    private static string BootId()
    {
        const string Path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(Path) ? File.ReadAllText(Path) : "";
    }
}
