using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// AWS::ApiGatewayV2::Route with the integration it leads to, the one route of an AWS::ApiGatewayV2::Api with a Target,
/// and the Routes of AWS::Serverless::WebSocketApi.
/// </summary>
internal sealed class HttpRoutes(ApiTable apis, FunctionLookup functions)
{
    private const string IntegrationPrefix = "integrations/";

    public void Add(Stack stack)
    {
        foreach (var resource in stack.Template.Resources)
        {
            var properties = new PropertyReader(stack.Template, resource);
            switch (resource.Type)
            {
                case "AWS::ApiGatewayV2::Route":
                    AddRoute(stack, resource, properties);
                    break;
                case "AWS::ApiGatewayV2::Api" when properties.Find("Target") is { } target:
                    AddQuick(stack, resource, properties, target);
                    break;
                case "AWS::Serverless::WebSocketApi":
                    AddWebSocket(stack, resource, properties);
                    break;
            }
        }
    }

    private void AddRoute(Stack stack, Resource resource, PropertyReader properties)
    {
        if (apis.Find(properties.Find("ApiId"), stack) is not { } draft)
        {
            var text = properties.Find("ApiId")?.AsText() ?? "missing";
            properties.Report(RouteDiagnostics.UnknownApi("ApiId", text, resource.Location));
            return;
        }

        var key = properties.Text("RouteKey") ?? "";
        if (KeyOf(key, draft.Api.Type) is not var (method, path))
        {
            properties.Report(RouteDiagnostics.BadRouteKey(key, properties.LocationOf("RouteKey")));
            return;
        }

        draft.Add(RouteOf(draft, resource, (stack, properties), (method, path)));
    }

    private Route RouteOf(
        ApiDraft draft,
        Resource resource,
        (Stack Stack, PropertyReader Properties) from,
        (string Method, string Path) key)
    {
        var (owner, integration) = FindIntegration(resource, from.Stack);
        var target = RouteTarget.Find(
            integration?.Find("IntegrationType")?.AsText(),
            integration?.Find("IntegrationUri"),
            new RoutePlace(functions, owner, $"{key.Method} {key.Path}"));
        return new Route
        {
            Api = draft.Api,
            Method = key.Method,
            Path = key.Path,
            Location = resource.Location,
            Integration = target.Integration,
            Function = target.Function,
            Definition = integration?.Properties ?? TemplateValue.Map.Empty,
            PayloadVersion = integration?.Find("PayloadFormatVersion")?.AsText(),
            OperationName = from.Properties.Text("OperationName"),
            Access = ReadAccess(draft, from.Properties, from.Stack),
            Condition = draft.ConditionOf(from.Stack.FindFalseCondition() ?? resource.Condition),
        };
    }

    private static (string Method, string Path)? KeyOf(string key, ApiType type)
    {
        if (type == ApiType.WebSocket)
        {
            return key.Length == 0 ? null : (Route.WebSocketMethod, key);
        }

        return key == Route.DefaultPath ? (Route.AnyMethod, key)
            : key.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [
                var method, ['/', ..] path]
                ? (method.ToUpperInvariant(), path)
                : null;
    }

    /// <summary>
    /// `Target` is `integrations/` with the id of an integration behind it, joined by one function or another: what it
    /// mentions as written tells more than the text it makes.
    /// </summary>
    private static (Stack Owner, Resource? Integration) FindIntegration(Resource route, Stack stack)
    {
        foreach (var name in NamesIn(route.Declared.Find("Target")))
        {
            if (stack.FindResource(name) is var (owner, resource) && resource.Type == "AWS::ApiGatewayV2::Integration")
            {
                return (owner, resource);
            }
        }

        return (stack, null);
    }

    private static IReadOnlyList<string> NamesIn(TemplateValue? target) => target switch
    {
        null => [],
        TemplateValue.Text text when text.Value.StartsWith(IntegrationPrefix, StringComparison.Ordinal) =>
            [text.Value[IntegrationPrefix.Length..]],
        _ => UnresolvedNames.In(target),
    };

    private static RouteAccess ReadAccess(ApiDraft draft, PropertyReader properties, Stack stack)
    {
        var authorizer = properties.Text("AuthorizationType")?.ToUpperInvariant() switch
        {
            "AWS_IAM" => Authorizer.Iam.Name,
            "CUSTOM" or "JWT" => RestRoutes.LogicalIdOf(properties.Find("AuthorizerId"), stack),
            _ => OpenApiSecurity.None,
        };
        return draft.AccessOf(authorizer, properties.LocationOf("AuthorizerId")) with
        {
            Scopes = properties.Texts("AuthorizationScopes"),
            NeedsApiKey = properties.Flag("ApiKeyRequired") ?? false,
        };
    }

    private void AddQuick(Stack stack, Resource resource, PropertyReader properties, TemplateValue uri)
    {
        var key = properties.Text("RouteKey") ?? Route.DefaultPath;
        if (apis.Find(stack, resource.LogicalId) is not { } draft
            || KeyOf(key, draft.Api.Type) is not var (method, path))
        {
            properties.Report(RouteDiagnostics.BadRouteKey(key, properties.LocationOf("RouteKey")));
            return;
        }

        var target = RouteTarget.Find("AWS_PROXY", uri, new RoutePlace(functions, stack, key));
        draft.Add(new Route
        {
            Api = draft.Api,
            Method = method,
            Path = path,
            Location = resource.Location,
            Integration = target.Function.Length > 0 ? target.Integration : IntegrationType.HttpProxy,
            Function = target.Function,
            Condition = draft.Api.Condition,
        });
    }

    private void AddWebSocket(Stack stack, Resource resource, PropertyReader properties)
    {
        if (apis.Find(stack, resource.LogicalId) is not { } draft)
        {
            return;
        }

        foreach (var entry in (properties.Map("Routes") ?? TemplateValue.Map.Empty).Entries)
        {
            if (entry.Value is TemplateValue.Map map)
            {
                draft.Add(WebSocketRoute(draft, entry, properties.Of(map)));
            }
        }
    }

    private Route WebSocketRoute(ApiDraft draft, MapEntry entry, PropertyReader route)
    {
        var target = RouteTarget.Find(
            "AWS_PROXY", route.Find("FunctionArn"), new RoutePlace(functions, draft.Stack, entry.Key));
        return new Route
        {
            Api = draft.Api,
            Method = Route.WebSocketMethod,
            Path = entry.Key,
            Location = entry.KeyLocation,
            Function = target.Function,
            OperationName = route.Text("OperationName"),
            Access = new RouteAccess
            {
                Authorizer = entry.Key == "$connect"
                    && draft.Api.Authorizers is [var authorizer, ..]
                    ? authorizer
                    : null,
                NeedsApiKey = route.Flag("ApiKeyRequired") ?? false,
            },
            Condition = draft.Api.Condition,
        };
    }
}
