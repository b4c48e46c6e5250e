using System.Reflection;
using System.Runtime.CompilerServices;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Finds the handler and makes it callable. Everything that can be wrong with it comes up here, in the init phase, and
/// in the order in which the service's client looks.
/// </summary>
internal static class FunctionLoader
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.NonPublic | BindingFlags.Public
        | BindingFlags.Instance | BindingFlags.Static;

    public static HandlerCall Load(string handler, Log log)
    {
        var name = HandlerName.Parse(handler);
        var assembly = LoadAssembly(name);
        var type = TypeSearch.Find(assembly, name.Type) ?? throw new LambdaValidationException(Messages.NoType(name));
        var method = FindMethod(type, name);
        HandlerRules.CheckMethod(method);
        HandlerRules.CheckType(type, method);
        CoreBindings.Bind(log);
        var target = CreateTarget(type, method);
        return HandlerCall.Create(name, target, method, SerializerSource.Find(assembly, method));
    }

    private static Assembly LoadAssembly(HandlerName handler)
    {
        try
        {
            return Assembly.Load(handler.Assembly);
        }
        catch (FileNotFoundException fault)
        {
            throw new LambdaValidationException(Messages.NoAssembly(fault.FileName));
        }
        catch (Exception fault) when (fault is FileLoadException or BadImageFormatException)
        {
            throw new LambdaValidationException(Messages.UnloadableAssembly(handler));
        }
    }

    /// <summary>
    /// By its name, else by its signature, which always has a space; in the type, else in those it extends.
    /// </summary>
    private static MethodInfo FindMethod(Type type, HandlerName handler)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (FindByName(declaring, handler) is { } method)
            {
                return method;
            }
        }

        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (var method in declaring.GetMethods(Declared))
            {
                if (method.ToString() == handler.Method)
                {
                    return method;
                }
            }
        }

        throw new LambdaValidationException(Messages.NoMethod(handler));
    }

    private static MethodInfo? FindByName(Type type, HandlerName handler)
    {
        try
        {
            return type.GetMethod(handler.Method, Declared);
        }
        catch (AmbiguousMatchException)
        {
            throw new LambdaValidationException(Messages.Overloads(handler, type, MethodsNamed(handler, type)));
        }
    }

    /// <summary>Apart, because a method that names a list loads the library of collections.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string MethodsNamed(HandlerName handler, Type type)
    {
        var candidates = new List<string>();
        foreach (var method in type.GetMethods(Declared))
        {
            if (method.Name == handler.Method)
            {
                candidates.Add(method.ToString()!); // Null for no method.
            }
        }

        return string.Join('\n', candidates);
    }

    /// <summary>For a static handler its type's own initializer runs now, not in the first invocation.</summary>
    private static object? CreateTarget(Type type, MethodInfo method)
    {
        if (!method.IsStatic)
        {
            return Activator.CreateInstance(type);
        }

        RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return null;
    }
}
