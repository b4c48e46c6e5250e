using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>What an OpenAPI 2 or 3 document says with the extensions of API Gateway.</summary>
internal sealed record OpenApiDocument
{
    public IReadOnlyList<OpenApiOperation> Operations { get; init; } = [];

    public IReadOnlyList<string> BinaryTypes { get; init; } = [];

    public IReadOnlyList<Authorizer> Authorizers { get; init; } = [];

    public CorsRules? Cors { get; init; }

    /// <summary>What holds for operations that say nothing; null when the document says nothing either.</summary>
    public OpenApiSecurity? Security { get; init; }
}

/// <summary>An operation that has an integration.</summary>
internal sealed record OpenApiOperation(
    string Method, string Path, TemplateValue.Map Integration, SourceLocation Location)
{
    public string? OperationId { get; init; }

    public OpenApiSecurity? Security { get; init; }
}

/// <summary>The scheme that an operation asks for (`NONE` for none at all), with its scopes.</summary>
internal sealed record OpenApiSecurity(string Scheme, IReadOnlyList<string> Scopes, bool NeedsApiKey)
{
    public const string None = "NONE";
}
