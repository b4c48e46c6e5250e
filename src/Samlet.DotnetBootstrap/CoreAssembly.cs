using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Amazon.Lambda.Core: the function's own. A function that brings none gets the one beside this program, whose
/// interfaces then nobody else has.
/// </summary>
internal static class CoreAssembly
{
    public const string Name = "Amazon.Lambda.Core";

    private const string FileName = Name + ".dll";

    /// <summary>At once: the runtime would look for it in vain first, which takes longer than to load it.</summary>
    public static void SupplyWhereAbsent()
    {
        var known = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        if (!known.Contains(Path.DirectorySeparatorChar + FileName, StringComparison.Ordinal))
        {
            Assembly.LoadFrom(Path.Join(Path.GetDirectoryName(typeof(CoreAssembly).Assembly.Location), FileName));
        }
    }
}
