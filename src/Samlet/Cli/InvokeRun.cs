using Samlet.Caches;
using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Layers;
using Samlet.Runtimes;
using Samlet.Runtimes.Debugging;
using Samlet.Runtimes.Images;
using Samlet.Runtimes.Interpreters;
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

    private readonly Terminal _terminal = composition.Context.Terminal;
    private readonly Reporter _reporter = composition.Context.Reporter;

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var payload = await new EventReader(_terminal, _reporter).ReadAsync(options.EventFile, cancellationToken);
        var session = AwsSession.Open(
            composition.Host, options.Environment.Profile, options.Environment.Region, composition.Time);
        var (function, variables) = new FunctionChoice(options, composition).Make(session);
        using var output = OutputTarget.Open(options.Output.LogFile, _terminal);
        // First, while children that a credential process leaves behind still are nobody's that has to be killed.
        var credentials = await session.GetCredentialsAsync(cancellationToken);
        _reporter.Warn(credentials.Warning);
        var memory = new RefusalMemory(composition.Cache);
        var images = new ImageSandboxes(composition, options.Runtime.Sandbox, memory);
        var kind = images.KindFor(function);
        ReportIgnoredOptions(kind, function);
        function = await LayersOf(session).PlaceAsync(function, _reporter.Warn, cancellationToken);
        var launch = NewLaunch(function, variables, session, credentials.Credentials, output) with
        {
            ImageSandbox = kind,
            BringsLinks = options.Container.MountsLinks,
            Container = options.Container.For(function, composition.Context.WorkingFolder),
        };
        var decision = new SandboxDecision(options.Runtime.Sandbox, memory, _reporter.Warn);
        var result = await new SandboxedInvocation(options, composition, images, decision).RunAsync(
            launch, NewInvocation(function, payload, session), answer => Print(answer, output), cancellationToken);
        new CacheLimit(composition.Cache, options.Runtime.CacheLimitBytes).Enforce();
        return composition.IsCompatible || result.Status == InvocationStatus.Success
            ? ExitCode.Success
            : ExitCode.FunctionFailed;
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
            LimitsCpu = options.Runtime.LimitsCpu,
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
        if (!composition.IsCompatible || answer.Status != InvocationStatus.Timeout)
        {
            output.Respond(answer.Payload.Span);
        }
    }
}
