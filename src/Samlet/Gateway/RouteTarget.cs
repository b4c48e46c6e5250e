using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>What stands behind a route: the kind of integration, and the function where it is one.</summary>
internal sealed record RouteTarget(IntegrationType Integration, string Function)
{
    /// <summary>`type` is the integration's; `uri` the value that may name a function, looked up from `draft`'s stack.</summary>
    public static RouteTarget Find(string? type, TemplateValue? uri, (FunctionLookup Functions, Stack Stack, string Route) place)
    {
        var target = place.Functions.Find(uri, place.Stack);
        if (target is { IsKnown: false } unknown)
        {
            place.Stack.Template.Report(
                RouteDiagnostics.UnknownFunction(place.Route, unknown.Path, uri?.Location ?? default));
        }

        var integration = type?.ToUpperInvariant() switch
        {
            "AWS_PROXY" => target is null && uri is null ? IntegrationType.Service : IntegrationType.LambdaProxy,
            "AWS" => target is null ? IntegrationType.Service : IntegrationType.Lambda,
            "HTTP_PROXY" => IntegrationType.HttpProxy,
            "HTTP" => IntegrationType.Http,
            _ => IntegrationType.Mock,
        };
        return new RouteTarget(integration, target?.Path ?? "");
    }
}
