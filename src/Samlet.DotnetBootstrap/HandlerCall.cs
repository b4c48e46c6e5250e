using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// A handler as it is called: an event in, the bytes of the response out. It is called by delegates of its own types:
/// an exception then comes out as the handler threw it, and nothing need be compiled for it but what value types need.
/// </summary>
internal abstract class HandlerCall
{
    public ILambdaSerializer? Serializer { get; private set; }

    public abstract void Invoke(Stream payload, ILambdaContext context, Stream response);

    /// <param name="name">For messages.</param>
    /// <param name="target">The object of an instance method.</param>
    /// <param name="method">The handler.</param>
    /// <param name="serializer">The function's own; needed unless input and output are streams.</param>
    public static HandlerCall Create(HandlerName name, object? target, MethodInfo method, ILambdaSerializer? serializer)
    {
        var shape = HandlerShape.Of(name, method);
        if (serializer is null)
        {
            RequireStreams(shape, name);
        }

        var call = CallFor(shape.Input ?? typeof(Stream), shape.Output);
        call.Serializer = serializer;
        call.Bind(shape, target, method);
        return call;
    }

    protected static T New<T>(Type definition, params Type[] arguments) =>
        (T)Activator.CreateInstance(definition.MakeGenericType(arguments))!; // Null only for Nullable.

    protected static TDelegate? DelegateIf<TDelegate>(bool isWanted, object? target, MethodInfo method)
        where TDelegate : Delegate =>
        isWanted ? (TDelegate)Delegate.CreateDelegate(typeof(TDelegate), target, method) : null;

    protected abstract void Bind(HandlerShape shape, object? target, MethodInfo method);

    protected T Read<T>(Stream payload) =>
        typeof(T) == typeof(Stream) ? (T)(object)payload : Serializer!.Deserialize<T>(payload); // Required in Create.

    /// <summary>Streams are common, and what is named here is compiled ahead, for all classes at once.</summary>
    private static HandlerCall CallFor(Type input, Type output) =>
        output == typeof(void)
            ? input == typeof(Stream) ? new ActionCall<Stream>() : New<HandlerCall>(typeof(ActionCall<>), input)
        : input == typeof(Stream) && output == typeof(Stream) ? new FunctionCall<Stream, Stream>()
        : New<HandlerCall>(typeof(FunctionCall<,>), input, output);

    private static void RequireStreams(HandlerShape shape, HandlerName name)
    {
        if (shape.Input is { } input && input != typeof(Stream))
        {
            throw new LambdaValidationException(Messages.NoDeserializer(name, input));
        }

        if (shape.Result is { } result && !typeof(Stream).IsAssignableFrom(result))
        {
            throw new LambdaValidationException(Messages.NoSerializer(name, result));
        }
    }
}
