using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// What an execution environment needs to know of its function: how the runtime starts and its limits.
/// </summary>
internal sealed record ExecutionEnvironmentSpec
{
    /// <summary>Program, arguments, environment and folder of the runtime's process.</summary>
    public required SandboxSpec Sandbox { get; init; }

    /// <summary>The function's code on this computer.</summary>
    public string CodeFolder { get; init; } = "";

    /// <summary>The process finds a connection to the Runtime API in its descriptor 3.</summary>
    public bool InheritsConnection { get; init; }

    /// <summary>What an initialization may take on its own, before the first invocation.</summary>
    public TimeSpan InitializationLimit { get; init; } = TimeSpan.FromSeconds(10);

    public required TimeSpan Timeout { get; init; }

    public required int MemorySizeMegabytes { get; init; }

    /// <summary>Null when the memory size is only told and not enforced.</summary>
    public long? MemoryLimitBytes { get; init; }

    public InitializationType Initialization { get; init; } = InitializationType.OnDemand;

    /// <summary>How many invocations a runtime of managed instances takes at once.</summary>
    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Takes the output of such a runtime's workers; null when all of it comes through one pipe.</summary>
    public WorkerLog? Workers { get; init; }

    /// <summary>Stops the processes while there is no invocation, as the service does.</summary>
    public bool FreezesBetweenInvocations { get; init; }

    /// <summary>Whether there is no second invocation: what would wait for one may end.</summary>
    public bool IsForOneInvocation { get; init; }

    /// <summary>The external extensions in the order of their names.</summary>
    public IReadOnlyList<ExtensionProgram> Extensions { get; init; } = [];

    /// <summary>What extensions are told of the function; null where there is no Extensions API.</summary>
    public ExtensionGreeting? Greeting { get; init; }

    /// <summary>What the credentials endpoint gives; null where credentials are variables.</summary>
    public ContainerCredentials? Credentials { get; init; }

    /// <summary>What the log says of an image that cannot be started; null where there is no image.</summary>
    public string? ImageSettings { get; init; }

    /// <summary>
    /// Where modules that the runtime compiles go for its next start; null where it keeps them itself.
    /// </summary>
    public CompiledModules? Compiled { get; init; }

    /// <summary>Set when the runtime cannot even be started.</summary>
    public StartFailure? StartFailure { get; init; }
}
