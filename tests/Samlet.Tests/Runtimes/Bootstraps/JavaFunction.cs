using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// What came of one runtime process; its exit code is null when it was killed, waiting for another event.
/// </summary>
internal sealed record JavaRun(int? ExitCode, string Output, string Error, IReadOnlyList<RuntimePost> Posts)
{
    /// <summary>The body of the first post.</summary>
    public string Answer =>
        Posts.Count > 0 ? Posts[0].Text : throw new InvalidOperationException($"no answer; {Output}{Error}");

    public string Path => Posts[0].Path;

    public string? ErrorHeader => Posts[0].Header("Lambda-Runtime-Function-Error-Type");

    public JsonElement Json => JsonDocument.Parse(Answer).RootElement;

    public string Member(string name) => Json.GetProperty(name).GetString()!;
}

/// <summary>
/// A sample function, run by the real java on the real bootstrap with the command line that Samlet gives it. The
/// process is killed the moment it asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class JavaFunction(string handler)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public string Runtime { get; init; } = "java17";

    /// <summary>The folder of the code; null for that of the samples.</summary>
    public string? Root { get; init; }

    public IReadOnlyList<string> Layers { get; init; } = [];

    public int MemoryMegabytes { get; init; } = 512;

    public Dictionary<string, string> Variables { get; } = [];

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

        using var process = Start(interpreter, api.Address);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        var exited = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var done = waitsForAll ? api.PostedAsync(events.Length, TestContext.Current.CancellationToken) : api.Idle;
        var wasWaiting = await Task.WhenAny(done, exited).WaitAsync(Limit) == done;
        process.Kill();
        await exited;
        return new JavaRun(wasWaiting ? null : process.ExitCode, await output, await error, api.Posts);
    }

    /// <summary>Without an inherited connection: .NET cannot hand one on.</summary>
    private Process Start(JavaInterpreter interpreter, string address)
    {
        var folders = new RuntimeFolders { Task = Root ?? interpreter.Samples, Layers = Layers };
        var command = JavaCommand.Of(interpreter.Java, interpreter.Bootstrap, folders, handler, canInherit: false);
        var flags = JavaFlags.Of(
            RuntimeIdentifier.Parse(Runtime),
            interpreter.Major,
            MemoryMegabytes,
            JavaBootstrap.ArchiveIn(interpreter.Bootstrap),
            name => Variables.GetValueOrDefault(name));
        var start = new ProcessStartInfo(command.Program, [.. flags, .. command.Arguments])
        {
            WorkingDirectory = folders.Task,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in GivenVariables(address).Concat(Variables))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!; // Null only for shell execution.
        process.StandardInput.Close();
        return process;
    }

    private Dictionary<string, string> GivenVariables(string address) => new()
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

    private static async Task<string> ReadAsync(StreamReader stream)
    {
        using var bytes = new MemoryStream();
        await stream.BaseStream.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
