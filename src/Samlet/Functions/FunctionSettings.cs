using Samlet.Templates;

namespace Samlet.Functions;

internal sealed record LoggingConfig
{
    public string? LogGroup { get; init; }

    public bool IsJson { get; init; }

    public string? ApplicationLogLevel { get; init; }

    public string? SystemLogLevel { get; init; }

    /// <summary>The same with one level for both, of which the platform knows three.</summary>
    public LoggingConfig WithLevel(string level) => this with
    {
        ApplicationLogLevel = level,
        SystemLogLevel = level switch
        {
            "TRACE" or "DEBUG" => "DEBUG",
            "INFO" => "INFO",
            _ => "WARN",
        },
    };
}

/// <summary>An HTTPS address of the function's own, from FunctionUrlConfig or AWS::Lambda::Url.</summary>
internal sealed record FunctionUrl
{
    public bool NeedsSignature { get; init; }

    public bool IsStreaming { get; init; }

    public CorsRules? Cors { get; init; }
}

/// <summary>Which foreign origins a browser may call from, as configured; null where nothing is.</summary>
internal sealed record CorsRules
{
    public IReadOnlyList<string> Origins { get; init; } = [];

    public IReadOnlyList<string> Methods { get; init; } = [];

    public IReadOnlyList<string> Headers { get; init; } = [];

    public IReadOnlyList<string> ExposedHeaders { get; init; } = [];

    public bool AllowsCredentials { get; init; }

    public TimeSpan? MaxAge { get; init; }
}

/// <summary>An entry of Events: what invokes the function in the cloud. `Properties` are resolved.</summary>
internal sealed record FunctionEvent(string Name, string Type, TemplateValue.Map Properties, SourceLocation Location);

/// <summary>
/// What happens to asynchronous invocations that fail (EventInvokeConfig); the defaults are Lambda's.
/// </summary>
internal sealed record AsyncInvocationConfig
{
    public int MaximumRetries { get; init; } = 2;

    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromHours(6);

    public string? SuccessTarget { get; init; }

    public string? FailureTarget { get; init; }
}

internal sealed record DurableConfig
{
    public TimeSpan? ExecutionTimeout { get; init; }

    public int RetentionDays { get; init; } = 14;
}
