using System.Reflection;
using System.Runtime.Loader;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Amazon.Lambda.Core: the function's own. A function that brings none gets the one beside this program, whose
/// interfaces then nobody else has.
/// </summary>
internal static class CoreAssembly
{
    public const string Name = "Amazon.Lambda.Core";

    public static void SupplyWhereAbsent() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName wanted) =>
        wanted.Name == Name
            ? context.LoadFromAssemblyPath(
                Path.Join(Path.GetDirectoryName(typeof(CoreAssembly).Assembly.Location), Name + ".dll"))
            : null;
}
