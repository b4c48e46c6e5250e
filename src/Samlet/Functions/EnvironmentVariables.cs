namespace Samlet.Functions;

/// <summary>What a developer sets for functions beside the template.</summary>
internal sealed record VariableOverrides
{
    /// <summary>`--env-vars`.</summary>
    public EnvVarsFile? File { get; init; }

    /// <summary>`--container-env-vars`, given only while a function is debugged.</summary>
    public EnvVarsFile? DebuggingFile { get; init; }

    /// <summary>`--env`.</summary>
    public IReadOnlyDictionary<string, string> CommandLine { get; init; } = new Dictionary<string, string>();

    /// <summary>`--env-vars` sets only what the template declares, as `sam local` has it.</summary>
    public bool OnlyDeclared { get; init; }
}

/// <summary>The developer's part of a function's environment, and what should be said about it.</summary>
internal sealed record DeveloperEnvironment(
    IReadOnlyList<EnvironmentVariable> Variables, IReadOnlyList<Warning> Warnings);

/// <summary>
/// Puts the developer's variables together, highest first: `--env`, the debugging file, the function's block of
/// `--env-vars`, its `Parameters` block, the shell for names that the template declares and Lambda does not define, the
/// template. What is reserved is left to Lambda, but region and credentials may be overridden.
/// </summary>
internal sealed class EnvironmentVariables
{
    private readonly Dictionary<string, EnvironmentVariable> _variables = [];
    private readonly List<string> _undeclared = [];
    private readonly List<string> _refused = [];
    private readonly HashSet<string> _declared = [];

    private EnvironmentVariables()
    {
    }

    public static DeveloperEnvironment Resolve(Function function, VariableOverrides overrides, HostEnvironment host)
    {
        var environment = new EnvironmentVariables();
        environment.AddTemplate(function.Environment, host);
        environment.AddFile(overrides.File, function, overrides.OnlyDeclared);
        environment.AddFile(overrides.DebuggingFile, function, onlyDeclared: false);
        foreach (var (name, value) in overrides.CommandLine)
        {
            environment.Override(name, value, VariableSource.CommandLine);
        }

        environment.CompleteIdentity();
        return new DeveloperEnvironment([.. environment._variables.Values], [.. environment.WarningsFor(function)]);
    }

    private void AddTemplate(IReadOnlyList<EnvironmentVariable> variables, HostEnvironment host)
    {
        foreach (var variable in variables)
        {
            var name = variable.Name;
            _declared.Add(name);
            if (!ReservedVariables.IsReserved(name) && !ReservedVariables.IsDropped(name))
            {
                _variables[name] = ReservedVariables.MayComeFromShell(name) && host.Find(name) is { } value
                    ? new EnvironmentVariable(name, value, VariableSource.Shell)
                    : variable;
            }
        }
    }

    private void AddFile(EnvVarsFile? file, Function function, bool onlyDeclared)
    {
        Add(file?.Find(EnvVarsFile.ForAll), VariableSource.ParametersBlock, onlyDeclared);
        Add(file?.FindFor(function), VariableSource.EnvVars, onlyDeclared);
    }

    private void Add(EnvVarsBlock? block, VariableSource source, bool onlyDeclared)
    {
        foreach (var (name, value) in block?.Variables ?? [])
        {
            if (!onlyDeclared || _declared.Contains(name))
            {
                Override(name, value, source);
            }
        }
    }

    private void Override(string name, string value, VariableSource source)
    {
        var isIdentity = ReservedVariables.IsIdentity(name);
        if (!isIdentity && (ReservedVariables.IsReserved(name) || ReservedVariables.IsDropped(name)))
        {
            AddOnce(_refused, name);
            return;
        }

        if (!isIdentity && !_declared.Contains(name))
        {
            AddOnce(_undeclared, name);
        }

        _variables[name] = new EnvironmentVariable(name, value, source);
    }

    /// <summary>Keys of one identity with the token of another, or two regions, would only fail later.</summary>
    private void CompleteIdentity()
    {
        Follow("AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", static _ => "");
        Follow("AWS_DEFAULT_REGION", "AWS_REGION", static region => region);
        Follow("AWS_REGION", "AWS_DEFAULT_REGION", static region => region);
    }

    private void Follow(string name, string leader, Func<string, string> value)
    {
        if (_variables.TryGetValue(leader, out var leading) && !_variables.ContainsKey(name))
        {
            _variables[name] = leading with { Name = name, Value = value(leading.Value) };
        }
    }

    private IEnumerable<Warning> WarningsFor(Function function)
    {
        if (_refused.Count > 0)
        {
            yield return new Warning(
                $"{Join(_refused)} cannot be set: Lambda keeps {(_refused.Count == 1 ? "the name" : "the names")} for itself",
                "of Lambda's own variables only region and credentials may be overridden");
        }

        if (_undeclared.Count > 0)
        {
            var (are, them) = _undeclared.Count == 1 ? ("is", "it") : ("are", "them");
            yield return new Warning(
                $"{Join(_undeclared)} {are} not declared by the template for `{function.Path}`, and set all the same",
                $"declare {them} under Environment.Variables, or the deployed function will not have {them}");
        }
    }

    private static void AddOnce(List<string> names, string name)
    {
        if (!names.Contains(name))
        {
            names.Add(name);
        }
    }

    private static string Join(List<string> names) => string.Join(", ", names.ConvertAll(name => $"`{name}`"));
}
