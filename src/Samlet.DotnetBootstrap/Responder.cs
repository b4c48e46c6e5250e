using System.Diagnostics.CodeAnalysis;

namespace Samlet.DotnetBootstrap;

/// <summary>Calls the handler with an event and posts what came of it.</summary>
internal sealed class Responder(HandlerCall function, Log log)
{
    private readonly FunctionEnvironment _environment = new();

    public void Respond(Invocation invocation, RuntimeApi api)
    {
        log.Begin(invocation);
        CoreBindings.BeginTrace(invocation.TraceId);
        var streams = ResponseStreams.Begin(invocation.RequestId, api);
        using var output = new MemoryStream();
        var fault = TryCall(invocation, output);
        if (fault is not null)
        {
            log.WriteFault(fault);
        }

        if (streams.Created is { } stream)
        {
            stream.End(fault);
        }
        else if (fault is not null)
        {
            api.PostError(invocation.RequestId, fault);
        }
        else
        {
            api.PostResponse(invocation.RequestId, output.GetBuffer().AsSpan(0, (int)output.Length));
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a handler throws is its answer.")]
    private Exception? TryCall(Invocation invocation, MemoryStream output)
    {
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
    }
}
