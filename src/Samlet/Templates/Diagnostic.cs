namespace Samlet.Templates;

internal enum DiagnosticSeverity
{
    Information,
    Warning,
    Error,
}

/// <summary>
/// One finding about a template: a stable code (`SAM0001`), what is wrong, where, and which resource it concerns.
/// Built only in <see cref="TemplateDiagnostics"/>, a method per code.
/// </summary>
internal sealed record Diagnostic(string Code, DiagnosticSeverity Severity, string Message, SourceLocation Location)
{
    /// <summary>
    /// Logical id of the resource the finding concerns, or null when it concerns the template as a whole.
    /// </summary>
    public string? Resource { get; init; }

    public string? Hint { get; init; }
}
