using Samlet.Templates;

namespace Samlet.Gateway;

internal enum IntegrationType
{
    LambdaProxy,

    /// <summary>A function behind mapping templates (REST type `aws`).</summary>
    Lambda,

    HttpProxy,
    Http,
    Mock,

    /// <summary>Another service of AWS.</summary>
    Service,
}

/// <summary>A route of an API. Its identity is API, method and path.</summary>
internal sealed record Route
{
    public const string AnyMethod = "ANY";
    public const string WebSocketMethod = "WS";
    public const string DefaultPath = "$default";
    public const string DefaultAsPath = "/$default";

    public required Api Api { get; init; }

    /// <summary>Upper case, or one of the constants above.</summary>
    public required string Method { get; init; }

    /// <summary>As in the template; the route key of a WebSocket route.</summary>
    public required string Path { get; init; }

    public required SourceLocation Location { get; init; }

    /// <summary>True for the route of an HTTP API that takes what no other one does.</summary>
    public bool IsDefault => Path is DefaultPath || (Path is DefaultAsPath && Api.Type == ApiType.Http);

    public IntegrationType Integration { get; init; }

    /// <summary>
    /// Path of the function, or the bare name of one that is not in the templates; empty where the route has none.
    /// </summary>
    public string Function { get; init; } = "";

    /// <summary>The integration as the template has it, resolved: responses, mapping templates, addresses.</summary>
    public TemplateValue.Map Definition { get; init; } = TemplateValue.Map.Empty;

    /// <summary>`1.0` or `2.0` as written; null where the template leaves it to the type of the API.</summary>
    public string? PayloadVersion { get; init; }

    public string? OperationName { get; init; }

    public RouteAccess Access { get; init; } = new();

    /// <summary>
    /// A false condition that keeps the route from being served, else the route's own; null where it has none.
    /// </summary>
    public ResourceCondition? Condition { get; init; }
}
