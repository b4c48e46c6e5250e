using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// Where this process may make control groups: nowhere that a limit on itself would not hold. Sources: cgroups(7), the
/// kernel's admin-guide/cgroup-v2.
/// </summary>
internal sealed record ControlGroupPlace
{
    /// <summary>Whether there is one tree of groups for everything, version 2.</summary>
    public required bool IsUnified { get; init; }

    /// <summary>The folder in which groups for memory can be made; null when there is none.</summary>
    public string? Memory { get; init; }

    /// <summary>The same for processor time; in version 2 the same folder.</summary>
    public string? Cpu { get; init; }

    /// <summary>Null where none can be made for anything.</summary>
    /// <param name="cpu">Whether processor time is to be limited, too.</param>
    public static ControlGroupPlace? Find(bool cpu) =>
        OperatingSystem.IsLinux() ? ControlGroupTree.OfThisProcess().FindPlace(cpu) : null;
}

/// <summary>The folder that the kernel shows groups in, and the lines in which it tells a process its own.</summary>
internal sealed record ControlGroupTree(string Root, string Lines)
{
    private const string Members = "cgroup.procs";

    public bool IsUnified => File.Exists(Path.Join(Root, "cgroup.controllers"));

    /// <summary>The process's own group for memory; null where there is none.</summary>
    public string? Own => FolderOf(IsUnified ? "" : "memory");

    public static ControlGroupTree OfThisProcess() => new("/sys/fs/cgroup", Read("/proc/self/cgroup"));

    public ControlGroupPlace? FindPlace(bool cpu)
    {
        var place = IsUnified ? FindUnified(cpu) : FindSeparate(cpu);
        return place is { Memory: null, Cpu: null } ? null : place;
    }

    private ControlGroupPlace FindSeparate(bool cpu) => new()
    {
        IsUnified = false,
        Memory = Writable(FolderOf("memory")),
        Cpu = cpu ? Writable(FolderOf("cpu")) : null,
    };

    /// <summary>A process is in one group only, so processor time, which was asked for, goes before memory.</summary>
    private ControlGroupPlace FindUnified(bool cpu)
    {
        var both = cpu ? FindDelegated("cpu", "memory") : null;
        var processor = cpu ? both ?? FindDelegated("cpu") : null;
        return new()
        {
            IsUnified = true,
            Memory = processor is null ? FindDelegated("memory") : both,
            Cpu = processor,
        };
    }

    /// <summary>
    /// The nearest folder above whose groups have these controllers. A group that has processes can have no groups with
    /// controllers, and to move a process its owner must be able to write to the members of the group that has both.
    /// </summary>
    private string? FindDelegated(params string[] controllers)
    {
        var folder = Own;
        while (Writable(folder) is { } group && Posix.CanWrite(Path.Join(group, Members)))
        {
            var offered = Read(Path.Join(group, "cgroup.subtree_control")).Split([' ', '\n']);
            if (Array.TrueForAll(controllers, name => Array.IndexOf(offered, name) >= 0))
            {
                return group;
            }

            folder = group == Root || Array.Exists(controllers, name => IsLimited(group, name))
                ? null
                : Path.GetDirectoryName(group);
        }

        return null;
    }

    private static bool IsLimited(string folder, string controller)
    {
        var most = Read(Path.Join(folder, $"{controller}.max"));
        return most.Length > 0 && !most.StartsWith("max", StringComparison.Ordinal);
    }

    private static string? Writable(string? folder) => folder is not null && Posix.CanWrite(folder) ? folder : null;

    /// <summary>
    /// Lines are `0::/path` in version 2, and `4:cpu,cpuacct:/path` in version 1. In a container the path may be one of
    /// outside.
    /// </summary>
    private string? FolderOf(string controller)
    {
        foreach (var line in Lines.Split('\n'))
        {
            if (line.Split(':', 3) is [_, var names, var path] && Array.IndexOf(names.Split(','), controller) >= 0)
            {
                var tree = Path.TrimEndingDirectorySeparator(Path.Join(Root, names));
                var folder = Path.TrimEndingDirectorySeparator(Path.Join(tree, path));
                return Directory.Exists(folder) ? folder : Directory.Exists(tree) ? tree : null;
            }
        }

        return null;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
