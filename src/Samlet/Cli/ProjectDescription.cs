using Samlet.Functions;
using Samlet.Gateway;
using Samlet.Runtimes;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>Everything that `describe` shows.</summary>
internal sealed record ProjectDescription
{
    /// <summary>The templates at the top, as the person named them.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    public required IReadOnlyList<DescribedFunction> Functions { get; init; }

    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>By file, line and column.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>What stays unknown, in the order it was asked for.</summary>
    public required IReadOnlyList<CloudValue> Unknowns { get; init; }

    public bool HasWarnings
    {
        get
        {
            foreach (var diagnostic in Diagnostics)
            {
                if (diagnostic.Severity != DiagnosticSeverity.Information)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reads all of it; with a function, only that one with its routes and findings.</summary>
    public static ProjectDescription Read(
        FunctionSet functions,
        Function? only,
        Func<Function, IReadOnlyList<EnvironmentVariable>> variablesOf,
        DescribedLayers layers)
    {
        var templates = functions.AllStacks();
        ResourceCheck.ReportAll(templates);
        var links = FunctionLinks.Read(functions);
        List<DescribedFunction> described = [];
        foreach (var entry in functions.Entries)
        {
            if (only is null || entry.Path == only.Path)
            {
                var function = functions.Read(entry);
                ForeignCode.Report(function, entry);
                layers.CheckSize(function, entry);
                described.Add(new DescribedFunction(function, entry)
                {
                    Environment = variablesOf(function),
                    Events = links.EventsOf(entry),
                    Layers = layers.Of(function),
                });
            }
        }

        var routes = RouteReader.Read(functions).Routes;
        return new ProjectDescription
        {
            Templates = [.. functions.Stacks.Select(stack => stack.Template.File)],
            Functions = described,
            Routes = [.. routes.Where(route => only is null || route.Function == only.Path)],
            Diagnostics = Sort(templates, only),
            Unknowns = [.. templates.SelectMany(stack => stack.Template.Unknowns)],
        };
    }

    private static IReadOnlyList<Diagnostic> Sort(IReadOnlyList<Stack> stacks, Function? only)
    {
        DiagnosticList list = new();
        foreach (var stack in stacks)
        {
            foreach (var diagnostic in stack.Template.Diagnostics)
            {
                if (only is null || diagnostic.Resource is null || IsAbout(diagnostic, only))
                {
                    list.Add(diagnostic);
                }
            }
        }

        return list.Sorted();
    }

    private static bool IsAbout(Diagnostic diagnostic, Function function) =>
        diagnostic.Resource == function.LogicalId && diagnostic.Location.File == function.Location.File;
}

/// <summary>A function with what only `describe` asks for.</summary>
internal sealed record DescribedFunction(Function Function, FunctionEntry Entry)
{
    public required IReadOnlyList<EnvironmentVariable> Environment { get; init; }

    public required IReadOnlyList<FunctionEvent> Events { get; init; }

    public required IReadOnlyList<DescribedLayer> Layers { get; init; }

    /// <summary>
    /// False where a property has a value that nobody knows; what the function has then is only the default.
    /// </summary>
    public bool IsKnown(string property) =>
        Entry.Resource.Find(property) is not (TemplateValue.Call or TemplateValue.Text { IsPlaceholder: true });

    public bool IsKnown(string property, string inner) =>
        IsKnown(property)
        && (Entry.Resource.Find(property) as TemplateValue.Map)?.Find(inner)
            is not (TemplateValue.Call or TemplateValue.Text { IsPlaceholder: true });
}
