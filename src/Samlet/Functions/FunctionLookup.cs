using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// What an integration leads to: the path of a function, or the bare name of one that is not in the templates.
/// </summary>
internal readonly record struct FunctionTarget(string Path, bool IsKnown);

/// <summary>Finds the function that the address of an integration or the ARN of an authorizer means.</summary>
internal sealed class FunctionLookup(FunctionSet functions)
{
    private const int MostSteps = 10;

    private Dictionary<(Stack?, string), string>? _byName;

    /// <summary>Null for a value that names no function.</summary>
    public FunctionTarget? Find(TemplateValue? value, Stack stack) => Find(value, stack, MostSteps);

    /// <summary>For properties that take a plain name besides an ARN.</summary>
    public FunctionTarget? FindByName(TemplateValue? value, Stack stack) =>
        value?.AsText() is { Length: > 0 } name ? FindNamed(name, stack) : null;

    private FunctionTarget? Find(TemplateValue? value, Stack stack, int steps) => value switch
    {
        TemplateValue.Text { Origin.LogicalId: var reference }
            when stack.FindResource(reference) is var (owner, resource)
                && FindIn(owner, resource, steps) is { } target => target,
        TemplateValue.Text text when FunctionArn.FindName(text.Value) is { } name => FindNamed(name, stack),
        TemplateValue.Call call => FindInCall(call, stack, steps),
        _ => null,
    };

    /// <summary>A function, or the one that an alias or a version belongs to.</summary>
    private FunctionTarget? FindIn(Stack owner, Resource resource, int steps)
    {
        if (ResourceTypes.IsFunction(resource.Type))
        {
            return new FunctionTarget(owner.PathOf(resource.LogicalId), true);
        }

        if (resource.Type is not ("AWS::Lambda::Alias" or "AWS::Lambda::Version") || steps == 0)
        {
            return null;
        }

        var function = resource.Find("FunctionName");
        return Find(function, owner, steps - 1) ?? FindByName(function, owner);
    }

    private FunctionTarget FindNamed(string name, Stack stack)
    {
        _byName ??= CollectNames();
        var path = _byName.GetValueOrDefault((stack, name)) ?? _byName.GetValueOrDefault((null, name));
        return new FunctionTarget(path ?? name, path is not null);
    }

    /// <summary>By name in each stack, and in all of them together.</summary>
    private Dictionary<(Stack?, string), string> CollectNames()
    {
        Dictionary<(Stack?, string), string> names = [];
        foreach (var entry in functions.Entries)
        {
            foreach (var name in (string[])[entry.LogicalId, FunctionReader.NameOf(entry)])
            {
                names.TryAdd((entry.Stack, name), entry.Path);
                names.TryAdd((null, name), entry.Path);
            }
        }

        return names;
    }

    /// <summary>
    /// The first function of the stack that an unresolved value mentions, else a name that is no resource.
    /// </summary>
    private FunctionTarget? FindInCall(TemplateValue value, Stack stack, int steps)
    {
        FunctionTarget? unknown = null;
        foreach (var name in steps == 0 ? [] : UnresolvedNames.In(value))
        {
            if (stack.Template.Find(name) is not { } resource)
            {
                unknown ??= new FunctionTarget(name, false);
            }
            else if (FindIn(stack, resource, steps - 1) is { } target)
            {
                return target;
            }
        }

        return unknown;
    }
}
