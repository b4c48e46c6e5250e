using Samlet.Functions;
using Samlet.Runtimes.Debugging;
using Samlet.Runtimes.Extensions;
using Samlet.Runtimes.Interpreters;
using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Packages;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// Makes execution environments: finds the interpreter, the bootstrap and the real folders, and puts the environment
/// together, with Lambda's own paths where the sandbox has them.
/// </summary>
internal sealed class FunctionLauncher(
    InterpreterLocator interpreters,
    CodeStore code,
    CacheFolder cache,
    ISandboxLauncher sandboxes,
    TimeProvider time)
{
    private const string WrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER";

    /// <summary>The service's own number.</summary>
    private static readonly int? LogDescriptor = OperatingSystem.IsWindows() ? null : 62;

    private static readonly TimeSpan LifeOfCredentials = TimeSpan.FromHours(6);

    private readonly string _credentialsToken = Guid.NewGuid().ToString("N");
    private readonly PackageStore _packages = new(cache);
    private readonly BootstrapStore _bootstraps = new(cache, typeof(FunctionLauncher).Assembly);

    private JavaBootstrap JavaBootstrap => field ??= new(_bootstraps, cache, interpreters);

    /// <param name="launch">What to start.</param>
    /// <param name="warn">Takes what a person should know about the interpreter or the layers.</param>
    /// <param name="cancellationToken">Ends the search for an interpreter.</param>
    /// <exception cref="UserErrorException">What is missing, a person can install, build or correct.</exception>
    public async Task<ExecutionEnvironment> PrepareAsync(
        FunctionLaunch launch, Action<Warning> warn, CancellationToken cancellationToken)
    {
        launch.Runtime.RequireRunnable();
        if (ForeignCode.WarningFor(launch.Function) is { } warning)
        {
            warn(warning);
        }

        var workers = launch.HasWorkers ? new WorkerLog() : null;
        var folders = FindFolders(launch.Function, warn) with
        {
            Packages = _packages.Find(launch.Runtime),
            WorkerLog = workers?.Folder,
        };
        var interpreter = launch.Runtime.RunsBootstrap || DotnetOf(launch, folders) is { IsNative: true }
            ? null
            : await FindInterpreterAsync(launch, warn, cancellationToken);
        var bootstrap = interpreter is null ? "" : await BootstrapOfAsync(interpreter, launch, cancellationToken);
        folders = folders with { CompiledCode = CompiledCodeOf(launch, folders) };
        var api = new RuntimeApiServer();
        var room = launch.IsIsolated ? RoomOf(launch, folders, interpreter, bootstrap, warn) : null;
        folders = folders with { Packages = room?.NameOf(folders.Packages) ?? folders.Packages };
        var paths = new RealPaths(folders, interpreter?.Prefix, interpreter?.BinFolder) { Packages = folders.Packages };
        var variables = LaunchVariables.Of(launch, folders, SettingsOf(launch, api))
            .ConvertAll(pair => new KeyValuePair<string, string>(
                pair.Key,
                room is null ? paths.Translate(pair.Key, pair.Value) : paths.TranslatePackages(pair.Key, pair.Value)));
        GlobalPackages.AddTo(variables, interpreter, launch.IsIsolated);
        var command = CommandOf(launch, interpreter, bootstrap, folders)
            .WithFlags(FlagsOf(launch, interpreter, bootstrap, variables));
        if (launch.Debugger is { } debugger)
        {
            command = await debugger.PrepareAsync(command, interpreter, folders, cancellationToken);
        }

        var log = LogOf(launch);
        workers?.Open(log.WorkerOutput);
        var wrapped = launch.Runtime.RunsBootstrap ? command : command.WrappedBy(
            LaunchVariables.Find(variables, WrapperVariable), path => paths.Translate(WrapperVariable, path));
        var spec = WithExtensions(
            SpecOf(launch, wrapped, variables, folders, log.Output.Receive), launch, folders, log) with
        {
            Workers = workers,
        };
        return ExecutionEnvironment.Create(
            room is null ? spec : room.Furnish(spec, path => paths.Translate(WrapperVariable, path)),
            api,
            sandboxes,
            log,
            time);
    }

    private PlatformLog LogOf(FunctionLaunch launch)
    {
        var identity = new FunctionIdentity
        {
            Name = launch.Function.Name,
            RuntimeVersion = $"{launch.Runtime.Language}:{launch.Runtime.Version}.v0",
            Region = launch.Region,
            InitializationType = InitializationTypes.Of(launch.Function, launch.Runtime).Name(),
        };
        return new PlatformLog(identity, launch.Log, LogSettings.Of(launch.Function.Logging), time);
    }

    private static FunctionRoom RoomOf(
        FunctionLaunch launch, RuntimeFolders folders, Interpreter? interpreter, string bootstrap, Action<Warning> warn)
    {
        var room = FunctionRoom.Of(launch, folders, interpreter, bootstrap);
        OutwardLinks.WarnOf(room.HiddenLinks, warn);
        return room;
    }

    /// <summary>
    /// Where the code and the layers of a function are; layers that are in the cloud have been told of.
    /// </summary>
    public RuntimeFolders FindFolders(Function function, Action<Warning> warn)
    {
        var task = Path.TrimEndingDirectorySeparator(code.FolderOf(function)); // Functions append to LAMBDA_TASK_ROOT.
        List<string> layers = [];
        var size = new ContentSize();
        size.Add(code.SizeOf(task));
        foreach (var layer in function.Layers)
        {
            if (FolderOf(layer) is { } folder)
            {
                layers.Add(folder);
                size.Add((layer.Content as LayerContent.Folder)?.Size ?? code.SizeOf(folder));
            }
        }

        if (size.IsTooLarge)
        {
            warn(new Warning(size.Sentence(function.Path), ContentSize.Hint));
        }

        return new RuntimeFolders { Task = task, Layers = layers };
    }

    private string? FolderOf(Layer layer) => layer.Content switch
    {
        LayerContent.Folder(var path) => Directory.Exists(path) ? path : throw new UserErrorException(
            $"the content of layer `{layer.Id}` is not at `{path}`", "build the layer, or correct the path"),
        LayerContent.Archive(var path) => code.UnpackLayer(path),
        LayerContent.Published(var arn) =>
            throw new System.Diagnostics.UnreachableException($"nobody has fetched `{arn}`"),
        _ => null,
    };

    private string? CompiledCodeOf(FunctionLaunch launch, RuntimeFolders folders) =>
        launch.Runtime.Family != RuntimeFamily.Python ? null
        : launch.IsIsolated ? CompiledModules.FolderFor(folders, cache)
        : cache.Subfolder(CompiledModules.Kind);

    private async Task<Interpreter> FindInterpreterAsync(
        FunctionLaunch launch, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var choice = await interpreters.LocateAsync(launch.Runtime, launch.VersionPolicy, cancellationToken);
        if (choice.Warning is { } warning)
        {
            warn(new Warning(warning));
        }

        return choice.Interpreter;
    }

    private async ValueTask<string> BootstrapOfAsync(
        Interpreter interpreter, FunctionLaunch launch, CancellationToken cancellationToken) =>
        interpreter.Family == RuntimeFamily.Java
            ? await JavaBootstrap.FolderForAsync(interpreter, launch.Progress, cancellationToken)
            : launch.IsIsolated && interpreter.Family == RuntimeFamily.Python
                ? await PythonRecord.PrepareAsync(
                    interpreter, _bootstraps.FolderOf(interpreter.Family), cancellationToken)
            : _bootstraps.FolderOf(interpreter.Family);

    private static RuntimeCommand CommandOf(
        FunctionLaunch launch, Interpreter? interpreter, string bootstrap, RuntimeFolders folders) =>
        interpreter?.Family switch
        {
            _ when DotnetOf(launch, folders) is { } dotnet => dotnet.Create(interpreter, launch.Runtime, bootstrap),
            null => RuntimeCommand.Custom(folders),
            RuntimeFamily.Java => JavaCommand.Of(interpreter, bootstrap, folders, launch.Function),
            _ => RuntimeCommand.Managed(interpreter, bootstrap, folders, launch.IsIsolated),
        };

    private static DotnetCommand? DotnetOf(FunctionLaunch launch, RuntimeFolders folders) =>
        launch.Runtime.Family == RuntimeFamily.Dotnet
            ? new DotnetCommand(
                folders,
                launch.Function.Handler ?? "",
                launch.Variables.FirstOrDefault(variable => variable.Name == "LAMBDA_DOTNET_MAIN_ASSEMBLY")?.Value)
            : null;

    private PlatformSettings SettingsOf(FunctionLaunch launch, RuntimeApiServer api)
    {
        var settings = new PlatformSettings
        {
            Function = launch.Function,
            Runtime = launch.Runtime,
            ApiAddress = api.Address,
            Region = launch.Region,
            Credentials = launch.Credentials,
            CredentialsToken = _credentialsToken,
            LogStreamName = PlatformVariables.NewLogStreamName(launch.Function, time.GetUtcNow()),
            LogDescriptor = LogDescriptor,
        };
        return launch.Function.HasActiveTracing ? settings with { TraceDaemon = api.OpenTraceDaemon() } : settings;
    }

    private static IReadOnlyList<string> FlagsOf(
        FunctionLaunch launch,
        Interpreter? interpreter,
        string bootstrap,
        List<KeyValuePair<string, string>> variables) => interpreter?.Family switch
        {
            RuntimeFamily.Node => NodejsFlags.Of(
                launch.Runtime,
                interpreter.Version,
                launch.Function.MemorySizeMegabytes,
                LaunchVariables.Find(variables, "NODE_OPTIONS")),
            RuntimeFamily.Ruby => RubyCommand.FlagsFor(variables),
            RuntimeFamily.Java => JavaFlags.Of(
                launch.Runtime,
                JavaBootstrap.Major(interpreter),
                launch.Function.MemorySizeMegabytes,
                bootstrap,
                name => LaunchVariables.Find(variables, name)),
            _ => [],
        };

    private static ExecutionEnvironmentSpec WithExtensions(
        ExecutionEnvironmentSpec spec, FunctionLaunch launch, RuntimeFolders folders, PlatformLog log) =>
        !ExtensionFiles.AreOn(folders.Layers) ? spec : spec with
        {
            Extensions = ExtensionFiles.ProgramsOf(
                folders.Layers, spec.Sandbox, () => log.ExtensionOutput().Receive),
            Greeting = new ExtensionGreeting(launch.Function.Name, launch.Function.Handler ?? "", launch.AccountId),
        };

    private ContainerCredentials? CredentialsOf(FunctionLaunch launch, InitializationType initialization) =>
        initialization != InitializationType.SnapStart ? null : new(
            launch.Credentials,
            _credentialsToken,
            launch.Credentials.Expiration ?? time.GetUtcNow() + LifeOfCredentials);

    /// <summary>As recorded on the service, but for dumps, which have no place here.</summary>
    private static ResourceLimits LimitsOf(InitializationType initialization) => new()
    {
        OpenFiles = initialization == InitializationType.ManagedInstances ? 4096u : 1024u,
        LockedMemory = 64 * 1024,
    };

    private ExecutionEnvironmentSpec SpecOf(
        FunctionLaunch launch,
        RuntimeCommand command,
        List<KeyValuePair<string, string>> variables,
        RuntimeFolders folders,
        OutputReceiver output)
    {
        var initialization = InitializationTypes.Of(launch.Function, launch.Runtime);
        return new ExecutionEnvironmentSpec
        {
            Initialization = initialization,
            InitializationLimit = launch.Debugger is null
                ? initialization.Limit(launch.Function.Timeout)
                : Debugger.Timeout,
            MaxConcurrency = launch.Function.EnvironmentConcurrency ?? 1,
            FreezesBetweenInvocations = launch.FreezesBetweenInvocations,
            Credentials = CredentialsOf(launch, initialization),
            Sandbox = new SandboxSpec
            {
                Program = command.Program,
                Arguments = command.Arguments,
                Environment = variables,
                WorkingFolder = folders.Task,
                Limits = LimitsOf(initialization),
                Quota = launch.NewQuota(),
                Output = output,
                OutputCopy = LogDescriptor,
                Mark = "AWS_LAMBDA_RUNTIME_API="
                    + variables.Find(static pair => pair.Key == "AWS_LAMBDA_RUNTIME_API").Value,
            },
            CodeFolder = folders.Task,
            InheritsConnection = command.InheritsConnection || launch.InheritsConnection,
            StartFailure = command.Failure,
            Timeout = launch.Function.Timeout,
            MemorySizeMegabytes = launch.Function.MemorySizeMegabytes,
            MemoryLimitBytes = launch.MemoryLimitBytes,
        };
    }
}
