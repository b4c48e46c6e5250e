using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// What an execution environment needs to know of its function: how the runtime starts and its limits.
/// </summary>
internal sealed record ExecutionEnvironmentSpec
{
    /// <summary>Program, arguments, environment and folder of the runtime's process.</summary>
    public required SandboxSpec Sandbox { get; init; }

    /// <summary>The process finds a connection to the Runtime API in its descriptor 3.</summary>
    public bool InheritsConnection { get; init; }

    /// <summary>What an initialization may take on its own, before the first invocation.</summary>
    public TimeSpan InitializationLimit { get; init; } = TimeSpan.FromSeconds(10);

    public required TimeSpan Timeout { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    /// <summary>Set when the runtime cannot even be started.</summary>
    public StartFailure? StartFailure { get; init; }
}
