using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>An output of a template; value and export name are resolved when they are asked for.</summary>
internal sealed class Output
{
    private readonly TemplateValue.Map _declaration;
    private readonly TemplateScope _scope;

    private Output(TemplateScope scope, MapEntry entry, TemplateValue.Map declaration)
    {
        (_scope, _declaration, Name, Location) = (scope, declaration, entry.Key, entry.KeyLocation);
    }

    public string Name { get; }

    public SourceLocation Location { get; }

    public bool IsPresent => _declaration.Find("Condition") is not TemplateValue.Text condition
        || _scope.Conditions.IsTrue(condition.Value, condition.Location);

    public TemplateValue? Value => Resolve(_declaration.Find("Value"));

    public string? ExportName => _declaration.Find("Export") is TemplateValue.Map export
        ? Resolve(export.Find("Name"))?.AsText()
        : null;

    public static IReadOnlyList<Output> ReadAll(TemplateScope scope)
    {
        List<Output> outputs = [];
        foreach (var entry in MapExpansion.Expand(new(scope, null), scope.SectionOf(scope.Root, "Outputs")).Entries)
        {
            if (entry.Value is TemplateValue.Map declaration)
            {
                outputs.Add(new(scope, entry, declaration));
            }
            else
            {
                scope.Diagnostics.Add(TemplateDiagnostics.NotMap($"output `{entry.Key}`", entry.KeyLocation));
            }
        }

        return outputs;
    }

    private TemplateValue? Resolve(TemplateValue? value) =>
        value is null ? null : new IntrinsicResolver(_scope, null).Resolve(value);
}
