namespace Samlet.DotnetBootstrap;

/// <summary>Takes events as they come, one after the other.</summary>
internal sealed class InvocationLoop(Responder responder, RuntimeApi api)
{
    private const string TraceVariable = "_X_AMZN_TRACE_ID";

    public void Run()
    {
        var runsOnce = Variables.IsTrue("AWS_LAMBDA_DOTNET_DEBUG_RUN_ONCE");
        var context = ExecutionContext.Capture();
        do
        {
            var invocation = api.Next();
            Environment.SetEnvironmentVariable(TraceVariable, invocation.TraceId);
            responder.Respond(invocation, api);
            if (context is not null)
            {
                ExecutionContext.Restore(context); // What the handler has left there was of its invocation.
            }
        }
        while (!runsOnce);
    }
}
