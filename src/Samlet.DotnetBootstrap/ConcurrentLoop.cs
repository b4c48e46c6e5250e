using System.Collections.Concurrent;
using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Several invocations at a time (AWS_LAMBDA_MAX_CONCURRENCY): as many tasks ask for events, each asks on while its
/// event is answered elsewhere; the server limits how many there are. One handler object serves all.
/// </summary>
internal sealed class ConcurrentLoop(Responder responder, RuntimeApi api)
{
    private readonly ConcurrentBag<RuntimeApi> _posting = [];

    public static bool IsWanted => Variables.Find("AWS_LAMBDA_MAX_CONCURRENCY") is not null;

    public void Run()
    {
        var count = Number("AWS_LAMBDA_DOTNET_PROCESSING_TASKS") ?? Number("AWS_LAMBDA_MAX_CONCURRENCY")
            ?? Math.Max(2, Environment.ProcessorCount);
        ProvideThreads(count);
        for (var index = 1; index < count; index++)
        {
            var another = api.Another();
            new Thread(() => Poll(another)).Start();
        }

        Poll(api);
    }

    /// <summary>Handlers may block their thread; the pool would give further ones only at its own pace.</summary>
    private static void ProvideThreads(int count)
    {
        var threads = Number("AWS_LAMBDA_DOTNET_MIN_THREADS") ?? Math.Max(2 * Environment.ProcessorCount, count);
        ThreadPool.GetMinThreads(out _, out var completionThreads);
        ThreadPool.SetMinThreads(threads, completionThreads);
    }

    private void Poll(RuntimeApi asking)
    {
        while (true)
        {
            var invocation = asking.Next();
            ThreadPool.QueueUserWorkItem(_ => Respond(invocation));
        }
    }

    private void Respond(Invocation invocation)
    {
        var posting = _posting.TryTake(out var idle) ? idle : api.Another();
        responder.Respond(invocation, posting);
        _posting.Add(posting);
    }

    private static int? Number(string variable) =>
        int.TryParse(Variables.Find(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? number
            : null;
}
