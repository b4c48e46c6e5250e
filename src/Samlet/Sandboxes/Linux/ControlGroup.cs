using System.Globalization;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// A control group of an execution environment: one folder in version 2 and one for each limit in version 1. Processes
/// are born in it, so that none escapes; it is removed when all of them are gone.
/// </summary>
internal sealed class ControlGroup
{
    /// <summary>As Lambda's, whose functions run and wait in such short turns. Microseconds.</summary>
    private const int Period = 20_000;

    private const int LeastQuota = 1000;
    private const string Members = "cgroup.procs";

    private readonly ControlGroupPlace _place;
    private readonly string? _memory;
    private readonly string? _cpu;
    private long _killsBefore;

    private ControlGroup(ControlGroupPlace place, string name)
    {
        _place = place;
        _memory = place.Memory is { } memory ? Path.Join(memory, name) : null;
        _cpu = place.Cpu is { } cpu ? Path.Join(cpu, name) : null;
    }

    public IReadOnlyList<string> Folders => [.. new[] { _memory, _cpu }.OfType<string>().Distinct()];

    public bool IsUnified => _place.IsUnified;

    /// <summary>What a process of version 2 writes to, to be in the group.</summary>
    public string MembersFile => Path.Join(Folders[0], Members);

    /// <summary>Null when the kernel has none to give after all.</summary>
    public static ControlGroup? TryCreate(ControlGroupPlace place, string name, SandboxQuota quota)
    {
        var group = new ControlGroup(place, name);
        try
        {
            foreach (var folder in group.Folders)
            {
                _ = Directory.CreateDirectory(folder);
            }

            group.Limit(quota);
            return group;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _ = group.TryRemove();
            return null;
        }
    }

    /// <summary>
    /// Puts the calling thread into a group of version 1, or back to where it was: what it starts meanwhile is born
    /// there.
    /// </summary>
    public void TakeThread(bool isBack)
    {
        foreach (var folder in Folders)
        {
            Write(Path.Join(isBack ? Path.GetDirectoryName(folder) : folder, "tasks"), "0");
        }
    }

    /// <summary>Whether the kernel has killed a process for its memory since this was last asked.</summary>
    public bool HasKilled()
    {
        var before = _killsBefore;
        _killsBefore = _memory is null ? 0 : CountKills(Path.Join(
            _memory, _place.IsUnified ? "memory.events" : "memory.oom_control"));
        return _killsBefore > before;
    }

    /// <summary>Kills what is left in it; false while something still is there.</summary>
    public bool TryRemove() => Folders.All(folder =>
    {
        try
        {
            Posix.KillAll(MembersOf(folder), Posix.SignalKill);
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static List<int> MembersOf(string folder) =>
    [
        .. File.ReadLines(Path.Join(folder, Members))
            .Select(static line => int.Parse(line, CultureInfo.InvariantCulture)),
    ];

    private void Limit(SandboxQuota quota)
    {
        if (_memory is not null && quota.MemoryBytes is { } bytes)
        {
            LimitMemory(_memory, bytes.ToString(CultureInfo.InvariantCulture));
        }

        if (_cpu is not null && quota.Cpus is { } cpus)
        {
            var share = Math.Max(LeastQuota, (int)(cpus * Period)).ToString(CultureInfo.InvariantCulture);
            LimitCpu(_cpu, share, Period.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Swapped out pages would be memory that nobody counts.</summary>
    private void LimitMemory(string folder, string bytes)
    {
        if (_place.IsUnified)
        {
            Write(Path.Join(folder, "memory.max"), bytes);
            WriteIfPresent(Path.Join(folder, "memory.swap.max"), "0");
        }
        else
        {
            Write(Path.Join(folder, "memory.limit_in_bytes"), bytes);
            WriteIfPresent(Path.Join(folder, "memory.memsw.limit_in_bytes"), bytes);
        }
    }

    private void LimitCpu(string folder, string quota, string period)
    {
        if (_place.IsUnified)
        {
            Write(Path.Join(folder, "cpu.max"), $"{quota} {period}");
        }
        else
        {
            Write(Path.Join(folder, "cpu.cfs_period_us"), period);
            Write(Path.Join(folder, "cpu.cfs_quota_us"), quota);
        }
    }

    private static long CountKills(string file)
    {
        const string Name = "oom_kill ";
        var line = File.ReadLines(file).FirstOrDefault(static line => line.StartsWith(Name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    private static void WriteIfPresent(string file, string text)
    {
        if (File.Exists(file))
        {
            Write(file, text);
        }
    }

    private static void Write(string file, string text)
    {
        using var open = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(open, System.Text.Encoding.ASCII.GetBytes(text), 0);
    }
}
