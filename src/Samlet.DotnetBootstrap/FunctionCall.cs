using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>A handler that returns something; one of the four delegates is there.</summary>
internal sealed class FunctionCall<TInput, TOutput> : HandlerCall
{
    private Func<TOutput>? _plain;
    private Func<TInput, TOutput>? _withInput;
    private Func<ILambdaContext, TOutput>? _withContext;
    private Func<TInput, ILambdaContext, TOutput>? _withBoth;
    private ResultWriter<TOutput>? _writer;

    public override void Invoke(Stream payload, ILambdaContext context, Stream response) =>
        _writer!.Write(Call(payload, context), response); // Bound like the delegates.

    protected override void Bind(HandlerShape shape, object? target, MethodInfo method)
    {
        var takesInput = shape.Input is not null;
        _withBoth = DelegateIf<Func<TInput, ILambdaContext, TOutput>>(takesInput && shape.TakesContext, target, method);
        _withInput = DelegateIf<Func<TInput, TOutput>>(takesInput && !shape.TakesContext, target, method);
        _withContext = DelegateIf<Func<ILambdaContext, TOutput>>(!takesInput && shape.TakesContext, target, method);
        _plain = DelegateIf<Func<TOutput>>(!takesInput && !shape.TakesContext, target, method);
        _writer = WriterFor(shape);
    }

    private TOutput Call(Stream payload, ILambdaContext context) =>
        _withBoth is not null ? _withBoth(Read<TInput>(payload), context)
        : _withInput is not null ? _withInput(Read<TInput>(payload))
        : _withContext is not null ? _withContext(context)
        : _plain!(); // Bound where no other is.

    private ResultWriter<TOutput> WriterFor(HandlerShape shape)
    {
        var writer =
            shape.Awaited == typeof(Stream) ? new AwaitedWriter<TOutput, Stream>()
            : shape.Awaited is { } awaited
                ? New<ResultWriter<TOutput>>(typeof(AwaitedWriter<,>), typeof(TOutput), awaited)
            : shape.Result is null ? new CompletionWriter<TOutput>()
            : new ValueWriter<TOutput>();
        writer.Serializer = Serializer;
        return writer;
    }
}
