using System.Reflection;
using System.Runtime.CompilerServices;

namespace Samlet.DotnetBootstrap;

/// <summary>What a method and its type must be to serve as a handler.</summary>
internal static class HandlerRules
{
    public static void CheckMethod(MethodInfo method)
    {
        if (FaultOf(method) is { } fault)
        {
            throw new LambdaValidationException(fault);
        }
    }

    public static void CheckType(Type type, MethodInfo method)
    {
        if (FaultOf(type, method) is { } fault)
        {
            throw new LambdaValidationException(fault);
        }
    }

    private static string? FaultOf(MethodInfo method) =>
        method.IsAbstract ? Messages.AbstractMethod(method)
        : method.IsGenericMethod ? Messages.GenericMethod(method)
        : method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute))
            ? Messages.AsyncVoid(method)
        : method.GetParameters() is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute))
            ? Messages.ParamsMethod(method)
        : (method.CallingConvention & CallingConventions.VarArgs) != 0 ? Messages.VarargMethod(method)
        : null;

    private static string? FaultOf(Type type, MethodInfo method) =>
        type.IsGenericType ? Messages.GenericType(type)
        : !method.IsStatic && type.IsAbstract ? Messages.AbstractType(method, type)
        : !type.IsClass && (!type.IsValueType || type.IsPrimitive || type.IsEnum) ? Messages.NeitherClassNorStruct(type)
        : null;
}
