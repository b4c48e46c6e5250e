using Samlet.Credentials;
using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>
/// One `describe`: reads the templates, prints what became of them, and fails only when nothing can be read.
/// </summary>
internal sealed class DescribeRun(DescribeOptions options, Composition composition)
{
    private readonly CommandLineContext _context = composition.Context;

    public Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = AwsSession.Open(
            composition.Host, options.Environment.Profile, options.Environment.Region, composition.Time);
        var functions = TemplateLoader.Load(options.Template, _context.WorkingFolder, session);
        var file = options.Environment.EnvVarsFile is { } path ? EnvVarsFile.Read(path, composition.Host) : null;
        WarnOf([.. file?.Warnings ?? [], .. file?.FindUnknown(functions) ?? []]);
        var overrides = new VariableOverrides { File = file, CommandLine = options.Environment.Variables };
        var variables = new DescribedVariables(overrides, composition.Host, session.Region);
        var project = ProjectDescription.Read(
            functions,
            Select(functions),
            options.ShowsAll ? variables.AllOf : variables.DeveloperOf,
            new DescribedLayers(composition.LayersIn(options.LayerFolder)));
        Print(project);
        return Task.FromResult(
            options.Template.IsStrict && project.HasWarnings ? ExitCode.UserError : ExitCode.Success);
    }

    private void WarnOf(IReadOnlyList<Warning> warnings)
    {
        foreach (var warning in warnings)
        {
            _context.Reporter.Warn(warning);
        }
    }

    private Function? Select(FunctionSet functions)
    {
        if (options.Function is null)
        {
            return null;
        }

        List<string> warnings = [];
        var function = functions.Select(options.Function, warnings);
        warnings.ForEach(_context.Reporter.Warning);
        return function;
    }

    private void Print(ProjectDescription project)
    {
        if (options.PrintsValues)
        {
            _context.Print(ValuesTemplate.Write(project.Unknowns));
        }
        else if (options.IsJson)
        {
            DescribeJson.Write(project, _context.Terminal.Output);
            _context.Print("\n");
        }
        else
        {
            _context.Print(DescribeText.Write(project));
        }
    }
}
