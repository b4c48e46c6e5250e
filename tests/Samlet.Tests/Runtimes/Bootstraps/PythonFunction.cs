using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// What came of one runtime process. The exit code is null when it was killed, waiting for another event.
/// </summary>
internal sealed record PythonRun(int? ExitCode, string Output, string Error, IReadOnlyList<RuntimePost> Posts)
{
    /// <summary>The body of the only post, or of the first.</summary>
    public string Answer =>
        Posts.Count > 0 ? Posts[0].Text : throw new InvalidOperationException($"no answer; {Output}{Error}");

    public string ErrorType => Member("errorType");

    public string ErrorMessage => Member("errorMessage");

    public string[] StackTrace => [.. Json.GetProperty("stackTrace").EnumerateArray().Select(line => line.GetString()!)];

    public JsonElement Json => JsonDocument.Parse(Answer).RootElement;

    private string Member(string name) => Json.GetProperty(name).GetString()!;
}

/// <summary>
/// A function of Python source, run by the real interpreter on the real bootstrap. The process is killed the moment it
/// asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class PythonFunction : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Lazy<TempFolder> SharedBootstrap = new(CopyBootstrap);

    private readonly TempFolder _folder = new();

    /// <summary>A function of one module, `app`.</summary>
    public PythonFunction(string source = "") => Write("app.py", source);

    public PythonInterpreter Interpreter { get; } = PythonInterpreter.Find();

    public string Program { get => field ?? Interpreter.Program; set; }

    public string Root => _folder.PathOf("code");

    public string Handler { get; set; } = "app.handler";

    public string Bootstrap { get; set; } = SharedBootstrap.Value.Path;

    public IReadOnlyList<string> InterpreterOptions { get; set; } = ["-S"];

    /// <summary>The folders that stand for /opt; null for the real one.</summary>
    public IReadOnlyList<string>? Layers { get; set; } = [];

    public string? CodeCache { get; set; }

    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string?> EventHeaders { get; } = [];

    public bool ReadsChunks { get; set; }

    public int PostStatus { get; set; } = 202;

    public void Write(string name, string text) => _folder.Write(Path.Combine("code", name), text);

    /// <summary>Writes a file beside the code and returns its path.</summary>
    public string WriteBeside(string name, string text) => _folder.Write(name, text);

    public string PathBeside(string name) => _folder.PathOf(name);

    public async Task<PythonRun> RunAsync(params string[] events)
    {
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks, PostStatus = PostStatus };
        foreach (var payload in events.DefaultIfEmpty("{}"))
        {
            api.Add(payload, EventHeaders);
        }

        using var process = Start(api.Address);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        var exited = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var wasWaiting = await Task.WhenAny(api.Idle, exited).WaitAsync(Limit) == api.Idle;
        process.Kill();
        await exited;
        return new PythonRun(wasWaiting ? null : process.ExitCode, await output, await error, api.Posts);
    }

    public void Dispose() => _folder.Dispose();

    public static TempFolder CopyBootstrap()
    {
        var copy = new TempFolder();
        var source = Path.Combine(Repository.Root, "src/Samlet/Runtimes/Bootstraps/python");
        foreach (var file in Directory.EnumerateFiles(source, "*.py", SearchOption.AllDirectories))
        {
            _ = copy.Write(Path.GetRelativePath(source, file), File.ReadAllText(file));
        }

        return copy;
    }

    private IEnumerable<string> BootstrapOptions =>
    [
        .. Layers is null ? Array.Empty<string>() : ["-X", $"samlet.layers={string.Join('\n', Layers)}"],
        .. CodeCache is null ? Array.Empty<string>() : ["-X", $"samlet.code-cache={CodeCache}"],
    ];

    private Process Start(string address)
    {
        var file = Path.Combine(Bootstrap, "bootstrap.py");
        var start = new ProcessStartInfo(Program, [.. InterpreterOptions, .. BootstrapOptions, file])
        {
            WorkingDirectory = Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in GivenVariables(address).Concat(Variables).Where(static pair => pair.Value != "-"))
        {
            start.Environment[name] = value;
        }

        foreach (var (name, _) in Variables.Where(static pair => pair.Value == "-"))
        {
            start.Environment.Remove(name);
        }

        var process = Process.Start(start)!; // Null only for shell execution.
        process.StandardInput.Close();
        return process;
    }

    private Dictionary<string, string> GivenVariables(string address) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = address,
        ["_HANDLER"] = Handler,
        ["LAMBDA_TASK_ROOT"] = Root,
        ["LAMBDA_RUNTIME_DIR"] = "/var/runtime",
        ["PYTHONPATH"] = "/var/runtime",
        ["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.13",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/f",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]0",
        ["LANG"] = "en_US.UTF-8",
        ["TZ"] = ":UTC",
        ["PATH"] = "/usr/bin:/bin",
    };

    private static async Task<string> ReadAsync(StreamReader stream)
    {
        using var bytes = new MemoryStream();
        await stream.BaseStream.CopyToAsync(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
