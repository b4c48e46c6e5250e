using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>Makes bytes of what a handler returned.</summary>
internal abstract class ResultWriter<T>
{
    public ILambdaSerializer? Serializer { get; set; }

    public abstract void Write(T result, Stream response);

    /// <summary>A stream is the response itself; anything else is made one by the function's serializer.</summary>
    protected void WriteValue<TValue>(TValue value, Stream response)
    {
        if (typeof(Stream).IsAssignableFrom(typeof(TValue)))
        {
            ((Stream)(object)value!).CopyTo(response); // Null here is the handler's fault, as on the service.
        }
        else
        {
            Serializer!.Serialize(value, response); // Required when the call was made.
        }
    }
}

internal sealed class ValueWriter<T> : ResultWriter<T>
{
    public override void Write(T result, Stream response) => WriteValue(result, response);
}

/// <summary>For a task without a result: the response is empty.</summary>
internal sealed class CompletionWriter<T> : ResultWriter<T>
{
    public override void Write(T result, Stream response) => ((Task)(object)result!).GetAwaiter().GetResult();
}

internal sealed class AwaitedWriter<T, TResult> : ResultWriter<T>
{
    public override void Write(T result, Stream response) =>
        WriteValue(((Task<TResult>)(object)result!).GetAwaiter().GetResult(), response);
}
