namespace Samlet.Sandboxes;

/// <summary>
/// What the processes of one execution environment may have together, where the kernel can be told; nothing is promised
/// elsewhere. Processes started with the same object share it.
/// </summary>
internal sealed class SandboxQuota
{
    /// <summary>All memory, that of `/tmp` and of open connections too; null for no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>How many CPUs, as 0.5; null for all.</summary>
    public double? Cpus { get; init; }
}
