using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Templates;
using Samlet.Templates.Syntax;

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
            Values = sources.ValuesFile is { } file ? ReadValues(file, folder) : KnownValues.Empty,
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

    /// <summary>
    /// What the templates made one notice so far that concerns the function, or no resource in particular, in its own
    /// template or in one around it.
    /// </summary>
    public static IReadOnlyList<Diagnostic> FindingsFor(FunctionSet functions, Function function)
    {
        List<Diagnostic> findings = [];
        foreach (var stack in functions.FindAround(function))
        {
            foreach (var diagnostic in stack.Template.Diagnostics)
            {
                if (diagnostic.Severity != DiagnosticSeverity.Information
                    && (diagnostic.Resource is null || stack.PathOf(diagnostic.Resource) == function.Path))
                {
                    findings.Add(diagnostic);
                }
            }
        }

        return findings;
    }

    /// <summary>An error of the function itself, such as a Timeout that is no number, ends the command.</summary>
    public static void RequireSound(IReadOnlyList<Diagnostic> findings)
    {
        foreach (var finding in findings)
        {
            if (finding is { Severity: DiagnosticSeverity.Error, Resource: not null })
            {
                throw new UserErrorException($"{finding.Location}: {finding.Message} [{finding.Code}]", finding.Hint);
            }
        }
    }

    private static KnownValues ReadValues(string file, string folder) =>
        KnownValuesReader.Read(SourceText.Read(file, Path.GetFullPath(file, folder)));

    private static FunctionSet Load(IReadOnlyList<string> files, string folder, TemplateOptions options) =>
        new(StackReader.Read(TemplateLookup.Find(files, folder), options));
}
