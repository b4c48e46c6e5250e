using Samlet.Functions;
using Samlet.Runtimes.Debugging;
using Samlet.Runtimes.Images;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// One function as it is to be started: with its runtime, the developer's variables and whose credentials.
/// </summary>
internal sealed record FunctionLaunch
{
    private const long Mebibyte = 1024 * 1024;
    private const long KernelMegabytes = 64;
    private const double MegabytesOfCpu = 1769;

    public required Function Function { get; init; }

    public required RuntimeIdentifier Runtime { get; init; }

    /// <summary>Whether it runs in a room with Lambda's paths, the `linux` sandbox.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Whether a room has what any link in the code leads to, and not only packages.</summary>
    public bool BringsLinks { get; init; }

    /// <summary>Whether a function that takes more memory than its size is killed.</summary>
    public bool LimitsMemory { get; init; }

    /// <summary>Whether it gets the processor time that goes with its memory size, and no more.</summary>
    public bool LimitsCpu { get; init; }

    /// <summary>What waits for a debugger before the function runs; null when nobody debugs.</summary>
    public Debugger? Debugger { get; init; }

    public RuntimeVersionPolicy VersionPolicy { get; init; }

    /// <summary>What the developer declared or overrode; reserved names among them replace Lambda's own.</summary>
    public required IReadOnlyList<EnvironmentVariable> Variables { get; init; }

    public required string Region { get; init; }

    public required AwsCredentials Credentials { get; init; }

    public required string AccountId { get; init; }

    /// <summary>Stops the processes while there is no invocation; of no use where there is only one.</summary>
    public bool FreezesBetweenInvocations { get; init; }

    /// <summary>Whether there is no second invocation: what would wait for one may end.</summary>
    public bool IsForOneInvocation { get; init; }

    public required LogStream Log { get; init; }

    /// <summary>Null when it runs in no image.</summary>
    public ImageSandbox? ImageSandbox { get; init; }

    public ContainerOptions Container { get; init; } = new() { WorkingFolder = "" };

    /// <summary>Takes what takes a while, before it begins.</summary>
    public Action<string> Progress { get; init; } = static _ => { };

    /// <summary>Several invocations at once need a connection each; other languages connect by themselves.</summary>
    public bool InheritsConnection =>
        Runtime.Family is RuntimeFamily.Node or RuntimeFamily.Ruby or RuntimeFamily.Dotnet
        && Function.EnvironmentConcurrency is null
        && !OperatingSystem.IsWindows();

    /// <summary>Node.js has threads and Python processes, each with its own output; others are one process.</summary>
    public bool HasWorkers =>
        Function.EnvironmentConcurrency is not null
        && Runtime.Family is RuntimeFamily.Node or RuntimeFamily.Python
        && !OperatingSystem.IsWindows();

    /// <summary>Null when the memory size is only told: a debugger needs some of its own.</summary>
    public long? MemoryLimitBytes =>
        LimitsMemory && Debugger is null ? Function.MemorySizeMegabytes * Mebibyte : null;

    /// <summary>Source: Lambda developer guide, configure function memory.</summary>
    public double? Cpus => LimitsCpu ? Function.MemorySizeMegabytes / MegabytesOfCpu : null;

    /// <summary>
    /// A ceiling for what grows faster than anybody looks: `/tmp` is memory too, and so is what the kernel keeps for
    /// processes and connections.
    /// </summary>
    public SandboxQuota? NewQuota() => MemoryLimitBytes is null && Cpus is null ? null : new()
    {
        MemoryBytes = MemoryLimitBytes + ((Function.EphemeralStorageMegabytes + KernelMegabytes) * Mebibyte),
        Cpus = Cpus,
    };
}
