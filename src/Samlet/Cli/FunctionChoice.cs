using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// The function that a command names, with the logging and the variables it is to have, once nothing speaks against
/// invoking it. Everything about the template that concerns it is told on the way.
/// </summary>
internal sealed class FunctionChoice(InvokeOptions options, Composition composition)
{
    private readonly Reporter _reporter = composition.Context.Reporter;

    /// <exception cref="UserErrorException">There is no such function, or it cannot be invoked as it is.</exception>
    public (Function Function, IReadOnlyList<EnvironmentVariable> Variables) Make(AwsSession session)
    {
        var overrides = ReadOverrides();
        var function = WithLogging(SelectFunction(session, overrides));
        var resolved = EnvironmentVariables.Resolve(function, overrides, composition.Host);
        WarnOf(resolved.Warnings);
        return (function, resolved.Variables);
    }

    private VariableOverrides ReadOverrides()
    {
        if (options.Environment.ContainerEnvVarsFile is { } unused && !options.Debugging.IsOn)
        {
            _reporter.Warning($"`--container-env-vars {unused}` only has an effect while a function is debugged");
        }

        return new VariableOverrides
        {
            File = ReadVariables(options.Environment.EnvVarsFile),
            DebuggingFile = options.Debugging.IsOn ? ReadVariables(options.Environment.ContainerEnvVarsFile) : null,
            CommandLine = options.Environment.Variables,
            OnlyDeclared = composition.IsCompatible,
        };
    }

    private EnvVarsFile? ReadVariables(string? path) =>
        path is null ? null : EnvVarsFile.Read(path, composition.Host);

    private void WarnOf(IEnumerable<Warning>? warnings)
    {
        foreach (var warning in warnings ?? [])
        {
            _reporter.Warn(warning);
        }
    }

    private Function SelectFunction(AwsSession session, VariableOverrides overrides)
    {
        var functions = TemplateLoader.Load(options.Template, composition.Context.WorkingFolder, session);
        List<string> warnings = [];
        var function = functions.Select(options.Function, warnings);
        warnings.ForEach(_reporter.Warning);
        WarnOf(overrides.File?.Warnings);
        WarnOf(overrides.File?.FindUnknown(functions));
        var findings = TemplateLoader.FindingsFor(functions, function);
        foreach (var finding in findings)
        {
            if (finding.Severity == DiagnosticSeverity.Warning || finding.Resource is null)
            {
                _reporter.Finding(finding);
            }
        }

        FunctionCheck.RequireInvocable(WithRuntime(function));
        TemplateLoader.RequireSound(findings);
        return options.Template.IsStrict && findings.Count > 0
            ? throw new UserErrorException($"`--strict` does not let {findings.Count} of these pass")
            : CheckTenant(function);
    }

    private Function WithRuntime(Function function) =>
        options.Runtime.Runtime is { } runtime ? function with { Runtime = runtime.Name } : function;

    private Function WithLogging(Function function)
    {
        var logging = function.Logging with { IsJson = options.Output.IsJson ?? function.Logging.IsJson };
        if (options.Output.LogLevel is { } level)
        {
            logging = logging.WithLevel(level);
            if (!logging.IsJson)
            {
                _reporter.Warning("`--log-level` has no effect: as on Lambda, a log in the text format has everything");
                _reporter.Hint("add `--log-format json`");
            }
        }

        return function with { Logging = logging };
    }

    private Function CheckTenant(Function function)
    {
        if (function.IsTenantIsolated && options.TenantId is null)
        {
            throw new UserErrorException(
                $"function `{function.Path}` keeps its tenants apart and needs to know for which one it runs",
                "pass --tenant-id");
        }

        return function.IsTenantIsolated || options.TenantId is null ? function : throw new UserErrorException(
            $"function `{function.Path}` has no TenancyConfig, so `--tenant-id` cannot be used with it",
            "leave --tenant-id out, or add TenancyConfig to the function");
    }
}
