using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>What a handler takes and gives.</summary>
internal sealed class HandlerShape
{
    private HandlerShape(MethodInfo method, Type? input, bool takesContext)
    {
        Input = input;
        TakesContext = takesContext;
        Output = method.ReturnType;
        Awaited = AwaitedBy(method.ReturnType);
    }

    /// <summary>The type of the event; null for a handler that takes none.</summary>
    public Type? Input { get; }

    public bool TakesContext { get; }

    public Type Output { get; }

    /// <summary>T where the output is a Task of T or a class derived from it.</summary>
    public Type? Awaited { get; }

    /// <summary>What the response is made of; null where there is nothing.</summary>
    public Type? Result =>
        Awaited ?? (Output == typeof(void) || typeof(Task).IsAssignableFrom(Output) ? null : Output);

    public static HandlerShape Of(HandlerName name, MethodInfo method) => method.GetParameters() switch
    {
        [] => new(method, input: null, takesContext: false),
        [var only] when IsContext(only) => new(method, input: null, takesContext: true),
        [var only] => new(method, only.ParameterType, takesContext: false),
        [var input, var context] when IsContext(context) => new(method, input.ParameterType, takesContext: true),
        [_, _] => throw new LambdaValidationException(Messages.SecondIsNoContext(method.Name, name)),
        _ => throw new LambdaValidationException(Messages.TooManyParameters(method.Name, name)),
    };

    private static bool IsContext(ParameterInfo parameter) =>
        typeof(ILambdaContext).IsAssignableFrom(parameter.ParameterType);

    /// <summary>A ValueTask is a value like any other, as on the service.</summary>
    private static Type? AwaitedBy(Type? type) =>
        type is null ? null
        : type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? type.GetGenericArguments()[0]
        : AwaitedBy(type.BaseType);
}
