using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// A function of Python source, run by the real interpreter on the real bootstrap. The process is killed the moment it
/// asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class PythonFunction : IDisposable
{
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

    public Dictionary<string, string?> Variables { get; } = [];

    public Dictionary<string, string?> EventHeaders { get; } = [];

    public bool ReadsChunks { get; set; }

    public int PostStatus { get; set; } = 202;

    public void Write(string name, string text) => _folder.Write(Path.Combine("code", name), text);

    /// <summary>Writes a file beside the code and returns its path.</summary>
    public string WriteBeside(string name, string text) => _folder.Write(name, text);

    public string PathBeside(string name) => _folder.PathOf(name);

    public async Task<BootstrapRun> RunAsync(params string[] events)
    {
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks, PostStatus = PostStatus };
        foreach (var payload in events.DefaultIfEmpty("{}"))
        {
            api.Add(payload, EventHeaders);
        }

        return await BootstrapProcess.RunAsync(Command(), GivenVariables(api.Address).Concat(Variables), api, api.Idle);
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

    private ProcessStartInfo Command() => new(
        Program, [.. InterpreterOptions, .. BootstrapOptions, Path.Combine(Bootstrap, "bootstrap.py")])
    {
        WorkingDirectory = Root,
    };

    private Dictionary<string, string?> GivenVariables(string address) => new()
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
}
