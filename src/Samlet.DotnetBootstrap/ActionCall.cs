using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>A handler that returns nothing; one of the four delegates is there.</summary>
internal sealed class ActionCall<TInput> : HandlerCall
{
    private Action? _plain;
    private Action<TInput>? _withInput;
    private Action<ILambdaContext>? _withContext;
    private Action<TInput, ILambdaContext>? _withBoth;

    public override void Invoke(Stream payload, ILambdaContext context, Stream response)
    {
        if (_withBoth is not null)
        {
            _withBoth(Read<TInput>(payload), context);
        }
        else if (_withInput is not null)
        {
            _withInput(Read<TInput>(payload));
        }
        else if (_withContext is not null)
        {
            _withContext(context);
        }
        else
        {
            _plain!(); // Bound where no other is.
        }
    }

    protected override void Bind(HandlerShape shape, object? target, MethodInfo method)
    {
        var takesInput = shape.Input is not null;
        _withBoth = DelegateIf<Action<TInput, ILambdaContext>>(takesInput && shape.TakesContext, target, method);
        _withInput = DelegateIf<Action<TInput>>(takesInput && !shape.TakesContext, target, method);
        _withContext = DelegateIf<Action<ILambdaContext>>(!takesInput && shape.TakesContext, target, method);
        _plain = DelegateIf<Action>(!takesInput && !shape.TakesContext, target, method);
    }
}
