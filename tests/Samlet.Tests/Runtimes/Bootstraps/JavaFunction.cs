using System.Diagnostics;
using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What came of a process, and where its answer went.</summary>
internal sealed record JavaRun(BootstrapRun Run) : BootstrapRun(Run)
{
    public string Path => Posts[0].Path;

    public string? ErrorHeader => Posts[0].Header("Lambda-Runtime-Function-Error-Type");
}

/// <summary>
/// A sample function, run by the real java on the real bootstrap with the command line that Samlet gives it. The
/// process is killed the moment it asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class JavaFunction(string handler)
{
    public string Runtime { get; init; } = "java17";

    /// <summary>The folder of the code; null for that of the samples.</summary>
    public string? Root { get; init; }

    public IReadOnlyList<string> Layers { get; init; } = [];

    public int MemoryMegabytes { get; init; } = 512;

    public Dictionary<string, string?> Variables { get; } = [];

    public Dictionary<string, string?> EventHeaders { get; } = [];

    public bool ReadsChunks { get; init; }

    public int PostStatus { get; init; } = 202;

    public static async Task<JavaRun> RunAsync(string handler, params string[] events) =>
        await new JavaFunction(handler).RunAsync(events);

    public Task<JavaRun> RunAsync(params string[] events) => RunAsync(events, waitsForAll: false);

    /// <summary>As many events at once: a thread that finds none left does not end the run.</summary>
    public Task<JavaRun> RunBothAsync(params string[] events) => RunAsync(events, waitsForAll: true);

    private async Task<JavaRun> RunAsync(string[] events, bool waitsForAll)
    {
        var interpreter = await JavaInterpreter.FindAsync();
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks, PostStatus = PostStatus };
        foreach (var payload in events.DefaultIfEmpty("{}"))
        {
            api.Add(payload, EventHeaders);
        }

        var done = waitsForAll ? api.PostedAsync(events.Length, TestContext.Current.CancellationToken) : api.Idle;
        var variables = GivenVariables(api.Address).Concat(Variables);
        return new JavaRun(await BootstrapProcess.RunAsync(Command(interpreter), variables, api, done));
    }

    /// <summary>Without an inherited connection: .NET cannot hand one on.</summary>
    private ProcessStartInfo Command(JavaInterpreter interpreter)
    {
        var folders = new RuntimeFolders { Task = Root ?? interpreter.Samples, Layers = Layers };
        var command = JavaCommand.Of(interpreter.Java, interpreter.Bootstrap, folders, handler, canInherit: false);
        var flags = JavaFlags.Of(
            RuntimeIdentifier.Parse(Runtime),
            interpreter.Major,
            MemoryMegabytes,
            interpreter.Bootstrap,
            name => Variables.GetValueOrDefault(name));
        return new ProcessStartInfo(command.Program, [.. flags, .. command.Arguments])
        {
            WorkingDirectory = folders.Task,
        };
    }

    private Dictionary<string, string?> GivenVariables(string address) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = address,
        ["AWS_EXECUTION_ENV"] = $"AWS_Lambda_{Runtime}",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = $"{MemoryMegabytes}",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/f",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]0",
        ["LANG"] = "en_US.UTF-8",
        ["PATH"] = "/usr/bin:/bin",
    };
}
