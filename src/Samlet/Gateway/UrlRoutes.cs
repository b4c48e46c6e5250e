using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// The address of a function's own: FunctionUrlConfig and AWS::Lambda::Url. It takes every method and path.
/// </summary>
internal sealed class UrlRoutes(ApiTable apis, FunctionLookup lookup, FunctionSet functions)
{
    private const string Suffix = "Url"; // What SAM appends to the function for the resource it makes.

    public void Add(Stack stack)
    {
        foreach (var entry in functions.Entries)
        {
            if (entry.Stack == stack && entry.Resource.Find("FunctionUrlConfig") is TemplateValue.Map config)
            {
                var properties = new PropertyReader(stack.Template, entry.LogicalId, config);
                Add(stack, (
                    entry.LogicalId + Suffix, entry.Resource.Location), entry.Path, (properties, entry.Condition));
            }
        }

        foreach (var resource in stack.Template.Resources)
        {
            if (resource.Type == "AWS::Lambda::Url")
            {
                AddResource(stack, resource);
            }
        }
    }

    private void AddResource(Stack stack, Resource resource)
    {
        var properties = new PropertyReader(stack.Template, resource);
        var value = properties.Find("TargetFunctionArn");
        var target = lookup.Find(value, stack) ?? lookup.FindByName(value, stack);
        if (target is not { IsKnown: true })
        {
            properties.Report(RouteDiagnostics.UnknownFunction(
                resource.LogicalId, target?.Path ?? "", properties.LocationOf("TargetFunctionArn")));
        }

        var condition = stack.FindFalseCondition() ?? resource.Condition;
        Add(stack, (resource.LogicalId, resource.Location), target?.Path ?? "", (properties, condition));
    }

    private void Add(
        Stack stack,
        (string Id, SourceLocation Location) place,
        string function,
        (PropertyReader Properties, ResourceCondition? Condition) config)
    {
        var url = FunctionUrlReader.ReadConfig(config.Properties);
        var api = new Api
        {
            Id = place.Id,
            Type = ApiType.Url,
            Location = place.Location,
            Condition = config.Condition,
            Cors = url.Cors,
            IsStreaming = url.IsStreaming,
            Access = new RouteAccess { Authorizer = url.NeedsSignature ? Authorizer.Iam : null },
        };
        var draft = new ApiDraft(api, stack);
        draft.Add(new Route
        {
            Api = api,
            Method = Route.AnyMethod,
            Path = Route.DefaultPath,
            Location = place.Location,
            Function = function,
            PayloadVersion = "2.0",
            Access = api.Access,
            Condition = config.Condition,
        });
        apis.Add(draft);
    }
}
