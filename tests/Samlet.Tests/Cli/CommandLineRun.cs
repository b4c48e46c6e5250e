using System.Text;
using Samlet.Cli;

namespace Samlet.Tests.Cli;

/// <summary>One command line run in process, up to the point where the command would start its work.</summary>
internal sealed class CommandLineRun
{
    public InvokeOptions? Options { get; private set; }

    public DescribeOptions? Described { get; private set; }

    public DoctorOptions? Diagnosed { get; private set; }

    public CleanOptions? Cleaned { get; private set; }

    public ExitCode ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public static Task<CommandLineRun> Invoke(params string[] words) => Of(["local", "invoke", .. words]);

    // A folder that is not there holds no configuration file either.
    public static Task<CommandLineRun> Of(params string[] words) =>
        Of(words, [], Path.Combine(Path.GetTempPath(), "samlet-no-such-folder"));

    public static async Task<CommandLineRun> Of(
        string[] words, Dictionary<string, string> variables, string workingFolder)
    {
        CommandLineRun run = new();
        using MemoryStream output = new();
        using MemoryStream error = new();
        CommandLineContext context = new(new Terminal(Stream.Null, output, error))
        {
            ReadVariable = variables.GetValueOrDefault,
            WorkingFolder = workingFolder,
        };
        run.ExitCode = await RootCommands.RunAsync(words, context, run.Actions, TestContext.Current.CancellationToken);
        run.Output = Encoding.UTF8.GetString(output.ToArray());
        run.Error = Encoding.UTF8.GetString(error.ToArray());
        return run;
    }

    private CommandActions Actions => new()
    {
        Invoke = (options, _) =>
        {
            Options = options;
            return Task.FromResult(ExitCode.Success);
        },
        Describe = (options, _) =>
        {
            Described = options;
            return Task.FromResult(ExitCode.Success);
        },
        DebugConfig = (_, _) => Task.FromResult(ExitCode.Success),
        InstallPackages = (_, _) => Task.FromResult(ExitCode.Success),
        ListPackages = _ => Task.FromResult(ExitCode.Success),
        RemovePackages = (_, _) => Task.FromResult(ExitCode.Success),
        Diagnose = (options, _) =>
        {
            Diagnosed = options;
            return Task.FromResult(ExitCode.Success);
        },
        Clean = (options, _) =>
        {
            Cleaned = options;
            return Task.FromResult(ExitCode.Success);
        },
        FindRuntimes = _ =>
            Task.FromResult<IReadOnlyList<FoundRuntime>>([new("nodejs22.x", "/usr/bin/node", "22.1.0")]),
        ListFunctions = templates => templates is ["t.yaml"] ? ["Ratings", "Child/Rates"] : [],
    };
}
