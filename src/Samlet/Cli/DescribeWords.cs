using System.Diagnostics;
using Samlet.Functions;
using Samlet.Gateway;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>The words that text and JSON share.</summary>
internal static class DescribeWords
{
    private const string Hidden = "****"; // What CloudFormation shows for NoEcho.

    /// <summary>Null for a value that could not be resolved.</summary>
    public static string? Show(EnvironmentVariable variable) =>
        variable.IsSecret ? Hidden : variable.IsUnresolved ? null : variable.Value;

    public static string NameOf(VariableSource source) => source switch
    {
        VariableSource.Template => "template",
        VariableSource.ParametersBlock => "parameters-block",
        VariableSource.EnvVars => "env-vars",
        VariableSource.Shell => "shell",
        VariableSource.Values => "values",
        VariableSource.Placeholder => "placeholder",
        VariableSource.CommandLine => "command-line",
        VariableSource.Lambda => "lambda",
        _ => throw new UnreachableException(),
    };

    public static string NameOf(ApiType type) => type switch
    {
        ApiType.Rest => "REST",
        ApiType.Http => "HTTP",
        ApiType.WebSocket => "WEBSOCKET",
        ApiType.Url => "URL",
        _ => throw new UnreachableException(),
    };

    public static string NameOf(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Information => "information",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Error => "error",
        _ => throw new UnreachableException(),
    };
}
