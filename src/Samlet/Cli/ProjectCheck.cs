using System.Globalization;
using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>The template and the configuration file that commands would take here.</summary>
internal sealed class ProjectCheck(CommandLineContext context, HostEnvironment host, TimeProvider time)
{
    private const string Template = "template";
    private const string Configuration = "configuration";

    /// <summary>What was found, and the runtimes that functions of the template ask for.</summary>
    internal sealed record Outcome(IReadOnlyList<CheckResult> Results, IReadOnlyList<RuntimeIdentifier> Runtimes);

    public Outcome Run(TemplateSources sources)
    {
        try
        {
            var session = AwsSession.Open(host, profile: null, region: null, time);
            var functions = TemplateLoader.Load(sources, context.WorkingFolder, session);
            var all = functions.Entries.Select(functions.Read).ToList();
            return new Outcome([Describe(functions, all), .. CheckConfiguration()], RuntimesOf(all));
        }
        catch (UserErrorException fault)
        {
            var isNone = sources.Files.Count == 0 && TemplateLookup.IsMissing(context.WorkingFolder);
            var result = isNone
                ? CheckResult.Ok(Template, $"none in `{context.WorkingFolder}`")
                : CheckResult.Fail(Template, fault.Message, fault.Hint);
            return new Outcome([result, .. CheckConfiguration()], []);
        }
    }

    private static CheckResult Describe(FunctionSet functions, List<Function> all)
    {
        var files = string.Join("`, `", functions.Stacks.Select(static stack => stack.Template.File));
        var errors = functions.AllStacks()
            .SelectMany(static stack => stack.Template.Diagnostics)
            .Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var message = string.Create(
            CultureInfo.InvariantCulture, $"`{files}` has {all.Count} function{(all.Count == 1 ? "" : "s")}");
        return errors == 0
            ? CheckResult.Ok(Template, message)
            : CheckResult.Warn(
                Template,
                string.Create(CultureInfo.InvariantCulture, $"{message}, and {errors} error{(errors == 1 ? "" : "s")}"),
                "`samlet describe` shows what is wrong");
    }

    private static List<RuntimeIdentifier> RuntimesOf(IEnumerable<Function> functions)
    {
        List<RuntimeIdentifier> runtimes = [];
        foreach (var function in functions)
        {
            if (RuntimeIdentifier.TryParse(function.Runtime, out var runtime) && !runtimes.Contains(runtime))
            {
                runtimes.Add(runtime);
            }
        }

        return runtimes;
    }

    private IEnumerable<CheckResult> CheckConfiguration()
    {
        try
        {
            var file = ConfigFile.Find(CommandLine.Parse([], []), context);
            return [CheckResult.Ok(
                Configuration,
                File.Exists(file.Path) ? $"`{file.Name}` is read" : $"none in `{context.WorkingFolder}`")];
        }
        catch (UserErrorException fault)
        {
            return [CheckResult.Fail(Configuration, fault.Message, fault.Hint)];
        }
    }
}
