using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>Becomes Amazon.Lambda.Core's ILambdaResponseStream at run time.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "The proxy is of a class derived from this one.")]
[SuppressMessage("Performance", "CA1852", Justification = "The proxy is of a class derived from this one.")]
internal class ResponseStreamProxy : DispatchProxy
{
    public ResponseStream? Stream { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "WriteAsync" => Stream!.WriteAsync((byte[])args![0]!, (int)args[1]!, (int)args[2]!),
        "get_BytesWritten" => Stream!.BytesWritten,
        "get_HasError" => Stream!.HasError,
        _ => null, // The stream ends with the invocation, whether it was disposed of or not.
    };
}
