using Samlet.Caches;
using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Layers;
using Samlet.Runtimes;
using Samlet.Runtimes.Debugging;
using Samlet.Runtimes.Images;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// One `local invoke`. Everything that can be wrong is looked at before anything starts; then the function runs once,
/// its response goes to standard output the moment it is there, and the exit code says how it went.
/// </summary>
internal sealed class InvokeRun(InvokeOptions options, Composition composition)
{
    /// <summary>Images run by the rules of the runtime that is nothing but an operating system.</summary>
    private const string RuntimeOfImages = "provided.al2023";

    private readonly RefusalMemory _memory = new(composition.Cache);
    private readonly Terminal _terminal = composition.Context.Terminal;
    private readonly Reporter _reporter = composition.Context.Reporter;
    private readonly bool _isCompatible = composition.Host.Find("SAMLET_COMPAT") == "sam";

    private ImageSandboxes Images => field ??= new(composition, options.Runtime.Sandbox, _memory);

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var payload = await new EventReader(_terminal, _reporter).ReadAsync(options.EventFile, cancellationToken);
        var overrides = ReadOverrides();
        var session = AwsSession.Open(
            composition.Host, options.Environment.Profile, options.Environment.Region, composition.Time);
        var function = WithLogging(SelectFunction(session, overrides));
        var variables = Resolve(function, overrides);
        using var output = OutputTarget.Open(options.Output.LogFile, _terminal);
        // First, while children that a credential process leaves behind still are nobody's that has to be killed.
        var credentials = await session.GetCredentialsAsync(cancellationToken);
        _reporter.Warn(credentials.Warning);
        var kind = Images.KindFor(function);
        ReportIgnoredOptions(kind, function);
        function = await LayersOf(session).PlaceAsync(function, _reporter.Warn, cancellationToken);
        var launch = NewLaunch(function, variables, session, credentials.Credentials, output) with
        {
            ImageSandbox = kind,
            BringsLinks = options.Container.MountsLinks,
            Container = options.Container.For(function, composition.Context.WorkingFolder),
        };
        var invocation = NewInvocation(function, payload, session);
        var result = await InvokeAsync(launch, invocation, session, output, cancellationToken);
        new CacheLimit(composition.Cache, options.Runtime.CacheLimitBytes).Enforce();
        return _isCompatible || result.Status == InvocationStatus.Success ? ExitCode.Success : ExitCode.FunctionFailed;
    }

    private PublishedLayers LayersOf(AwsSession session)
    {
        var store = composition.LayersIn(options.LayerFolder);
        var display = new TransferDisplay(_terminal, composition.Time);
        return new PublishedLayers(store, session, display, composition.Time)
        {
            Refreshes = options.Container.PullsAgain,
        };
    }

    /// <summary>In the sandbox that is asked for, and in a plain process where that one turns out impossible.</summary>
    private async Task<InvocationResult> InvokeAsync(
        FunctionLaunch launch,
        Invocation invocation,
        AwsSession session,
        OutputTarget output,
        CancellationToken cancellationToken)
    {
        if (launch.ImageSandbox is not null)
        {
            return await InvokeInImageAsync(launch, invocation, session, output, cancellationToken);
        }

        var decision = new SandboxDecision(options.Runtime.Sandbox, _memory, _reporter.Warn);
        if (decision.IsLinux(options.Debugging.IsOn))
        {
            try
            {
                return await InvokeInAsync(
                    launch with { IsIsolated = true }, invocation, session, output, cancellationToken);
            }
            catch (SandboxRefusedException refusal)
            {
                decision.Refuse(refusal);
            }
        }

        return await InvokeInAsync(launch, invocation, session, output, cancellationToken);
    }

    /// <summary>In the room of an image, and in a container where that turns out impossible.</summary>
    private async Task<InvocationResult> InvokeInImageAsync(
        FunctionLaunch launch,
        Invocation invocation,
        AwsSession session,
        OutputTarget output,
        CancellationToken cancellationToken)
    {
        var kind = launch.ImageSandbox ?? ImageSandbox.Room;
        while (true)
        {
            try
            {
                return await InvokeInAsync(
                    launch with { ImageSandbox = kind }, invocation, session, output, cancellationToken);
            }
            catch (SandboxRefusedException refusal)
            {
                kind = Images.Refuse(kind, refusal);
            }
        }
    }

    private async Task<InvocationResult> InvokeInAsync(
        FunctionLaunch launch,
        Invocation invocation,
        AwsSession session,
        OutputTarget output,
        CancellationToken cancellationToken)
    {
        await using var environment = await (launch.ImageSandbox is { } kind
            ? Images.PrepareAsync(kind, launch, cancellationToken)
            : composition.Functions.PrepareAsync(launch, _reporter.Warn, cancellationToken));
        ReportStart(session, environment.Spec);
        var result = await environment.InvokeAsync(invocation, answer => Print(answer, output), cancellationToken);
        if (result.Status is InvocationStatus.Error or InvocationStatus.Crash)
        {
            _reporter.Hint(HintFor(WithRuntime(launch.Function), environment.Spec, result));
        }

        return result;
    }

    private static string? HintFor(Function function, ExecutionEnvironmentSpec spec, InvocationResult result) =>
        spec.CodeFolder.Length == 0 ? null
        : ImportHint.For(function, spec.CodeFolder, result.Payload)
        ?? BootstrapHint.For(function, spec, result.Payload)
        ?? ForeignFiles.HintFor(spec.CodeFolder, result.Payload);

    private void ReportIgnoredOptions(ImageSandbox? kind, Function function)
    {
        var hasPublishedLayers = PublishedLayers.In(function).Count > 0;
        var sandbox = ImageSandboxes.ChoiceOf(kind, options.Runtime.Sandbox);
        if (ContainerOptionTable.WithoutEffect(
            options.GivenContainerOptions, sandbox, hasPublishedLayers) is [_, ..] ignored)
        {
            var verb = ignored.Count == 1 ? "has" : "have";
            var reason = sandbox == SandboxChoice.Docker ? "in a container" : "no container is used";
            _reporter.Warning($"{reason}: {string.Join(", ", ignored)} {verb} no effect");
        }

        if (options.Debugging.Ports is [var port, _, ..])
        {
            _reporter.Warning($"only the first port, {port}, is the debugger's");
        }
    }

    /// <summary>What `--debug` tells: everything that was decided on the way to the start, and no secret.</summary>
    private void ReportStart(AwsSession session, ExecutionEnvironmentSpec spec)
    {
        if (options.Output.IsDebug)
        {
            _reporter.Line($"debug: region `{session.Region}`, account `{session.AccountId}`");
            _reporter.Line($"debug: code in `{spec.CodeFolder}`");
            _reporter.Line($"debug: starts `{spec.Sandbox.Program}` with `{string.Join(' ', spec.Sandbox.Arguments)}`");
            var names = spec.Sandbox.Environment.Select(static pair => pair.Key);
            _reporter.Line($"debug: sets {string.Join(", ", names)}");
        }
    }

    private VariableOverrides ReadOverrides()
    {
        if (options.Environment.ContainerEnvVarsFile is { } unused && !options.Debugging.IsOn)
        {
            _reporter.Warning($"`--container-env-vars {unused}` only has an effect while a function is debugged");
        }

        return new VariableOverrides
        {
            File = ReadVariables(options.Environment.EnvVarsFile),
            DebuggingFile = options.Debugging.IsOn ? ReadVariables(options.Environment.ContainerEnvVarsFile) : null,
            CommandLine = options.Environment.Variables,
            OnlyDeclared = _isCompatible,
        };
    }

    private EnvVarsFile? ReadVariables(string? path) =>
        path is null ? null : EnvVarsFile.Read(path, composition.Host);

    private IReadOnlyList<EnvironmentVariable> Resolve(Function function, VariableOverrides overrides)
    {
        var resolved = EnvironmentVariables.Resolve(function, overrides, composition.Host);
        WarnOf(resolved.Warnings);
        return resolved.Variables;
    }

    private void WarnOf(IEnumerable<Warning>? warnings)
    {
        foreach (var warning in warnings ?? [])
        {
            _reporter.Warn(warning);
        }
    }

    private Function SelectFunction(AwsSession session, VariableOverrides overrides)
    {
        var functions = TemplateLoader.Load(options.Template, composition.Context.WorkingFolder, session);
        List<string> warnings = [];
        var function = functions.Select(options.Function, warnings);
        warnings.ForEach(_reporter.Warning);
        WarnOf(overrides.File?.Warnings);
        WarnOf(overrides.File?.FindUnknown(functions));
        var findings = TemplateLoader.FindingsFor(functions, function);
        foreach (var finding in findings)
        {
            if (finding.Severity == DiagnosticSeverity.Warning || finding.Resource is null)
            {
                _reporter.Finding(finding);
            }
        }

        FunctionCheck.RequireInvocable(WithRuntime(function));
        TemplateLoader.RequireSound(findings);
        return options.Template.IsStrict && findings.Count > 0
            ? throw new UserErrorException($"`--strict` does not let {findings.Count} of these pass")
            : CheckTenant(function);
    }

    private Function WithRuntime(Function function) =>
        options.Runtime.Runtime is { } runtime ? function with { Runtime = runtime.Name } : function;

    private Function WithLogging(Function function)
    {
        var logging = function.Logging with { IsJson = options.Output.IsJson ?? function.Logging.IsJson };
        if (options.Output.LogLevel is { } level)
        {
            logging = logging.WithLevel(level);
            if (!logging.IsJson)
            {
                _reporter.Warning("`--log-level` has no effect: as on Lambda, a log in the text format has everything");
                _reporter.Hint("add `--log-format json`");
            }
        }

        return function with { Logging = logging };
    }

    private Function CheckTenant(Function function)
    {
        if (function.IsTenantIsolated && options.TenantId is null)
        {
            throw new UserErrorException(
                $"function `{function.Path}` keeps its tenants apart and needs to know for which one it runs", "pass --tenant-id");
        }

        return function.IsTenantIsolated || options.TenantId is null ? function : throw new UserErrorException(
            $"function `{function.Path}` has no TenancyConfig, so `--tenant-id` cannot be used with it",
            "leave --tenant-id out, or add TenancyConfig to the function");
    }

    private FunctionLaunch NewLaunch(
        Function function,
        IReadOnlyList<EnvironmentVariable> variables,
        AwsSession session,
        AwsCredentials credentials,
        OutputTarget output)
    {
        var runtime = options.Runtime.Runtime
            ?? RuntimeIdentifier.Parse(function.Runtime ?? RuntimeOfImages); // FunctionCheck requires it of others.
        WarnOfBlocked(runtime);
        var debugger = OpenDebugger(runtime);
        return new FunctionLaunch
        {
            Function = debugger is null ? function : function with { Timeout = Debugger.Timeout },
            Runtime = runtime,
            Debugger = debugger,
            VersionPolicy = options.Runtime.RequiresExactVersion
                ? RuntimeVersionPolicy.Exact
                : RuntimeVersionPolicy.Nearest,
            LimitsMemory = options.Runtime.LimitsMemory,
            IsForOneInvocation = true,
            Variables = variables,
            Region = session.Region,
            AccountId = session.AccountId,
            Credentials = credentials,
            Log = output.Log,
            Progress = _reporter.Line,
        };
    }

    private Debugger? OpenDebugger(RuntimeIdentifier runtime)
    {
        if (options.Debugging.Ports is not [var port, ..])
        {
            return null;
        }

        var folder = options.Debugging.DebuggerFolder is { } given
            ? Path.GetFullPath(given, composition.Context.WorkingFolder)
            : null;
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UserErrorException($"there is no folder `{folder}`", "`--debugger-path` names it");
        }

        var request = new DebugRequest(port) { Arguments = options.Debugging.Arguments, DebuggerFolder = folder };
        var debugger = new Debugger(request, composition.Host);
        _reporter.Line($"debugging: {debugger.NoticeFor(runtime.Family)}");
        return debugger;
    }

    private void WarnOfBlocked(RuntimeIdentifier runtime)
    {
        var today = DateOnly.FromDateTime(composition.Time.GetUtcNow().UtcDateTime);
        if (runtime.StatusOn(today) == RuntimeStatus.Blocked && runtime.NoticeOn(today) is { } notice)
        {
            _reporter.Warning(notice);
        }
    }

    private Invocation NewInvocation(Function function, ReadOnlyMemory<byte> payload, AwsSession session) => new()
    {
        RequestId = Guid.NewGuid().ToString(),
        Payload = payload,
        FunctionArn = ArnOf(function, session),
        TraceId = XRayTrace.HeaderFor(null, function.HasActiveTracing, composition.Time.GetUtcNow()),
        TenantId = options.TenantId,
    };

    /// <summary>The ARN as invoked: it ends in the version or alias when the function was named with one.</summary>
    private string ArnOf(Function function, AwsSession session)
    {
        var partition = new PseudoParameters(new TemplateOptions { Region = session.Region }).Partition;
        var qualifier = FunctionIdentifier.TryParse(options.Function ?? "")?.Qualifier;
        return $"arn:{partition}:lambda:{session.Region}:{session.AccountId}:function:{function.Name}"
            + (qualifier is null ? "" : $":{qualifier}");
    }

    private void Print(InvocationResult answer, OutputTarget output)
    {
        if (!_isCompatible || answer.Status != InvocationStatus.Timeout)
        {
            output.Respond(answer.Payload.Span);
        }
    }
}
