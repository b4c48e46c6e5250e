using Samlet.Functions;

namespace Samlet.Gateway;

/// <summary>The routes that the OpenAPI document of an API has.</summary>
internal sealed class OpenApiRoutes(FunctionLookup functions)
{
    public void Add(ApiDraft draft)
    {
        foreach (var operation in draft.Document?.Operations ?? [])
        {
            draft.Add(RouteOf(operation, draft));
        }
    }

    private Route RouteOf(OpenApiOperation operation, ApiDraft draft)
    {
        var integration = operation.Integration;
        var target = RouteTarget.Find(
            integration.Find("type")?.AsText(),
            integration.Find("uri"),
            new RoutePlace(functions, draft.Stack, $"{operation.Method} {operation.Path}"));
        return new Route
        {
            Api = draft.Api,
            Method = operation.Method,
            Path = operation.Path is Route.DefaultPath
                && draft.Api.SpellsDefaultAsPath
                ? Route.DefaultAsPath
                : operation.Path,
            Location = operation.Location,
            Integration = target.Integration,
            Function = target.Function,
            Definition = integration,
            PayloadVersion = integration.Find("payloadFormatVersion")?.AsText(),
            OperationName = operation.OperationId,
            Access = operation.Security is { } security ? AccessOf(security, operation, draft) : draft.Api.Access,
            Condition = draft.Api.Condition,
        };
    }

    private static RouteAccess AccessOf(OpenApiSecurity security, OpenApiOperation operation, ApiDraft draft)
    {
        var access = draft.Api.AccessOf(security);
        return access.Authorizer is null
            ? draft.AccessOf(security.Scheme, operation.Location) with { NeedsApiKey = access.NeedsApiKey }
            : access;
    }
}
