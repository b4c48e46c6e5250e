namespace Samlet.Runtimes;

/// <summary>The real folders behind Lambda's paths, absolute.</summary>
internal sealed record RuntimeFolders
{
    /// <summary>What is `/var/task` on Lambda.</summary>
    public required string Task { get; init; }

    /// <summary>What together is `/opt`, in the order of the function: a later layer wins.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>
    /// What stands for the packages in `/var/runtime`: installed by `samlet runtime install`. Null: nothing was.
    /// </summary>
    public string? Packages { get; init; }

    /// <summary>
    /// Where compiled code is kept, since the function's own folder stays as it is; null where there is none.
    /// </summary>
    public string? CompiledCode { get; init; }

    /// <summary>The folder of the socket that workers write into; null where all share one pipe.</summary>
    public string? WorkerLog { get; init; }
}
