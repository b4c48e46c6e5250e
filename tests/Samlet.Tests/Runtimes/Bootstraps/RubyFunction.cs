using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// A function of Ruby source, run by the real interpreter on the real bootstrap. The process is killed the moment it
/// asks for an event too many, as Samlet does it.
/// </summary>
internal sealed class RubyFunction : IDisposable
{
    private static readonly string Bootstrap =
        Path.Combine(Repository.Root, "src/Samlet/Runtimes/Bootstraps/ruby/bootstrap.rb");

    private readonly TempFolder _folder = new();

    /// <summary>A function of one file, `app`.</summary>
    public RubyFunction(string source = "") => Write("app.rb", source);

    public string Root => _folder.PathOf("code");

    public string Handler { get; set; } = "app.handler";

    public IReadOnlyList<string> InterpreterOptions { get; set; } = ["--disable-gems"];

    public Dictionary<string, string?> Variables { get; } = [];

    public Dictionary<string, string?> EventHeaders { get; } = [];

    public bool ReadsChunks { get; set; }

    public int PostStatus { get; set; } = 202;

    /// <summary>Gives the process descriptor 62 for log frames; they are read from this file.</summary>
    public string? FrameFile { get; set; }

    /// <summary>`def handler` with this body.</summary>
    public static RubyFunction Of(string body) => new($"def handler(event:, context:)\n{body}\nend\n");

    public void Write(string name, string text) => _folder.Write(Path.Combine("code", name), text);

    public string PathBeside(string name) => _folder.PathOf(name);

    /// <summary>
    /// An installed gem of one file, which sets a constant of the gem's name to its version.
    /// </summary>
    public void WriteGem(string folder, string name, string version)
    {
        Write($"{folder}/gems/{name}-{version}/lib/{name}.rb", $"{name.ToUpperInvariant()} = '{version}'\n");
        Write(
            $"{folder}/specifications/{name}-{version}.gemspec",
            $$"""
            Gem::Specification.new do |s|
              s.name = "{{name}}"
              s.version = "{{version}}"
              s.require_paths = ["lib"]
              s.summary = "a gem"
              s.authors = ["a test"]
            end
            """);
    }

    public async Task<BootstrapRun> RunAsync(params string[] events)
    {
        Machine.Require(Machine.FindOnPath("ruby") is not null, "ruby");
        await using var api = new RuntimeApiStub { SendsChunks = ReadsChunks, PostStatus = PostStatus };
        foreach (var payload in events.DefaultIfEmpty("{}"))
        {
            api.Add(payload, EventHeaders);
        }

        return await BootstrapProcess.RunAsync(Command(), GivenVariables(api.Address).Concat(Variables), api, api.Idle);
    }

    public void Dispose() => _folder.Dispose();

    private ProcessStartInfo Command()
    {
        var start = FrameFile is null
            ? new ProcessStartInfo("ruby", [.. InterpreterOptions, Bootstrap])
            : new ProcessStartInfo(
                "bash", ["-c", $"exec 62>'{FrameFile}'; exec ruby \"$@\"", "bash", .. InterpreterOptions, Bootstrap]);
        start.WorkingDirectory = Root;
        return start;
    }

    private Dictionary<string, string?> GivenVariables(string address) => new()
    {
        ["AWS_LAMBDA_RUNTIME_API"] = address,
        ["_HANDLER"] = Handler,
        ["LAMBDA_TASK_ROOT"] = Root,
        ["GEM_HOME"] = "/var/runtime",
        ["GEM_PATH"] = $"{Root}/vendor/bundle/ruby/3.4.0:/var/runtime:/var/runtime/ruby/3.4.0",
        ["RUBYLIB"] = $"/var/runtime/gems/aws_lambda_ric-3.1.3/lib:{Root}:/var/runtime/lib",
        ["AWS_LAMBDA_FUNCTION_NAME"] = "f",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "128",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/f",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]0",
        ["LANG"] = "en_US.UTF-8",
        ["LC_CTYPE"] = "C.UTF-8",
        ["_SAMLET_OWN_LOCALE"] = "1",
        ["TZ"] = ":UTC",
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
    };
}
