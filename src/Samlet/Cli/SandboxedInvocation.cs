using Samlet.Runtimes;
using Samlet.Runtimes.Images;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;

namespace Samlet.Cli;

/// <summary>
/// One invocation in the sandbox that is asked for, or in the one that takes over where that turns out impossible, and
/// behind a failure what the person could do about it.
/// </summary>
internal sealed class SandboxedInvocation(
    InvokeOptions options, Composition composition, ImageSandboxes images, SandboxDecision decision)
{
    private readonly Reporter _reporter = composition.Context.Reporter;

    public Task<InvocationResult> RunAsync(
        FunctionLaunch launch,
        Invocation invocation,
        Action<InvocationResult> answered,
        CancellationToken cancellationToken) => launch.ImageSandbox is { } kind
            ? RunInImageAsync(launch, kind, invocation, answered, cancellationToken)
            : RunOutsideImagesAsync(launch, invocation, answered, cancellationToken);

    private async Task<InvocationResult> RunOutsideImagesAsync(
        FunctionLaunch launch,
        Invocation invocation,
        Action<InvocationResult> answered,
        CancellationToken cancellationToken)
    {
        if (decision.IsLinux(options.Debugging.IsOn))
        {
            try
            {
                return await TryAsync(
                    launch with { IsIsolated = true }, invocation, answered, cancellationToken);
            }
            catch (SandboxRefusedException refusal)
            {
                decision.Refuse(refusal);
            }
        }

        return await TryAsync(launch, invocation, answered, cancellationToken);
    }

    /// <summary>In the room of an image, and in a container where that turns out impossible.</summary>
    private async Task<InvocationResult> RunInImageAsync(
        FunctionLaunch launch,
        ImageSandbox kind,
        Invocation invocation,
        Action<InvocationResult> answered,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await TryAsync(
                    launch with { ImageSandbox = kind }, invocation, answered, cancellationToken);
            }
            catch (SandboxRefusedException refusal)
            {
                kind = images.Refuse(kind, refusal);
            }
        }
    }

    private async Task<InvocationResult> TryAsync(
        FunctionLaunch launch,
        Invocation invocation,
        Action<InvocationResult> answered,
        CancellationToken cancellationToken)
    {
        await using var environment = await (launch.ImageSandbox is { } kind
            ? images.PrepareAsync(kind, launch, cancellationToken)
            : composition.Functions.PrepareAsync(launch, _reporter.Warn, cancellationToken));
        ReportStart(launch, environment.Spec);
        WarnOfCpu(environment.Spec);
        var result = await environment.InvokeAsync(invocation, answered, cancellationToken);
        if (result.Status is InvocationStatus.Error or InvocationStatus.Crash)
        {
            _reporter.Hint(HintFor(launch, environment.Spec, result));
        }

        await environment.KeepCompiledAsync(cancellationToken);
        return result;
    }

    private void WarnOfCpu(ExecutionEnvironmentSpec spec)
    {
        if (spec.Sandbox.Quota is { Cpus: not null } && ControlGroupPlace.Find(cpu: true)?.Cpu is null)
        {
            _reporter.Warning(
                "`--limit-cpu` has no effect: processor time is limited by control groups, and Samlet may make none here");
            _reporter.Hint("`samlet doctor` shows them; --sandbox docker limits it through the engine");
        }
    }

    private static string? HintFor(FunctionLaunch launch, ExecutionEnvironmentSpec spec, InvocationResult result)
    {
        var function = launch.Function with { Runtime = launch.Runtime.Name };
        return spec.CodeFolder.Length == 0 ? null
            : ImportHint.For(function, spec.CodeFolder, result.Payload)
            ?? ModuleKindHint.For(launch.Runtime, result.Payload)
            ?? BootstrapHint.For(function, spec, result.Payload)
            ?? ForeignFiles.HintFor(spec.CodeFolder, result.Payload);
    }

    /// <summary>What `--debug` tells: everything that was decided on the way to the start, and no secret.</summary>
    private void ReportStart(FunctionLaunch launch, ExecutionEnvironmentSpec spec)
    {
        if (options.Output.IsDebug)
        {
            _reporter.Line($"debug: region `{launch.Region}`, account `{launch.AccountId}`");
            _reporter.Line($"debug: code in `{spec.CodeFolder}`");
            _reporter.Line($"debug: starts `{spec.Sandbox.Program}` with `{string.Join(' ', spec.Sandbox.Arguments)}`");
            var names = spec.Sandbox.Environment.Select(static pair => pair.Key);
            _reporter.Line($"debug: sets {string.Join(", ", names)}");
        }
    }
}
