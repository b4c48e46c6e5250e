using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>Everything `local invoke` was told, checked, in one value. Paths are as given.</summary>
internal sealed record InvokeOptions
{
    /// <summary>As given: any of the forms that name a function; null when none is given.</summary>
    public string? Function { get; init; }

    /// <summary>A path, `-` for standard input, null for the event `{}`.</summary>
    public string? EventFile { get; init; }

    public string? TenantId { get; init; }

    public required TemplateSources Template { get; init; }

    public required EnvironmentOptions Environment { get; init; }

    public required RuntimeOptions Runtime { get; init; }

    public required DebugOptions Debugging { get; init; }

    public required OutputOptions Output { get; init; }

    /// <summary>Where published layers are kept, as given; null for Samlet's cache.</summary>
    public string? LayerFolder { get; init; }

    /// <summary>The options given that only concern images and containers.</summary>
    public IReadOnlyList<string> GivenContainerOptions { get; init; } = [];

    public ContainerChoices Container { get; init; } = new();
}

internal sealed record TemplateSources
{
    /// <summary>Empty when the template is to be looked up in the working folder.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Local values for what only the cloud knows.</summary>
    public string? ValuesFile { get; init; }

    /// <summary>Null when not said.</summary>
    public bool? ExpandsLanguageExtensions { get; init; }

    /// <summary>Ignored and placeholder values are failures.</summary>
    public bool IsStrict { get; init; }
}

internal sealed record EnvironmentOptions
{
    public string? EnvVarsFile { get; init; }

    public string? ContainerEnvVarsFile { get; init; }

    /// <summary>From `--env`; above every other source, later ones win.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public string? Region { get; init; }

    public string? Profile { get; init; }
}

internal enum SandboxChoice
{
    Auto,
    Process,
    Linux,
    Image,
    Docker,
}

internal sealed record RuntimeOptions
{
    public SandboxChoice Sandbox { get; init; }

    public bool LimitsMemory { get; init; } = true;

    public bool LimitsCpu { get; init; }

    /// <summary>Replaces the template's runtime.</summary>
    public RuntimeIdentifier? Runtime { get; init; }

    /// <summary>An interpreter of another version is an error instead of a warning.</summary>
    public bool RequiresExactVersion { get; init; }

    /// <summary>What the cache is cut back to once something was put in.</summary>
    public long CacheLimitBytes { get; init; } = long.MaxValue;
}

internal sealed record DebugOptions
{
    /// <summary>The first is the debugger's; `sam local` publishes the others for a container.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>As given.</summary>
    public string? DebuggerFolder { get; init; }

    public bool IsOn => Ports.Count > 0;
}

internal sealed record OutputOptions
{
    /// <summary>Replaces the function's log format; null to leave it.</summary>
    public bool? IsJson { get; init; }

    /// <summary>Replaces the function's log levels; null to leave them.</summary>
    public string? LogLevel { get; init; }

    public string? LogFile { get; init; }

    public bool IsDebug { get; init; }
}
