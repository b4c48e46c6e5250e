using System.Diagnostics.CodeAnalysis;

namespace Samlet.DotnetBootstrap;

/// <summary>Takes events as they come and answers each.</summary>
internal sealed class InvocationLoop(HandlerCall function, Log log, RuntimeApi api)
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    private readonly FunctionEnvironment _environment = new();

    public void Run()
    {
        var runsOnce = Variables.IsTrue("AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE");
        do
        {
            var invocation = api.Next();
            Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
            CoreBindings.BeginTrace(invocation.TraceId);
            log.Begin(invocation);
            Answer(invocation);
        }
        while (!runsOnce);
    }

    private void Answer(Invocation invocation)
    {
        using var output = new MemoryStream();
        if (TryCall(invocation, output) is { } fault)
        {
            log.WriteFault(fault);
            api.PostError(invocation.RequestId, fault);
        }
        else
        {
            api.PostResponse(invocation.RequestId, output.GetBuffer().AsSpan(0, (int)output.Length));
        }
    }

    /// <summary>What the handler threw. What it left in the thread's context ends with the call.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws is its answer.")]
    private Exception? TryCall(Invocation invocation, MemoryStream output)
    {
        var flow = ExecutionContext.Capture();
        try
        {
            var context = new LambdaContext(invocation, _environment, log, function.Serializer);
            function.Invoke(new MemoryStream(invocation.Payload), context, output);
            return null;
        }
        catch (Exception fault)
        {
            return ErrorObject.Unwrap(fault);
        }
        finally
        {
            if (flow is not null)
            {
                ExecutionContext.Restore(flow);
            }
        }
    }
}
