using Amazon.Lambda.Core;
using Amazon.Lambda.Core.ResponseStreaming;

namespace Library;

/// <summary>Handlers that stream their response.</summary>
public sealed class Streaming
{
    public async Task Parts(string[] parts)
    {
        await using var stream = LambdaResponseStreamFactory.CreateStream();
        foreach (var part in parts)
        {
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(part));
        }
    }

    public string Http(string body)
    {
        using var stream = LambdaResponseStreamFactory.CreateHttpStream("""{"statusCode":201,"cookies":["a=b"]}""");
        stream.Write(System.Text.Encoding.UTF8.GetBytes(body));
        return "ignored";
    }

    public void FailMidway(string body)
    {
        LambdaResponseStreamFactory.CreateStream().Write(System.Text.Encoding.UTF8.GetBytes(body));
        throw new FunctionException("midway");
    }

    public void Twice(string body)
    {
        _ = LambdaResponseStreamFactory.CreateStream();
        _ = LambdaResponseStreamFactory.CreateStream();
    }
}

/// <summary>Hooks of SnapStart; a variable decides which of them fails.</summary>
public sealed class Hooks
{
    private static readonly List<string> Ran = [];

    public Hooks()
    {
        Console.WriteLine("constructor");
        SnapshotRestore.RegisterBeforeSnapshot(() => Run("before 1"));
        SnapshotRestore.RegisterBeforeSnapshot(() => Run("before 2"));
        SnapshotRestore.RegisterAfterRestore(() => Run("after 1"));
        SnapshotRestore.RegisterAfterRestore(() => Run("after 2"));
    }

    public List<string> Handler(string ignored) => Ran;

    private static async ValueTask Run(string hook)
    {
        await Task.Yield();
        Ran.Add(hook);
        if (Environment.GetEnvironmentVariable("FAILS") == hook)
        {
            throw new FunctionException(hook);
        }
    }
}

/// <summary>Invocations that only end once all of them have begun.</summary>
public sealed class Meeting
{
    private readonly Barrier _barrier = new(3);

    public string Handler(string name, ILambdaContext context)
    {
        _barrier.SignalAndWait();
        Console.WriteLine("met " + name);
        var variable = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID");
        return $"{name} {context.AwsRequestId} {LambdaTraceProvider.CurrentTraceId == context.TraceId} {variable}";
    }
}
