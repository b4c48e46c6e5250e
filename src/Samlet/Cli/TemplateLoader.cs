using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>From the template options of a command to the functions of its templates.</summary>
internal static class TemplateLoader
{
    public static FunctionSet Load(TemplateSources sources, string folder, AwsSession session) => Load(
        sources.Files,
        folder,
        new TemplateOptions
        {
            Parameters = TemplateOptions.ParametersOf(sources.ParameterOverrides),
            Region = session.Region,
            AccountId = session.AccountId,
            AllowsLanguageExtensions = sources.ExpandsLanguageExtensions ?? true,
        });

    /// <summary>For completion: nothing where the templates cannot be read.</summary>
    public static IReadOnlyList<string> ListFunctions(IReadOnlyList<string> files, string folder)
    {
        try
        {
            return [.. Load(files, folder, new TemplateOptions()).Entries.Select(static entry => entry.Path)];
        }
        catch (UserErrorException)
        {
            return [];
        }
    }

    /// <summary>What the templates made one notice so far that concerns the function or no resource in particular.</summary>
    public static IReadOnlyList<Diagnostic> FindingsFor(FunctionSet functions, Function function)
    {
        List<Diagnostic> findings = [];
        foreach (var stack in functions.Stacks)
        {
            foreach (var diagnostic in stack.Template.Diagnostics)
            {
                if (diagnostic.Severity != DiagnosticSeverity.Information
                    && (diagnostic.Resource is null || diagnostic.Resource == function.LogicalId))
                {
                    findings.Add(diagnostic);
                }
            }
        }

        return findings;
    }

    private static FunctionSet Load(IReadOnlyList<string> files, string folder, TemplateOptions options) =>
        new(StackReader.Read(TemplateLookup.Find(files, folder), options));
}
