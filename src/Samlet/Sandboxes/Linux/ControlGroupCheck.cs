namespace Samlet.Sandboxes.Linux;

/// <summary>Which limits control groups hold here, found out by making one.</summary>
internal static class ControlGroupCheck
{
    private const string Id = "cgroup";

    public static IReadOnlyList<CheckResult> Run()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        var tree = ControlGroupTree.OfThisProcess();
        var own = tree.Own;
        var (memory, cpu) = (Can(cpu: false), Can(cpu: true));
        var version = own is null ? "" : tree.IsUnified ? "2" : "1";
        var state = own is null ? "there are none" : $"version {version}, own `{own}`";
        return
        [
            CheckResult.Ok(Id, $"{state}: {MemoryText(memory)}, {CpuText(cpu)}") with
            {
                Details =
                [
                    new("version", version), new("path", own ?? ""), new("memory", memory ?? ""), new("cpu", cpu ?? ""),
                ],
            },
        ];
    }

    private static string MemoryText(string? folder) => folder is null
        ? "Samlet watches the memory of functions itself"
        : $"those in `{folder}` are a ceiling for memory, which Samlet watches itself";

    private static string CpuText(string? folder) => folder is null
        ? "`--limit-cpu` has no effect"
        : "`--limit-cpu` works";

    /// <summary>The folder in which a group could be made; null when none could.</summary>
    private static string? Can(bool cpu)
    {
        var quota = new SandboxQuota { MemoryBytes = cpu ? null : 1L << 30, Cpus = cpu ? 1 : null };
        var place = ControlGroupPlace.Find(cpu);
        var folder = cpu ? place?.Cpu : place?.Memory;
        var name = $"samlet-{Environment.ProcessId}-{(cpu ? "cpu" : "memory")}";
        return folder is not null // And so the place.
            && ControlGroup.TryCreate(place!, name, quota) is { } group
            && group.TryRemove()
                ? folder
                : null;
    }
}
