using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>The routes that `Api` and `HttpApi` events of SAM functions and state machines make.</summary>
internal sealed class EventRoutes(ApiTable apis, FunctionLookup lookup, FunctionSet functions)
{
    public void Add(Stack stack)
    {
        foreach (var entry in functions.Entries)
        {
            if (entry.Stack == stack && entry.Resource.Type == ResourceTypes.ServerlessFunction)
            {
                AddAll(stack, FunctionEventReader.Read(
                    entry), new RouteOwner(entry.LogicalId, entry.Path, entry.Condition));
            }
        }

        foreach (var resource in stack.Template.Resources)
        {
            if (resource.Type == "AWS::Serverless::StateMachine")
            {
                var condition = stack.FindFalseCondition() ?? resource.Condition;
                AddAll(stack, FunctionEventReader.Read(
                    stack.Template, resource), new RouteOwner(resource.LogicalId, "", condition));
            }
        }
    }

    private void AddAll(Stack stack, IReadOnlyList<FunctionEvent> events, RouteOwner owner)
    {
        foreach (var item in events)
        {
            if (item.Type is "Api" or "HttpApi")
            {
                Add(stack, item, owner);
            }
        }
    }

    private void Add(Stack stack, FunctionEvent item, RouteOwner owner)
    {
        var properties = new PropertyReader(stack.Template, owner.LogicalId, item.Properties);
        var draft = FindApi(stack, item, properties);
        var isHttp = item.Type == "HttpApi";
        var path = properties.Text("Path") ?? (isHttp ? Route.DefaultPath : null);
        var method = properties.Text("Method") ?? (isHttp ? Route.AnyMethod : null);
        if (path is null || method is null)
        {
            properties.Report(RouteDiagnostics.NoPath(item.Name, item.Location));
            return;
        }

        var route = new Route
        {
            Api = draft.Api,
            Method = MethodOf(method),
            Path = path is Route.DefaultPath && draft.Api.SpellsDefaultAsPath ? Route.DefaultAsPath : path,
            Location = item.Location,
            Integration = owner.Function.Length > 0 ? IntegrationType.LambdaProxy : IntegrationType.Service,
            Function = owner.Function,
            PayloadVersion = properties.Text("PayloadFormatVersion"),
            Access = ReadAccess(draft, properties.Section("Auth"), item.Location),
            Condition = draft.ConditionOf(owner.Condition),
        };
        if (MakesRoute(item, route, draft, properties))
        {
            draft.Add(route);
        }
    }

    /// <summary>
    /// SAM adds events to documents that it writes or merges, and `HttpApi` events to any document in the template;
    /// what a document says itself stands.
    /// </summary>
    private static bool MakesRoute(FunctionEvent item, Route route, ApiDraft draft, PropertyReader properties)
    {
        if (draft.Definition == DefinitionKind.None)
        {
            return true;
        }

        var name = $"{route.Method} {route.Path}";
        var defined = draft.Find(route.Method, route.Path);
        if (defined is not null && defined.Function != route.Function)
        {
            properties.Report(RouteDiagnostics.EventOverridden(item.Name, name, draft.Api.Id, item.Location));
        }

        var isMerged = draft.Definition == DefinitionKind.MergedBody
            || (draft.Definition == DefinitionKind.Body && item.Type == "HttpApi");
        if (defined is null && !isMerged && draft.Document is not null)
        {
            properties.Report(RouteDiagnostics.EventNotInDefinition(item.Name, name, draft.Api.Id, item.Location));
        }

        return defined is null && isMerged;
    }

    private static string MethodOf(string method) =>
        method == "*" || method.Equals("x-amazon-apigateway-any-method", StringComparison.OrdinalIgnoreCase)
            ? Route.AnyMethod
            : method.ToUpperInvariant();

    private static RouteAccess ReadAccess(ApiDraft draft, PropertyReader auth, SourceLocation location)
    {
        var access = draft.AccessOf(auth.Text("Authorizer"), location);
        var scopes = auth.Find("AuthorizationScopes") is null ? access.Scopes : auth.Texts("AuthorizationScopes");
        return access with { Scopes = scopes, NeedsApiKey = auth.Flag("ApiKeyRequired") ?? access.NeedsApiKey };
    }

    /// <summary>The API that the event names, or the one that SAM makes for events that name none.</summary>
    private ApiDraft FindApi(Stack stack, FunctionEvent item, PropertyReader properties)
    {
        var type = item.Type == "HttpApi" ? ApiType.Http : ApiType.Rest;
        var reference = properties.Find(type == ApiType.Http ? "ApiId" : "RestApiId");
        if (reference is null or TemplateValue.Null)
        {
            return FindOrAdd(stack, type == ApiType.Http ? ApiTable.ImplicitHttp : ApiTable.ImplicitRest, type);
        }

        return apis.Find(reference, stack) ?? FindOrAdd(stack, NameOf(reference), type);
    }

    /// <summary>An API that is elsewhere still has the routes that are declared here.</summary>
    private ApiDraft FindOrAdd(Stack stack, string id, ApiType type)
    {
        if (apis.Find(stack, id) is { } known)
        {
            return known;
        }

        var isImplicit = id is ApiTable.ImplicitHttp or ApiTable.ImplicitRest;
        var draft = isImplicit
            ? new ServerlessApiReader(lookup).ReadImplicit(stack, type)
            : new ApiDraft(new Api { Id = id, Type = type, Location = stack.Template.Root.Location }, stack);
        apis.Add(draft);
        return draft;
    }

    private static string NameOf(TemplateValue reference) => reference switch
    {
        TemplateValue.Call { Name: "Ref", Argument: TemplateValue.Text name } => name.Value,
        _ => reference.AsText() ?? "",
    };

    private readonly record struct RouteOwner(string LogicalId, string Function, ResourceCondition? Condition);
}
