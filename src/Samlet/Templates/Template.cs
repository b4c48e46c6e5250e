namespace Samlet.Templates;

/// <summary>
/// One template after reading. Values are resolved when they are first asked for, so an invocation pays for its own
/// function only; <see cref="Diagnostics"/> grows with what has been asked for. Not for use by several threads at once.
/// </summary>
internal sealed class Template
{
    private readonly TemplateScope _scope;

    public Template(TemplateScope scope)
    {
        _scope = scope;
        Outputs = Output.ReadAll(scope);
    }

    /// <summary>The path as the person gave it.</summary>
    public string File => _scope.File;

    /// <summary>Absolute; relative paths of the template start here. A link's target decides.</summary>
    public string Folder => _scope.Folder;

    public TemplateOptions Options => _scope.Options;

    public PseudoParameters Pseudo => _scope.Pseudo;

    public Parameters Parameters => _scope.Parameters;

    /// <summary>Every section as it is written.</summary>
    public TemplateValue.Map Root => _scope.Root;

    /// <summary>In the order of the text, whatever their conditions are worth.</summary>
    public IReadOnlyList<Resource> Resources => _scope.Resources;

    public IReadOnlyList<Output> Outputs { get; }

    public IReadOnlyList<Diagnostic> Diagnostics => _scope.Diagnostics.Items;

    /// <summary>Values only the cloud knows, as far as they have been asked for and nobody told them.</summary>
    public IReadOnlyList<CloudValue> Unknowns => _scope.Unknowns;

    public Resource? Find(string logicalId) => _scope.FindDeclared(logicalId);

    /// <summary>What a condition is worth; one that is not there counts as true.</summary>
    public bool IsTrue(string condition, SourceLocation location) => _scope.Conditions.IsTrue(condition, location);

    /// <summary>A section of Globals (`Api`, `HttpApi`), resolved; null where there is none.</summary>
    public TemplateValue.Map? FindGlobals(string section) => _scope.Globals.Find(section);

    public void Report(Diagnostic diagnostic) => _scope.Diagnostics.Add(diagnostic);
}

internal sealed record ResourceCondition(string Name, bool Value);
