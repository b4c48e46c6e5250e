using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>A function as its template describes it, everything resolved. Paths are absolute.</summary>
internal sealed record Function
{
    public required string LogicalId { get; init; }

    /// <summary>Ids of the nested stacks in front, then the function's id: `Child/Ratings`.</summary>
    public required string Path { get; init; }

    /// <summary>FunctionName of the template, or the logical id.</summary>
    public required string Name { get; init; }

    /// <summary>The id of Metadata `SamResourceId` or of the CDK construct path; the logical id otherwise.</summary>
    public required string FunctionId { get; init; }

    public required SourceLocation Location { get; init; }

    public required CodeSource Code { get; init; }

    public ResourceCondition? Condition { get; init; }

    /// <summary>
    /// The identifier as written, for example `nodejs22.x`; null for images and where the template has none.
    /// </summary>
    public string? Runtime { get; init; }

    public string? Handler { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    public int MemorySizeMegabytes { get; init; } = 128;

    public int EphemeralStorageMegabytes { get; init; } = 512;

    public string Architecture { get; init; } = "x86_64";

    /// <summary>Whether the template says for which one it is.</summary>
    public bool NamesArchitecture { get; init; }

    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    public IReadOnlyList<Layer> Layers { get; init; } = [];

    public LoggingConfig Logging { get; init; } = new();

    /// <summary>True when the template gives the function TenancyConfig.</summary>
    public bool IsTenantIsolated { get; init; }

    /// <summary>Metadata.BuildMethod: the code has a build step before it runs.</summary>
    public string? BuildMethod { get; init; }

    public FunctionUrl? Url { get; init; }

    /// <summary>AutoPublishAlias and the names of AWS::Lambda::Alias resources of this function.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    public bool HasActiveTracing { get; init; }

    public bool HasSnapStart { get; init; }

    public int? ReservedConcurrency { get; init; }

    /// <summary>
    /// Invocations at once in one execution environment; only functions on a capacity provider have it.
    /// </summary>
    public int? EnvironmentConcurrency { get; init; }

    public DurableConfig? Durable { get; init; }

    public AsyncInvocationConfig AsyncInvocation { get; init; } = new();

    public string? DeadLetterTarget { get; init; }
}

/// <summary>Where a value came from, as `describe` prints it.</summary>
internal enum VariableSource
{
    Template,
    ParametersBlock,
    EnvVars,
    Shell,
    Values,
    Placeholder,
    CommandLine,
    Lambda,
}

internal sealed record EnvironmentVariable(string Name, string Value, VariableSource Source)
{
    /// <summary>True for a value that is never printed: a NoEcho parameter or a secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>True for a value that could not be resolved; the variable is then empty.</summary>
    public bool IsUnresolved { get; init; }
}

internal sealed record Layer(string Id, LayerContent Content, SourceLocation Location);

internal abstract record LayerContent
{
    private LayerContent()
    {
    }

    /// <summary>The place as the template has it, for people to read.</summary>
    public string Written { get; init; } = "";

    public sealed record Folder(string Path) : LayerContent
    {
        /// <summary>In bytes; null where nobody has counted.</summary>
        public long? Size { get; init; }
    }

    public sealed record Archive(string Path) : LayerContent;

    public sealed record Published(LayerVersionArn Arn) : LayerContent;

    public sealed record Remote(string Description) : LayerContent;
}
