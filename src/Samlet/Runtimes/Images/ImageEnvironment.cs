using Samlet.Functions;
using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Logs;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>Puts the execution environment of an image together; the sandboxes for images share it.</summary>
internal sealed class ImageEnvironment(FunctionLaunch launch, TimeProvider time)
{
    private readonly Function _function = launch.Function;

    /// <summary>Paths in the image of the external extensions, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Extensions { get; init; } = [];

    /// <summary>On this computer; empty where the code is part of the image.</summary>
    public string CodeFolder { get; init; } = "";

    /// <summary>Set when it is known that the image cannot be started.</summary>
    public StartFailure? Failure { get; init; }

    /// <param name="api">What the image's runtime client talks to.</param>
    /// <param name="command">What is started.</param>
    /// <param name="settings">What the image says.</param>
    /// <param name="sandboxes">Starts it.</param>
    /// <param name="furnish">Adds what the kind of sandbox needs.</param>
    public ExecutionEnvironment Create(
        RuntimeApiServer api,
        ImageCommand command,
        ImageSettings settings,
        ISandboxLauncher sandboxes,
        Func<SandboxSpec, SandboxSpec> furnish)
    {
        var log = LogOf();
        var sandbox = furnish(new SandboxSpec
        {
            Program = command.Words is [var program, ..] ? program : "",
            Arguments = [.. command.Words.Skip(1)],
            Environment = ImageVariables.Of(PlatformOf(api), launch, settings),
            WorkingFolder = command.WorkingFolder,
            Output = log.Output.Receive,
            Mark = $"AWS_LAMBDA_RUNTIME_API={api.Address}",
        });
        return ExecutionEnvironment.Create(SpecOf(sandbox, command, log), api, sandboxes, log, time);
    }

    /// <summary>Variables that are needed before the environment is put together.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> VariablesOf(RuntimeApiServer api, ImageSettings settings) =>
        ImageVariables.Of(PlatformOf(api), launch, settings);

    private List<KeyValuePair<string, string>> PlatformOf(RuntimeApiServer api) =>
        PlatformVariables.Of(new PlatformSettings
        {
            Function = _function,
            Runtime = launch.Runtime,
            ApiAddress = api.Address,
            Region = launch.Region,
            Credentials = launch.Credentials,
            LogStreamName = PlatformVariables.NewLogStreamName(_function, time.GetUtcNow()),
            HasRuntimeImage = true,
        });

    private PlatformLog LogOf()
    {
        var identity = new FunctionIdentity
        {
            Name = _function.Name,
            RuntimeVersion = _function.Code is CodeSource.Image
                ? null
                : $"{launch.Runtime.Language}:{launch.Runtime.Version}.v0",
            Region = launch.Region,
        };
        return new PlatformLog(identity, launch.Log, LogSettings.Of(_function.Logging), time);
    }

    private ExecutionEnvironmentSpec SpecOf(SandboxSpec sandbox, ImageCommand command, PlatformLog log) => new()
    {
        Sandbox = sandbox,
        CodeFolder = CodeFolder,
        Timeout = _function.Timeout,
        MemorySizeMegabytes = _function.MemorySizeMegabytes,
        MemoryLimitBytes = sandbox.Room is null ? null : launch.MemoryLimitBytes, // A container has its engine for it.
        FreezesBetweenInvocations = launch.FreezesBetweenInvocations,
        IsForOneInvocation = launch.IsForOneInvocation,
        StartFailure = Failure ?? (command.Words.Count > 0 ? null : NoProgram(command)),
        ImageSettings = command.Description,
        Extensions = [.. Extensions.Select(file => ExtensionOf(file, sandbox, log))],
        Greeting = new ExtensionGreeting(_function.Name, _function.Handler ?? "", launch.AccountId),
    };

    private static ExtensionProgram ExtensionOf(
        KeyValuePair<string, string> file, SandboxSpec sandbox, PlatformLog log) => new(file.Key, sandbox with
        {
            Program = file.Value,
            Arguments = [],
            Environment = ExtensionFiles.VariablesOf(sandbox.Environment),
            Container = sandbox.Container is { } container ? container with { IsCompanion = true } : null,
            Output = log.ExtensionOutput().Receive,
            WorkingFolder = "/",
        });

    private static StartFailure NoProgram(ImageCommand command) =>
        new(FunctionErrorType.InvalidEntrypoint, "Couldn't find valid bootstrap(s): []")
        {
            ImageLine = $"Launch error: Couldn't find valid bootstrap(s): []\t{command.Description}",
        };
}
