using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>Every diagnostic about APIs and routes, a method per code (`SAM0201` to `SAM0299`).</summary>
internal static class RouteDiagnostics
{
    public static Diagnostic UnknownFunction(string route, string function, SourceLocation location) => Warning(
        "SAM0201", $"route `{route}` leads to function `{function}`, which is not in the templates", location);

    public static Diagnostic DuplicateRoute(string route, string api, SourceLocation location) =>
        Warning("SAM0202", $"route `{route}` stands again in `{api}`; this one counts", location);

    public static Diagnostic UnknownAuthorizer(
        string name, string api, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0203", $"`{api}` has no authorizer `{name}`", location, NearestWord.Hint(name, known));

    public static Diagnostic BadRouteKey(string key, SourceLocation location) => Warning(
        "SAM0204", $"`{key}` is no route key", location, "write a method and a path, such as `GET /items`, or `$default`");

    public static Diagnostic NoDefinition(string api, string path, SourceLocation location) => Warning(
        "SAM0205", $"the definition of `{api}` is not at `{path}`", location, "correct the path");

    public static Diagnostic RemoteDefinition(string api, string place, SourceLocation location) => new(
        "SAM0206",
        DiagnosticSeverity.Information,
        $"the definition of `{api}` is in `{place}`; its routes are not known here",
        location);

    public static Diagnostic BadDefinition(string api, string reason, SourceLocation location) =>
        Warning("SAM0207", $"the definition of `{api}` cannot be read: {reason}", location);

    public static Diagnostic NoPath(string name, SourceLocation location) =>
        Warning("SAM0208", $"event `{name}` has no Path or no Method and makes no route", location);

    public static Diagnostic UnknownApi(string property, string text, SourceLocation location) =>
        Warning("SAM0209", $"`{property}` is `{text}`, which is no API of the templates", location);

    public static Diagnostic UnquotedCors(string property, SourceLocation location) => Warning(
        "SAM0210", $"`{property}` must stand in single quotes inside the text, for it becomes a header as it is", location, "write \"'*'\"");

    public static Diagnostic BadIdentitySource(string authorizer, string text, SourceLocation location) => Warning(
        "SAM0211",
        $"`{text}` of authorizer `{authorizer}` is no identity source",
        location,
        "write `method.request.header.NAME` in a REST API, `$request.header.NAME` elsewhere");

    public static Diagnostic BadAuthorizer(string authorizer, string reason, SourceLocation location) =>
        Warning("SAM0212", $"authorizer `{authorizer}` is left out: {reason}", location);

    public static Diagnostic EventNotInDefinition(string name, string route, string api, SourceLocation location) =>
        Warning(
        "SAM0213",
        $"event `{name}` makes no route: `{api}` has a definition of its own without `{route}`",
        location,
        "add the path to the definition, or leave the definition to SAM");

    public static Diagnostic EventOverridden(string name, string route, string api, SourceLocation location) => Warning(
        "SAM0214", $"event `{name}` makes no route: the definition of `{api}` leads `{route}` elsewhere", location);

    private static Diagnostic Warning(string code, string message, SourceLocation location, string? hint = null) =>
        new(code, DiagnosticSeverity.Warning, message, location) { Hint = hint };
}
