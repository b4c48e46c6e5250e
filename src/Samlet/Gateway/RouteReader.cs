using Samlet.Functions;

namespace Samlet.Gateway;

/// <summary>
/// The APIs of the templates and their routes, each listed once, whatever their conditions are worth.
/// </summary>
internal sealed record RouteSet(IReadOnlyList<Api> Apis, IReadOnlyList<Route> Routes);

/// <summary>
/// Collects the routes of all stacks: events of SAM functions and state machines, OpenAPI documents, the resources of
/// API Gateway, and function URLs. SAM and CloudFormation resources may stand side by side.
/// </summary>
internal sealed class RouteReader
{
    private readonly FunctionSet _functions;
    private readonly FunctionLookup _lookup;
    private readonly ApiTable _apis = new();
    private readonly IReadOnlyList<Stack> _stacks;

    private RouteReader(FunctionSet functions)
    {
        (_functions, _lookup, _stacks) = (functions, new FunctionLookup(functions), functions.AllStacks());
    }

    public static RouteSet Read(FunctionSet functions)
    {
        var reader = new RouteReader(functions);
        foreach (var stack in reader._stacks)
        {
            reader.ReadApis(stack);
        }

        // Stages and authorizers may stand in another stack than their API, and every route needs the whole API.
        foreach (var stack in reader._stacks)
        {
            new ApiSettingsReader(reader._apis, reader._lookup).Read(stack);
        }

        foreach (var stack in reader._stacks)
        {
            reader.ReadRoutes(stack);
        }

        return new RouteSet(
            [.. reader._apis.All.Select(draft => draft.Api)], [.. reader._apis.All.SelectMany(draft => draft.Routes)]);
    }

    private void ReadApis(Stack stack)
    {
        var serverless = new ServerlessApiReader(_lookup);
        var resources = new ApiResourceReader(_lookup);
        foreach (var resource in stack.Template.Resources)
        {
            var draft = resource.Type switch
            {
                "AWS::Serverless::Api" => serverless.Read(stack, resource, ApiType.Rest),
                "AWS::Serverless::HttpApi" => serverless.Read(stack, resource, ApiType.Http),
                "AWS::Serverless::WebSocketApi" => serverless.Read(stack, resource, ApiType.WebSocket),
                "AWS::ApiGateway::RestApi" => resources.ReadRest(stack, resource),
                "AWS::ApiGatewayV2::Api" => resources.ReadHttp(stack, resource),
                _ => null,
            };
            if (draft is not null)
            {
                _apis.Add(draft);
            }
        }
    }

    private void ReadRoutes(Stack stack)
    {
        foreach (var draft in _apis.All)
        {
            if (draft.Stack == stack)
            {
                new OpenApiRoutes(_lookup).Add(draft);
            }
        }

        new EventRoutes(_apis, _lookup, _functions).Add(stack);
        new RestRoutes(_apis, _lookup).Add(stack);
        new HttpRoutes(_apis, _lookup).Add(stack);
        new UrlRoutes(_apis, _lookup, _functions).Add(stack);
    }
}
