using System.Text;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// What Samlet itself has to say, on standard error: `error:`, `warning:`, `hint:` lines, nothing else.
/// </summary>
internal sealed class Reporter(Stream target)
{
    public void Error(string message, string? hint)
    {
        Line($"error: {message}");
        Hint(hint);
    }

    public void Warning(string message) => Line($"warning: {message}");

    public void Warn(Warning? warning)
    {
        if (warning is not null)
        {
            Warning(warning.Message);
            Hint(warning.Hint);
        }
    }

    public void Finding(Diagnostic diagnostic)
    {
        var kind = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        Line($"{kind}: {diagnostic.Location}: {diagnostic.Message} [{diagnostic.Code}]");
        Hint(diagnostic.Hint);
    }

    public void Hint(string? hint)
    {
        if (hint is not null)
        {
            Line($"hint: {hint}");
        }
    }

    public void Line(string text) => target.Write(Encoding.UTF8.GetBytes(text + "\n"));
}
