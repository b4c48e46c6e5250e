using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// A Node.js function and its events, run by the real node on the real bootstrap. `nodejs20.x` is client 3 and
/// `nodejs24.x` client 4 whatever node is installed.
/// </summary>
internal sealed record NodejsFunction
{
    public const string Client3 = "nodejs20.x";
    public const string Client4 = "nodejs24.x";

    public static IReadOnlyList<string> Clients { get; } = [Client3, Client4];

    public required string Runtime { get; init; }

    public string Handler { get; init; } = "index.handler";

    /// <summary>By name below the code folder; `../` names what lies beside it.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public IReadOnlyList<string> Events { get; init; } = ["{}"];

    public IReadOnlyDictionary<string, string?> EventHeaders { get; init; } = new Dictionary<string, string?>();

    /// <summary>Besides Lambda's variables; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The Runtime API is an inherited descriptor, as under Samlet on Unix; otherwise it is TCP.</summary>
    public bool UsesDescriptor { get; init; } = !OperatingSystem.IsWindows();

    /// <summary>The Runtime API answers in chunks.</summary>
    public bool ReadsChunks { get; init; }

    /// <summary>Ends when as much was posted, and not when an event is asked for.</summary>
    public int? Posts { get; init; }

    /// <summary>Where the function's log frames go, if anywhere: a file in the folder beside the code.</summary>
    public bool LogsToDescriptor { get; init; }

    public static NodejsFunction WithCode(string runtime, string code) =>
        new() { Runtime = runtime, Files = new Dictionary<string, string> { ["index.js"] = code } };

    /// <summary>Runs it until it asks for an event when there is none, or exits.</summary>
    public async Task<NodejsOutcome> RunAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks };
        Write(folder);
        foreach (var payload in Events)
        {
            api.Add(payload, EventHeaders);
        }

        var finished = Posts is { } count ? api.PostedAsync(count, cancellationToken) : api.Idle;
        var task = folder.PathOf("task");
        var variables = Lambda(task, api.Address).Concat(Environment);
        return new NodejsOutcome(await BootstrapProcess.RunAsync(Command(task, api.Port), variables, api, finished))
        {
            Frames = LogsToDescriptor ? await File.ReadAllBytesAsync(folder.PathOf("frames"), cancellationToken) : [],
        };
    }

    private void Write(TempFolder folder)
    {
        _ = folder.CreateFolder("task");
        foreach (var (name, text) in Files)
        {
            _ = folder.Write(Path.Join("task", name), text);
        }
    }

    /// <summary>A shell opens the descriptors: 3 is a connection to the API, 4 a file for log frames.</summary>
    private ProcessStartInfo Command(string taskRoot, int port)
    {
        string[] command =
            [NodejsInterpreter.PathOf(Runtime), .. NodejsInterpreter.FlagsFor(Runtime), NodejsInterpreter.Bootstrap];
        var script = (UsesDescriptor ? $"export _SAMLET_RUNTIME_API_FD=3; exec 3<>/dev/tcp/127.0.0.1/{port}; " : "")
            + (LogsToDescriptor ? "export _LAMBDA_TELEMETRY_LOG_FD=4; exec 4>../frames; " : "")
            + "exec \"$@\"";
        return new ProcessStartInfo(
            UsesDescriptor || LogsToDescriptor ? "bash" : command[0],
            UsesDescriptor || LogsToDescriptor ? ["-c", script, "bash", .. command] : command[1..])
        {
            WorkingDirectory = taskRoot,
        };
    }

    private IEnumerable<KeyValuePair<string, string?>> Lambda(string taskRoot, string api) =>
    [
        new("PATH", System.Environment.GetEnvironmentVariable("PATH")),
        new("AWS_LAMBDA_RUNTIME_API", api),
        new("_HANDLER", Handler),
        new("LAMBDA_TASK_ROOT", taskRoot),
        new("AWS_EXECUTION_ENV", $"AWS_Lambda_{Runtime}"),
        new("AWS_LAMBDA_FUNCTION_NAME", "ratings"),
        new("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
        new("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/ratings"),
        new("AWS_LAMBDA_LOG_STREAM_NAME", "2026/11/24/[$LATEST]0123456789abcdef0123456789abcdef"),
        new("NODE_PATH", Path.Join(Path.GetDirectoryName(taskRoot), "layer", "nodejs", "node_modules")),
    ];
}

/// <summary>What was posted and printed; no exit code when the function was waiting for its next event.</summary>
internal sealed record NodejsOutcome(BootstrapRun Run) : BootstrapRun(Run)
{
    public byte[] Frames { get; init; } = [];

    public RuntimePost Post => Assert.Single(Posts);

    /// <summary>The lines of the console without their times.</summary>
    public IReadOnlyList<string> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(NodejsLog.WithoutTime)];
}
