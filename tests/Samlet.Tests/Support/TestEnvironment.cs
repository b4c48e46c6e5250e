using System.Globalization;
using System.Text;
using Samlet.Runtimes;
using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Process;

namespace Samlet.Tests.Support;

/// <summary>
/// An execution environment of real processes whose runtime and extensions are Python scripts of the test. They find
/// `call(method, path, headers, body)` for the APIs, and `runtime` and `extension` with what is short for the usual.
/// </summary>
internal sealed class TestEnvironment : ISandboxLauncher
{
    private const string Prelude = """
        import json, os, signal, socket, sys, threading, time
        from http.client import HTTPConnection

        def call(method, path, headers={}, body=None):
            connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, dict((k.lower(), v) for k, v in answer.getheaders()), answer.read()

        class runtime:
            base = "/2018-06-01/runtime/"

            def next():
                _, headers, body = call("GET", runtime.base + "invocation/next")
                runtime.id = headers["lambda-runtime-aws-request-id"]
                return json.loads(body)

            def respond(value):
                return call("POST", runtime.base + "invocation/" + runtime.id + "/response", body=json.dumps(value))[0]

            def serve(handler):
                while True:
                    runtime.respond(handler(runtime.next()))

        class extension:
            base = "/2020-01-01/extension/"

            def register(name, events):
                status, headers, body = call("POST", extension.base + "register",
                    {"Lambda-Extension-Name": name}, json.dumps({"events": events}))
                extension.id = headers.get("lambda-extension-identifier")
                return status, body.decode()

            def next():
                _, _, body = call("GET", extension.base + "event/next", {"Lambda-Extension-Identifier": extension.id})
                return json.loads(body)

            def fail(kind, name):
                return call("POST", extension.base + kind + "/error",
                    {"Lambda-Extension-Identifier": extension.id, "Lambda-Extension-Function-Error-Type": name})[0]

        def say(text):
            print(text, flush=True)

        """;

    private readonly TempFolder _folder = new();
    private readonly ProcessLauncher _launcher = new(ownsAllChildren: false, mainThread: 0);
    private readonly SharedStream _log = new();
    private readonly List<ExtensionProgram> _extensions = [];
    private readonly List<ISandbox> _starts = [];
    private readonly List<KeyValuePair<string, string>> _variables = [];
    private readonly bool _keepsStarts;
    private readonly PlatformLog _platformLog;
    private string _runtime = "";

    /// <param name="keepsRecords">Whether the log and the processes are kept for the test to look at.</param>
    public TestEnvironment(bool keepsRecords = true)
    {
        _keepsStarts = keepsRecords;
        _platformLog = new PlatformLog(
            new FunctionIdentity { Name = "f", RuntimeVersion = "python:3.13.v0", Region = "eu-west-1" },
            new LogStream(keepsRecords ? _log : Stream.Null),
            new LogSettings(),
            TimeProvider.System);
    }

    public string Folder => _folder.Path;

    public RuntimeApiServer Server { get; } = new();

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan InitializationLimit { get; init; } = TimeSpan.FromSeconds(10);

    public InitializationType Initialization { get; init; }

    public int MaxConcurrency { get; init; } = 1;

    /// <summary>Gives each worker of managed instances an output of its own.</summary>
    public WorkerLog? Workers { get; init; }

    public bool Freezes { get; init; }

    public bool InheritsConnection { get; init; }

    public ContainerCredentials? Credentials { get; init; }

    public ExecutionEnvironment Environment => field ??= Create();

    public string Log => _log.Text;

    /// <summary>Everything that has been started, in order.</summary>
    public IReadOnlyList<ISandbox> Starts => _starts;

    public ISandbox Start(SandboxSpec spec)
    {
        var sandbox = _launcher.Start(spec);
        if (_keepsStarts)
        {
            _starts.Add(sandbox);
        }

        return sandbox;
    }

    public TestEnvironment WithRuntime(string script)
    {
        _runtime = _folder.Write("runtime.py", Prelude + script);
        return this;
    }

    /// <summary>A function of Python source, run by Samlet's own bootstrap.</summary>
    public TestEnvironment WithPythonFunction(string source)
    {
        _ = _folder.Write("app.py", source);
        _runtime = Path.Join(Repository.Root, "src/Samlet/Runtimes/Bootstraps/python/bootstrap.py");
        _variables.Add(new("_HANDLER", "app.handler"));
        _variables.Add(new("LAMBDA_TASK_ROOT", _folder.Path));
        _variables.Add(new("AWS_LAMBDA_MAX_CONCURRENCY", MaxConcurrency.ToString(CultureInfo.InvariantCulture)));
        if (Workers is { } workers)
        {
            workers.Open(_platformLog.WorkerOutput);
            _variables.Add(new(WorkerLog.Variable, workers.Path));
        }

        return this;
    }

    public TestEnvironment WithExtension(string name, string script)
    {
        var file = _folder.Write($"{name}.py", Prelude + script);
        _extensions.Add(new ExtensionProgram(name, Spec(file)));
        return this;
    }

    public TestEnvironment WithExtensionProgram(string name, string program)
    {
        _extensions.Add(new ExtensionProgram(name, Spec("") with { Program = program, Arguments = [] }));
        return this;
    }

    public Task<InvocationResult> InvokeAsync(string payload = "{}", string id = "1") =>
        Environment.InvokeAsync(NewInvocation(payload, id), _ => { }, TestContext.Current.CancellationToken);

    public async Task<string> TextOfAsync(string payload = "{}", string id = "1") =>
        Encoding.UTF8.GetString((await InvokeAsync(payload, id)).Payload.Span);

    public static Invocation NewInvocation(string payload = "{}", string id = "1") => new()
    {
        RequestId = id,
        Payload = Encoding.UTF8.GetBytes(payload),
        FunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:f",
        TraceId = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
    };

    /// <summary>Completes when the runtime's process has ended.</summary>
    public async Task RuntimeEndAsync()
    {
        var sandbox = _starts[^1];
        _ = await sandbox.Exited;
    }

    public Task RuntimeStopsAsync() => StopsAsync(_starts[^1].ProcessId);

    /// <summary>Completes when Linux says that a process is stopped; it does not tell when that happens.</summary>
    public static async Task StopsAsync(int processId)
    {
        while (StateOf(processId) != 'T')
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Environment.DisposeAsync();
        await _launcher.DisposeAsync();
        _folder.Dispose();
    }

    private static char StateOf(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private ExecutionEnvironment Create() => ExecutionEnvironment.Create(
        new ExecutionEnvironmentSpec
        {
            Sandbox = Spec(_runtime),
            Extensions = _extensions,
            Greeting = new ExtensionGreeting("f", "app.handler", "123456789012"),
            Initialization = Initialization,
            InitializationLimit = InitializationLimit,
            MaxConcurrency = MaxConcurrency,
            Workers = Workers,
            FreezesBetweenInvocations = Freezes,
            InheritsConnection = InheritsConnection,
            Credentials = Credentials,
            Timeout = Timeout,
            MemorySizeMegabytes = 128,
        },
        Server,
        this,
        _platformLog,
        TimeProvider.System);

    private SandboxSpec Spec(string script) => new()
    {
        Program = "/usr/bin/python3",
        Arguments = ["-S", script],
        Environment =
        [
            new("PATH", "/usr/bin:/bin"), new("AWS_LAMBDA_RUNTIME_API", Server.Address), .. _variables,
        ],
        WorkingFolder = _folder.Path,
        Output = _platformLog.Output.Receive,
        Mark = $"AWS_LAMBDA_RUNTIME_API={Server.Address}",
    };
}
