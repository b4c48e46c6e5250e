using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>Every diagnostic about functions, layers and stacks, a method per code (`SAM0101` to `SAM0199`).</summary>
internal static class FunctionDiagnostics
{
    public static Diagnostic BuiltTemplateIsOlder(string built, string source) => new(
        "SAM0101",
        DiagnosticSeverity.Warning,
        $"`{built}` is older than `{source}`, and is what runs",
        new SourceLocation(built, 1, 1))
    {
        Hint = $"run `sam build` again, or pass --template {source}",
    };
}
