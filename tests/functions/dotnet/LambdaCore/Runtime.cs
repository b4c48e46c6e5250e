using System.Collections.Concurrent;

namespace Amazon.Lambda.Core;

public static class LambdaTraceProvider
{
    private static readonly AsyncLocal<string?> Current = new();

    public static string? CurrentTraceId => Current.Value;

    internal static void SetCurrentTraceId(string traceId) => Current.Value = traceId;
}

public static class SnapshotRestore
{
    private static readonly ConcurrentQueue<Func<ValueTask>> Before = new();
    private static readonly ConcurrentQueue<Func<ValueTask>> After = new();

    public static void RegisterBeforeSnapshot(Func<ValueTask> beforeSnapshotAction) =>
        Before.Enqueue(beforeSnapshotAction);

    public static void RegisterAfterRestore(Func<ValueTask> afterRestoreAction) => After.Enqueue(afterRestoreAction);

    internal static void CopyBeforeSnapshotCallbacksToRegistry(Action<Func<ValueTask>> restoreHooksRegistryMethod)
    {
        while (Before.TryDequeue(out var action))
        {
            restoreHooksRegistryMethod(action);
        }
    }

    internal static void CopyAfterRestoreCallbacksToRegistry(Action<Func<ValueTask>> restoreHooksRegistryMethod)
    {
        while (After.TryDequeue(out var action))
        {
            restoreHooksRegistryMethod(action);
        }
    }
}
