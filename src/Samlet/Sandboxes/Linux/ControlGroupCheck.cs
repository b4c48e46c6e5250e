using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>Whether this process could make control groups. Source: cgroups(7).</summary>
internal static class ControlGroupCheck
{
    private const string Id = "cgroup";
    private const string Root = "/sys/fs/cgroup";

    public static IReadOnlyList<CheckResult> Run()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var (version, folder) = Find();
        var state = folder is null ? "there is none for memory"
            : Posix.CanWrite(folder) ? $"version {version}, writable (`{folder}`)"
            : $"version {version}, not writable (`{folder}`)";
        return
        [
            CheckResult.Ok(Id, $"{state}; Samlet watches the memory of functions itself") with
            {
                Details = [new("version", version), new("path", folder ?? "")],
            },
        ];
    }

    /// <summary>Lines are `0::/path` in version 2, and `4:memory:/path` in version 1.</summary>
    private static (string Version, string? Folder) Find()
    {
        foreach (var line in Lines())
        {
            var parts = line.Split(':', 3);
            var folder = parts is ["0", "", var unified] ? Path.Join(Root, unified)
                : parts is [_, "memory", var path] ? Path.Join(Root, "memory", path)
                : null;
            if (folder is not null && parts[1].Length > 0 != File.Exists(Path.Join(Root, "cgroup.controllers")))
            {
                // In a container the path may be one of outside.
                return (parts[1].Length > 0 ? "1" : "2", Directory.Exists(folder) ? folder : Root);
            }
        }

        return ("", null);
    }

    private static string[] Lines()
    {
        try
        {
            return File.ReadAllLines("/proc/self/cgroup");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
