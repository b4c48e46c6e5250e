using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// The functions of one or more templates, found by any of their names. A function is read when it is asked for; the
/// others cost nothing.
/// </summary>
internal sealed class FunctionSet(IReadOnlyList<Stack> stacks)
{
    private readonly Dictionary<Resource, Function> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Function, Stack> _owners = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<FunctionEntry>? _entries;

    /// <summary>The templates at the top.</summary>
    public IReadOnlyList<Stack> Stacks => stacks;

    /// <summary>At the top and below, in the order of the templates, whatever their conditions are worth.</summary>
    public IReadOnlyList<FunctionEntry> Entries => _entries ??= Collect();

    /// <summary>The templates at the top and everything nested in them, each before what it nests.</summary>
    public IReadOnlyList<Stack> AllStacks()
    {
        List<Stack> all = [];
        AddStacks(stacks, all);
        return all;
    }

    public Function Read(FunctionEntry entry)
    {
        if (!_read.TryGetValue(entry.Resource, out var function))
        {
            function = FunctionReader.Read(entry);
            _read.Add(entry.Resource, function);
            _owners.TryAdd(function, entry.Stack);
        }

        return function;
    }

    /// <summary>The stack of a function that was read here, and the stacks around it.</summary>
    public IEnumerable<Stack> FindAround(Function function)
    {
        for (var stack = _owners.GetValueOrDefault(function); stack is not null; stack = stack.Parent)
        {
            yield return stack;
        }
    }

    /// <summary>
    /// The function with this name, or the only one there is. Several of that name give the first by path, and say so
    /// in `warnings`; none is a <see cref="UserErrorException"/> that names the candidates.
    /// </summary>
    public Function Select(string? identifier, List<string> warnings) =>
        Read(string.IsNullOrEmpty(identifier) ? SelectOnly() : SelectNamed(identifier, warnings));

    /// <summary>The function with this name, or null; for servers, which answer for themselves.</summary>
    public Function? Find(string identifier) => FindAll(identifier) is [var first, ..] ? Read(first) : null;

    private FunctionEntry SelectNamed(string identifier, List<string> warnings)
    {
        switch (FindAll(identifier))
        {
            case []:
                throw Unknown(identifier);
            case [var only]:
                return only;
            case var several:
                warnings.Add($"several functions are named `{identifier}`; `{several[0].Path}` is invoked");
                warnings.Add($"the candidates are {Join(several)}");
                return several[0];
        }
    }

    /// <summary>
    /// An exact path first; then every function with that id, name or construct path, by lower-cased path.
    /// </summary>
    private List<FunctionEntry> FindAll(string identifier)
    {
        if (FindByPath(identifier) is { } exact)
        {
            return [exact];
        }

        var name = FunctionIdentifier.TryParse(identifier)?.Name ?? identifier;
        if (name != identifier && FindByPath(name) is { } unqualified)
        {
            return [unqualified];
        }

        List<FunctionEntry> found = [];
        foreach (var entry in Entries)
        {
            if (entry.HasId(name) || FunctionReader.NameOf(entry) == name)
            {
                found.Add(entry);
            }
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Path.ToLowerInvariant(), right.Path.ToLowerInvariant()));
        return found;
    }

    /// <summary>At the top first, so that no nested template is opened for a function that is not in it.</summary>
    private FunctionEntry? FindByPath(string path)
    {
        if (_entries is null && !path.Contains('/', StringComparison.Ordinal))
        {
            List<FunctionEntry> entries = [];
            AddFunctions(stacks, entries);
            if (FindByPath(path, entries) is { } top)
            {
                return top;
            }
        }

        return FindByPath(path, Entries);
    }

    private static FunctionEntry? FindByPath(string path, IReadOnlyList<FunctionEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.IdPath == path)
            {
                return entry;
            }
        }

        return null;
    }

    private FunctionEntry SelectOnly()
    {
        FunctionEntry? only = null;
        foreach (var entry in Entries)
        {
            if (IsCandidate(entry))
            {
                only = only is null ? entry : throw NotNamed();
            }
        }

        return only ?? (Entries is [var single] ? single : throw NotNamed());
    }

    private bool IsCandidate(FunctionEntry entry) =>
        entry.Condition is not { Value: false } && Read(entry).Code is not CodeSource.Bucket;

    private UserErrorException NotNamed() => Entries.Count == 0
        ? new UserErrorException(
            $"there is no function in {TemplateNames()}",
            "a function is a resource of type AWS::Serverless::Function or AWS::Lambda::Function")
        : new UserErrorException("there are several functions, and none is named", $"name one of {Join(Entries)}");

    private UserErrorException Unknown(string identifier)
    {
        if (Entries.Count == 0)
        {
            return NotNamed();
        }

        var known = new List<string>();
        foreach (var entry in Entries)
        {
            known.Add(entry.Path);
            known.Add(FunctionReader.NameOf(entry));
        }

        var nearest = NearestWord.Hint(identifier, known);
        return new UserErrorException(
            $"function `{identifier}` is not in {TemplateNames()}",
            nearest is null ? $"the functions are {Join(Entries)}" : $"{nearest} The functions are {Join(Entries)}");
    }

    private string TemplateNames()
    {
        var names = new List<string>();
        foreach (var stack in stacks)
        {
            names.Add($"`{stack.Template.File}`");
        }

        return string.Join(", ", names);
    }

    private static string Join(IReadOnlyList<FunctionEntry> entries)
    {
        const int Most = 30;
        var paths = new List<string>();
        for (var index = 0; index < Math.Min(Most, entries.Count); index++)
        {
            paths.Add($"`{entries[index].Path}`");
        }

        var rest = entries.Count - paths.Count;
        return string.Join(", ", paths) + (rest > 0 ? $" and {rest} more" : "");
    }

    private List<FunctionEntry> Collect()
    {
        List<FunctionEntry> entries = [];
        AddFunctions(AllStacks(), entries);
        return entries;
    }

    private static void AddStacks(IReadOnlyList<Stack> level, List<Stack> all)
    {
        foreach (var stack in level)
        {
            all.Add(stack);
            AddStacks(stack.Children, all);
        }
    }

    private static void AddFunctions(IReadOnlyList<Stack> level, List<FunctionEntry> entries)
    {
        foreach (var stack in level)
        {
            foreach (var resource in stack.Template.Resources)
            {
                if (ResourceTypes.IsFunction(resource.Type))
                {
                    entries.Add(new FunctionEntry(stack, resource));
                }
            }
        }
    }
}
