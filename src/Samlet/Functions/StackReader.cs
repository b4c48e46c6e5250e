using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// Opens the templates of a run and the stacks nested in them: parameters go down, outputs come up, exports go across.
/// A nested template that cannot be read is a diagnostic of its parent.
/// </summary>
internal sealed class StackReader
{
    private const int DeepestStack = 20;
    private const int MostStacks = 500;

    private readonly TemplateOptions _options;
    private readonly List<Stack> _top = [];
    private readonly HashSet<string> _openExports = new(StringComparer.Ordinal);
    private int _count;

    private StackReader(TemplateOptions options) => _options = options;

    /// <summary>
    /// `options` holds for every template at the top; overrides that none of them knows are told once.
    /// </summary>
    public static IReadOnlyList<Stack> Read(IReadOnlyList<TemplateFile> files, TemplateOptions options)
    {
        var reader = new StackReader(options);
        foreach (var file in files)
        {
            var own = file.OptionsFor(options) with { IsOneOfSeveral = files.Count > 1 };
            var stack = reader.Open(new StackPlace(file, null, null), own);
            if (TemplateLookup.FindStaleness(file) is { } staleness)
            {
                stack.Template.Report(staleness);
            }

            reader._top.Add(stack);
        }

        if (files.Count > 1)
        {
            reader.ReportUnknownOverrides();
        }

        return reader._top;
    }

    public Stack? FindTop(int index) => index < _top.Count ? _top[index] : null;

    public IReadOnlyList<Stack> ReadChildren(Stack parent)
    {
        List<Stack> children = [];
        foreach (var resource in parent.Template.Resources)
        {
            if (ResourceTypes.IsStack(resource.Type) && TryOpen(parent, resource) is { } child)
            {
                children.Add(child);
            }
        }

        return children;
    }

    private Stack? TryOpen(Stack parent, Resource resource)
    {
        if (NestedTemplate.Find(parent, resource) is not { } file)
        {
            return null;
        }

        var place = new StackPlace(file, parent, resource);
        if (FindObstacle(place, resource) is { } obstacle)
        {
            parent.Template.Report(obstacle);
            return null;
        }

        try
        {
            return Open(place, OptionsFor(place));
        }
        catch (UserErrorException error)
        {
            parent.Template.Report(FunctionDiagnostics.UnreadableStack(resource.LogicalId, error, resource.Location));
            return null;
        }
    }

    private Diagnostic? FindObstacle(StackPlace place, Resource resource) =>
        IsOpen(place.Parent, place.File.Path)
            ? FunctionDiagnostics.CircularStack(resource.LogicalId, place.File.Name, resource.Location)
        : place.Depth > DeepestStack || _count >= MostStacks
            ? FunctionDiagnostics.TooManyStacks(resource.LogicalId, MostStacks, resource.Location)
        : null;

    private static bool IsOpen(Stack? stack, string path)
    {
        for (; stack is not null; stack = stack.Parent)
        {
            if (stack.File.Path == path)
            {
                return true;
            }
        }

        return false;
    }

    private Stack Open(StackPlace place, TemplateOptions options)
    {
        Stack? stack = null;
        _count++;
        var template = TemplateReader.Read(place.File.Name, place.File.Path, options with
        {
            StackPath = place.Path,
            FindExport = FindExport,
            FindStackOutput = (resource, name) => stack is null ? null : FindOutput(stack, resource, name),
        });
        return stack = new Stack(template, place, this);
    }

    private TemplateOptions OptionsFor(StackPlace place) =>
        _options with { Parameters = NestedTemplate.ReadParameters(place.Resource) };

    private void ReportUnknownOverrides()
    {
        HashSet<string> declared = new(StringComparer.Ordinal);
        foreach (var stack in _top)
        {
            declared.UnionWith(stack.Template.Parameters.Declared.Keys);
        }

        var first = _top[0].Template;
        foreach (var name in _options.Parameters.Keys)
        {
            if (!declared.Contains(name))
            {
                first.Report(TemplateDiagnostics.UnknownOverride(name, first.Root.Location, declared));
            }
        }
    }

    private static TemplateValue? FindOutput(Stack stack, Resource resource, string name)
    {
        foreach (var output in stack.FindChild(resource.LogicalId)?.Template.Outputs ?? [])
        {
            if (output.Name == name && output.IsPresent && output.Value is { } value)
            {
                return StackReference.Up(value, resource.LogicalId);
            }
        }

        return null;
    }

    private TemplateValue? FindExport(string name)
    {
        // Stacks that import from each other in a circle cannot be deployed; nobody knows such a value.
        if (!_openExports.Add(name))
        {
            return null;
        }

        try
        {
            return SearchExport(name);
        }
        finally
        {
            _openExports.Remove(name);
        }
    }

    private TemplateValue? SearchExport(string name)
    {
        for (var index = 0; index < _top.Count; index++)
        {
            foreach (var output in _top[index].Template.Outputs)
            {
                if (output.ExportName == name && output.IsPresent && output.Value is { } value)
                {
                    return StackReference.Across(value, index);
                }
            }
        }

        return null;
    }
}
