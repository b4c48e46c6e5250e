using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// SnapStart: what the function has registered with Amazon.Lambda.Core.SnapshotRestore runs around the snapshot, the
/// hooks before it last in, first out, the ones after it in their order. A hook that fails is reported and ends the
/// process.
/// </summary>
internal static class Snapshot
{
    private const int BeforeFailed = 64;
    private const int AfterFailed = 65;

    public static bool IsWanted => Environment.GetEnvironmentVariable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start";

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a hook throws is reported.")]
    public static void Pass(RuntimeApi api, Log log)
    {
        var before = Hooks("CopyBeforeSnapshotCallbacksToRegistry");
        before.Reverse();
        try
        {
            Run(before);
            api.RestoreNext();
        }
        catch (Exception fault)
        {
            log.WriteFault(fault, "Failed to invoke before snapshot hooks");
            api.PostInitError(fault, "Runtime.BeforeSnapshotError");
            Environment.Exit(BeforeFailed);
        }

        try
        {
            Run(Hooks("CopyAfterRestoreCallbacksToRegistry"));
        }
        catch (Exception fault)
        {
            log.WriteFault(fault, "Failed to invoke after restore callables");
            api.PostRestoreError(fault, "Runtime.AfterRestoreError");
            Environment.Exit(AfterFailed);
        }
    }

    /// <summary>Older versions of the package have no hooks.</summary>
    private static List<Func<ValueTask>> Hooks(string registry)
    {
        var hooks = new List<Func<ValueTask>>();
        typeof(ILambdaContext).Assembly.GetType(CoreAssembly.Name + ".SnapshotRestore")
            ?.GetMethod(registry, BindingFlags.NonPublic | BindingFlags.Static)
            ?.Invoke(null, new object[] { new Action<Func<ValueTask>>(hooks.Add) });
        return hooks;
    }

    private static void Run(List<Func<ValueTask>> hooks)
    {
        foreach (var hook in hooks)
        {
            hook().AsTask().GetAwaiter().GetResult();
        }
    }
}
