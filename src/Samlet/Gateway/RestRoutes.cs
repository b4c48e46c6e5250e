using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>AWS::ApiGateway::Method, with its path put together from AWS::ApiGateway::Resource.</summary>
internal sealed class RestRoutes(ApiTable apis, FunctionLookup functions)
{
    private const int DeepestPath = 50;

    public void Add(Stack stack)
    {
        foreach (var resource in stack.Template.Resources)
        {
            if (resource.Type == "AWS::ApiGateway::Method")
            {
                Add(stack, resource);
            }
        }
    }

    private void Add(Stack stack, Resource resource)
    {
        var properties = new PropertyReader(stack.Template, resource);
        if (apis.Find(properties.Find("RestApiId"), stack) is not { } draft)
        {
            ReportUnknownApi(stack, properties, resource);
            return;
        }

        var path = PathOf(properties.Find("ResourceId"), stack, DeepestPath);
        var method = properties.Text("HttpMethod")?.ToUpperInvariant() ?? Route.AnyMethod;
        var integration = properties.Map("Integration") ?? TemplateValue.Map.Empty;
        var target = RouteTarget.Find(
            integration.Find(
                "Type")?.AsText(), integration.Find("Uri"), new RoutePlace(functions, stack, $"{method} {path}"));
        draft.Add(new Route
        {
            Api = draft.Api,
            Method = method,
            Path = path.Length == 0 ? "/" : path,
            Location = resource.Location,
            Integration = target.Integration,
            Function = target.Function,
            Definition = integration,
            OperationName = properties.Text("OperationName"),
            Access = ReadAccess(draft, properties, stack),
            Condition = draft.ConditionOf(stack.FindFalseCondition() ?? resource.Condition),
        });
    }

    private static void ReportUnknownApi(Stack stack, PropertyReader properties, Resource resource)
    {
        var text = properties.Find("RestApiId")?.AsText() ?? "missing";
        stack.Template.Report(RouteDiagnostics.UnknownApi("RestApiId", text, resource.Location) with
        {
            Resource = resource.LogicalId,
        });
    }

    private static RouteAccess ReadAccess(ApiDraft draft, PropertyReader properties, Stack stack)
    {
        var authorizer = properties.Text("AuthorizationType")?.ToUpperInvariant() switch
        {
            "AWS_IAM" => Authorizer.Iam.Name,
            "CUSTOM" or "COGNITO_USER_POOLS" => LogicalIdOf(properties.Find("AuthorizerId"), stack),
            _ => OpenApiSecurity.None,
        };
        return draft.AccessOf(authorizer, properties.LocationOf("AuthorizerId")) with
        {
            Scopes = properties.Texts("AuthorizationScopes"),
            NeedsApiKey = properties.Flag("ApiKeyRequired") ?? false,
        };
    }

    /// <summary>Authorizers are known by logical id, which is what a reference leads to.</summary>
    public static string? LogicalIdOf(TemplateValue? value, Stack stack) =>
        value is TemplateValue.Text { Origin.LogicalId: var reference }
            && stack.FindResource(reference) is var (_, resource)
            ? resource.LogicalId
            : value?.AsText();

    /// <summary>
    /// Empty for the root of an API; a parent that is no resource of the templates may be a path itself.
    /// </summary>
    private static string PathOf(TemplateValue? id, Stack stack, int depth)
    {
        if (id is TemplateValue.Text { Origin.LogicalId: var reference }
            && stack.FindResource(reference) is var (owner, resource)
            && resource.Type == "AWS::ApiGateway::Resource" && depth > 0)
        {
            var part = resource.Find("PathPart")?.AsText() ?? "";
            return $"{PathOf(resource.Find("ParentId"), owner, depth - 1)}/{part}";
        }

        return id?.AsText() is ['/', ..] path ? path.TrimEnd('/') : "";
    }
}
