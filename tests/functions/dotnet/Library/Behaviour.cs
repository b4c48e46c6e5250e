using System.Collections;
using Amazon.Lambda.Core;

namespace Library;

public sealed class FunctionException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What functions do: tell, write, fail.</summary>
public sealed class Behaviour
{
    private static readonly AsyncLocal<int> Flowing = new();

    public Dictionary<string, object?> Context(string ignored, ILambdaContext context) => new()
    {
        ["AwsRequestId"] = context.AwsRequestId,
        ["FunctionName"] = context.FunctionName,
        ["FunctionVersion"] = context.FunctionVersion,
        ["InvokedFunctionArn"] = context.InvokedFunctionArn,
        ["LogGroupName"] = context.LogGroupName,
        ["LogStreamName"] = context.LogStreamName,
        ["MemoryLimitInMB"] = context.MemoryLimitInMB,
        ["HasRemainingTime"] = context.RemainingTime > TimeSpan.Zero && context.RemainingTime < TimeSpan.FromMinutes(15),
        ["TenantId"] = context.TenantId,
        ["TraceId"] = context.TraceId,
        ["TraceVariable"] = Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"),
        ["TraceProvider"] = LambdaTraceProvider.CurrentTraceId,
        ["Serializer"] = context.Serializer.GetType().Name,
        ["Unheard"] = context.Unheard,
        ["Identity"] = context.Identity.IdentityId + "/" + context.Identity.IdentityPoolId,
        ["Installation"] = context.ClientContext.Client?.InstallationId,
        ["Custom"] = context.ClientContext.Custom?["answer"],
        ["Environment"] = context.ClientContext.Environment?["locale"],
    };

    public string Version(string ignored, ILambdaContext context)
    {
        context.Logger.LogLine("logged");
        string[] names = ["AWS_EXECUTION_ENV", "LAMBDA_RUNTIME_NAME"];
        return $"{Environment.Version.ToString(2)} {string.Join(' ', names.Select(Environment.GetEnvironmentVariable))}";
    }

    public SortedDictionary<string, string?> Variables(string ignored)
    {
        var variables = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value;
        }

        return variables;
    }

    public void Logs(string ignored, ILambdaContext context)
    {
        Console.WriteLine("console {0}", 1);
        Console.Error.WriteLine("error");
        Console.Write("raw");
        Console.WriteLine();
        context.Logger.LogLine("line");
        context.Logger.LogDebug("hidden");
        context.Logger.LogInformation("information");
        context.Logger.LogWarning("two\nlines");
        context.Logger.LogInformation("{count} of {product} {{as is}} {list}", 3, "soap", (int[])[1, 2]);
        context.Logger.LogError(new FunctionException("logged"), "with {0}", "exception");
        context.Logger.Log("Critical", "critical");
        LambdaLogger.Log("static");
        LambdaLogger.Log("Warning", "static {level}", "warning");
    }

    public void Fail(string kind) => throw (kind switch
    {
        "plain" => new FunctionException("a \"quoted\"\ttab"),
        "inner" => new FunctionException("outer", new InvalidOperationException("inside")),
        "single" => new AggregateException(new FunctionException("the only one")),
        "several" => new AggregateException(new FunctionException("one"), new ArgumentException("two")),
        "large" => new FunctionException(new string('x', 300_000)),
        _ => new NotSupportedException(kind),
    });

    public async Task FailLater(string message)
    {
        await Task.Yield();
        throw new FunctionException(message);
    }

    public int Flow(string ignored) => ++Flowing.Value;

    public string Exit(int code)
    {
        Environment.Exit(code);
        return "";
    }

    public string Large(int length) => new('x', length);

    public long HeapLimit(string ignored) => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 20);

    public int Types(string ignored) =>
        AppDomain.CurrentDomain.GetAssemblies().Sum(assembly => assembly.GetTypes().Length);
}
