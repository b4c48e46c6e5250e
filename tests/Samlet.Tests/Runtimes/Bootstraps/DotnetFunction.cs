using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>What came of a process, and its log.</summary>
internal sealed record DotnetRun(BootstrapRun Run) : BootstrapRun(Run)
{
    /// <summary>What the function wrote to its log, without the times of the lines.</summary>
    public IReadOnlyList<string> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(WithoutTime)];

    /// <summary>The same where it went out in frames: type, length, time, text.</summary>
    public IEnumerable<(uint Type, string Text)> Frames()
    {
        for (var rest = OutputBytes.AsMemory(); rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[4..]);
            yield return (
                BinaryPrimitives.ReadUInt32BigEndian(rest.Span), Encoding.UTF8.GetString(rest.Span.Slice(16, length)));
            rest = rest[(16 + length)..];
        }
    }

    public static string WithoutTime(string line) =>
        line.Length > 24 && line[4] == '-' && line[23] == 'Z' ? line[25..] : line;
}

/// <summary>
/// A handler of `tests/functions/dotnet`, run by the real runtime on the real bootstrap. The process is killed the
/// moment it asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class DotnetFunction(string handler) : IDisposable
{
    private static readonly Lazy<TempFolder> Bootstrap = new(WriteBootstrap);

    private readonly TempFolder _folder = new();

    public string Project { get; set; } = "Library";

    public Dictionary<string, string?> Variables { get; } = [];

    public Dictionary<string, string?> EventHeaders { get; } = [];

    public bool ReadsChunks { get; set; }

    public int PostStatus { get; set; } = 202;

    private string Root => DotnetFunctions.FolderOf(Project);

    public Task<DotnetRun> RunAsync(params string[] events) => RunAsync(api => api.Idle, events);

    /// <summary>Until each event is answered, where events are asked for before.</summary>
    public Task<DotnetRun> RunUntilPostedAsync(params string[] events) =>
        RunAsync(api => api.PostedAsync(events.Length, TestContext.Current.CancellationToken), events);

    private async Task<DotnetRun> RunAsync(Func<RuntimeApiStub, Task> isDone, string[] events)
    {
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks, PostStatus = PostStatus };
        foreach (var payload in events.DefaultIfEmpty("\"text\""))
        {
            api.Add(payload, EventHeaders);
        }

        var variables = GivenVariables(api.Address).Concat(Variables);
        return new DotnetRun(await BootstrapProcess.RunAsync(Command(), variables, api, isDone(api)));
    }

    public void Dispose() => _folder.Dispose();

    private static TempFolder WriteBootstrap()
    {
        var folder = new TempFolder();
        var store = new BootstrapStore(new CacheFolder(folder.Path), typeof(BootstrapStore).Assembly);
        _ = store.FolderOf(RuntimeFamily.Dotnet);
        return folder;
    }

    private ProcessStartInfo Command()
    {
        var store = new BootstrapStore(new CacheFolder(Bootstrap.Value.Path), typeof(BootstrapStore).Assembly);
        return new ProcessStartInfo(DotnetFunctions.Dotnet,
        [
            "exec", "--depsfile", Path.Combine(Root, $"{Project}.deps.json"),
            "--runtimeconfig", Path.Combine(Root, $"{Project}.runtimeconfig.json"),
            Path.Combine(store.FolderOf(RuntimeFamily.Dotnet), "Samlet.DotnetBootstrap.dll"), handler,
        ])
        {
            WorkingDirectory = Root,
        };
    }

    private Dictionary<string, string?> GivenVariables(string address) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = address,
        ["_HANDLER"] = handler,
        ["LAMBDA_TASK_ROOT"] = Root,
        ["AWS_LAMBDA_FUNCTION_NAME"] = "ratings",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/ratings",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]0",
        ["LANG"] = "en_US.UTF-8",
        ["TZ"] = ":UTC",
        ["PATH"] = "/usr/bin:/bin",
    };
}
