using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

internal enum ApiType
{
    Rest,
    Http,
    WebSocket,
    Url,
}

/// <summary>An API of the templates and what holds for all of its routes. Every API has settings of its own.</summary>
internal sealed record Api
{
    /// <summary>Logical id; `ServerlessRestApi` and `ServerlessHttpApi` are the ones that SAM makes unasked.</summary>
    public required string Id { get; init; }

    public required ApiType Type { get; init; }

    public required SourceLocation Location { get; init; }

    /// <summary>The condition of the resource, or the false one of a stack around it.</summary>
    public ResourceCondition? Condition { get; init; }

    /// <summary>Null where the template has none: HTTP APIs are then served at `$default`.</summary>
    public string? StageName { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> StageVariables { get; init; } = [];

    public CorsRules? Cors { get; init; }

    /// <summary>Media types, `/` written as `/`.</summary>
    public IReadOnlyList<string> BinaryTypes { get; init; } = [];

    public IReadOnlyList<Authorizer> Authorizers { get; init; } = [];

    /// <summary>What a route needs that says nothing itself.</summary>
    public RouteAccess Access { get; init; } = new();

    /// <summary>`$request.body.action` and the like; only WebSocket APIs have it.</summary>
    public string? RouteSelection { get; init; }

    /// <summary>True for a function URL with InvokeMode RESPONSE_STREAM.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>
    /// With FailOnWarnings SAM writes the default route as `/$default`, a path that the import of HTTP APIs takes
    /// without a warning.
    /// </summary>
    public bool SpellsDefaultAsPath { get; init; }

    /// <summary>The same API with what its OpenAPI document says besides.</summary>
    public Api With(OpenApiDocument? document)
    {
        if (document is null)
        {
            return this;
        }

        var merged = this with
        {
            BinaryTypes = MediaTypes.Union(BinaryTypes, document.BinaryTypes),
            Authorizers = [.. Authorizers, .. document.Authorizers],
            Cors = Cors ?? document.Cors,
        };
        return document.Security is not { } security || merged.Access.Authorizer is not null
            ? merged
            : merged with { Access = merged.AccessOf(security) };
    }

    public RouteAccess AccessOf(OpenApiSecurity security)
    {
        var authorizer = security.Scheme == Authorizer.Iam.Name ? Authorizer.Iam : FindAuthorizer(security.Scheme);
        return new RouteAccess
        {
            Authorizer = authorizer,
            Scopes = security.Scopes.Count > 0 ? security.Scopes : authorizer?.DefaultScopes ?? [],
            NeedsApiKey = security.NeedsApiKey || Access.NeedsApiKey,
        };
    }

    public Authorizer? FindAuthorizer(string name)
    {
        foreach (var authorizer in Authorizers)
        {
            if (authorizer.Name == name)
            {
                return authorizer;
            }
        }

        return null;
    }
}

/// <summary>Who may call a route.</summary>
internal sealed record RouteAccess
{
    public Authorizer? Authorizer { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool NeedsApiKey { get; init; }
}
