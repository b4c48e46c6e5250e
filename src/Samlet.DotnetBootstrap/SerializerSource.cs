using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>The serializer that LambdaSerializerAttribute names, on the method, else on the assembly.</summary>
internal static class SerializerSource
{
    private const string Attribute = "Amazon.Lambda.Core.LambdaSerializerAttribute";

    public static ILambdaSerializer? Find(Assembly assembly, MethodInfo method) =>
        TypeSearch.FindInAll(typeof(ILambdaContext).Assembly, Attribute) is { } kind
            && (Among(method.GetCustomAttributes(kind, inherit: true))
                ?? Among(assembly.GetCustomAttributes(kind, inherit: false))) is { } attribute
            ? Create(attribute)
            : null;

    /// <summary>A derived one does not count.</summary>
    private static object? Among(object[] attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.GetType().FullName == Attribute)
            {
                return attribute;
            }
        }

        return null;
    }

    private static ILambdaSerializer Create(object attribute)
    {
        var kind = attribute.GetType();
        var property = kind.GetProperty("SerializerType")
            ?? throw new LambdaValidationException(Messages.NoSerializerType(kind));
        if (!typeof(Type).IsAssignableFrom(property.PropertyType))
        {
            throw new LambdaValidationException(Messages.SerializerTypeIsNoType(kind));
        }

        var type = property.GetValue(attribute) as Type
            ?? throw new LambdaValidationException(Messages.SerializerTypeNotSet(kind));
        if (type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new LambdaValidationException(Messages.NoSerializerConstructor(type));
        }

        return Activator.CreateInstance(type) as ILambdaSerializer
            ?? throw new LambdaValidationException(Messages.NoSerializerInterface(type));
    }
}
