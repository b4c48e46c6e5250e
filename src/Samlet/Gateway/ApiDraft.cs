using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>An API while it is put together from the resources and events that are spread over its template.</summary>
internal sealed class ApiDraft(Api api, Stack stack)
{
    private readonly Dictionary<(string Method, string Path), int> _places = [];
    private readonly List<Route> _routes = [];

    public Api Api { get; set; } = api;

    public Stack Stack => stack;

    /// <summary>What its OpenAPI document says; null without one.</summary>
    public OpenApiDocument? Document { get; init; }

    public DefinitionKind Definition { get; init; }

    public IReadOnlyList<Route> Routes => _routes;

    public ResourceCondition? ConditionOf(ResourceCondition? own) =>
        Api.Condition is { Value: false } ? Api.Condition : own;

    public Route? Find(string method, string path) =>
        _places.TryGetValue((method, path), out var place) ? _routes[place] : null;

    /// <summary>A route that is there already is replaced.</summary>
    public void Add(Route route)
    {
        var key = (route.Method, route.Path);
        if (!_places.TryGetValue(key, out var place))
        {
            _places.Add(key, _routes.Count);
            _routes.Add(route);
            return;
        }

        if (_routes[place].Function != route.Function && _routes[place].Function.Length > 0)
        {
            Report(RouteDiagnostics.DuplicateRoute($"{route.Method} {route.Path}", Api.Id, route.Location));
        }

        _routes[place] = route with { PayloadVersion = route.PayloadVersion ?? _routes[place].PayloadVersion };
    }

    public RouteAccess AccessOf(string? authorizer, SourceLocation location) => authorizer switch
    {
        null => Api.Access,
        "NONE" => Api.Access with { Authorizer = null, Scopes = [] },
        "AWS_IAM" => Api.Access with { Authorizer = Authorizer.Iam, Scopes = [] },
        _ when Api.FindAuthorizer(authorizer) is { } found =>
            Api.Access with { Authorizer = found, Scopes = found.DefaultScopes },
        _ => ReportUnknown(authorizer, location),
    };

    public void Report(Diagnostic diagnostic) => stack.Template.Report(diagnostic with { Resource = Api.Id });

    private RouteAccess ReportUnknown(string authorizer, SourceLocation location)
    {
        List<string> known = [];
        foreach (var other in Api.Authorizers)
        {
            known.Add(other.Name);
        }

        Report(RouteDiagnostics.UnknownAuthorizer(authorizer, Api.Id, location, known));
        return Api.Access with { Authorizer = null, Scopes = [] };
    }
}

/// <summary>
/// What the template says of the OpenAPI document of an API; it decides which events still make routes.
/// </summary>
internal enum DefinitionKind
{
    /// <summary>SAM writes the document from the events.</summary>
    None,

    /// <summary>A document in the template.</summary>
    Body,

    /// <summary>A document in the template that SAM merges with the events (MergeDefinitions).</summary>
    MergedBody,

    /// <summary>A document elsewhere.</summary>
    Uri,
}
