using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>What stands behind a route: the kind of integration, and the function where it is one.</summary>
internal sealed record RouteTarget(IntegrationType Integration, string Function)
{
    /// <summary>
    /// `type` is the integration's; `uri` the value that names a function where the integration is one.
    /// </summary>
    public static RouteTarget Find(string? type, TemplateValue? uri, RoutePlace place) =>
        type?.ToUpperInvariant() switch
        {
            "AWS_PROXY" => uri is null
                ? new RouteTarget(IntegrationType.Service, "")
                : new RouteTarget(IntegrationType.LambdaProxy, FindFunction(uri, place) ?? ""),
            "AWS" => FindFunction(uri, place) is { } path
                ? new RouteTarget(IntegrationType.Lambda, path)
                : new RouteTarget(IntegrationType.Service, ""),
            "HTTP_PROXY" => new RouteTarget(IntegrationType.HttpProxy, ""),
            "HTTP" => new RouteTarget(IntegrationType.Http, ""),
            _ => new RouteTarget(IntegrationType.Mock, ""),
        };

    private static string? FindFunction(TemplateValue? uri, RoutePlace place)
    {
        var target = place.Functions.Find(uri, place.Stack);
        if (target is { IsKnown: false } unknown)
        {
            place.Stack.Template.Report(
                RouteDiagnostics.UnknownFunction(place.Route, unknown.Path, uri?.Location ?? default));
        }

        return target?.Path;
    }
}

/// <summary>Where a function is looked up from, and for which route (its name in messages).</summary>
internal readonly record struct RoutePlace(FunctionLookup Functions, Stack Stack, string Route);
