using Samlet.Gateway;
using Samlet.Templates;

namespace Samlet.Tests.Support;

/// <summary>The routes of a template, each as one line.</summary>
internal sealed class TestRoutes : IDisposable
{
    private readonly TestFunctions _functions;

    public TestRoutes(string text, params (string Name, string Text)[] files)
    {
        _functions = new TestFunctions(text);
        foreach (var (name, content) in files)
        {
            File.WriteAllText(Path.Join(_functions.Folder, name), content);
        }

        Set = RouteReader.Read(_functions.Set);
    }

    public RouteSet Set { get; }

    /// <summary>`Api METHOD /path > Function`.</summary>
    public IEnumerable<string> Lines =>
        Set.Routes.Select(route => $"{route.Api.Id} {route.Method} {route.Path} > {route.Function}");

    public IEnumerable<string> Codes => _functions.Template.Diagnostics
        .Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Information)
        .Select(diagnostic => diagnostic.Code);

    public Route Find(string path) => Set.Routes.Single(route => route.Path == path);

    public void Dispose() => _functions.Dispose();
}
