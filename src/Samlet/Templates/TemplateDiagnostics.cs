namespace Samlet.Templates;

/// <summary>Every template diagnostic, a method per code. Codes are never reused; they are listed in docs/diagnostics.md.</summary>
internal static class TemplateDiagnostics
{
    public static Diagnostic UnknownReference(string name, SourceLocation location) =>
        new("SAM0001", DiagnosticSeverity.Warning, $"`{name}` is neither a parameter nor a resource", location);
}
