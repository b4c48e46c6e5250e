using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Finds types by name. Assembly.GetType parses names with code that is compiled at its first use, for 5 ms; among the
/// first types of an assembly, where handlers are, looking at each is quicker.
/// </summary>
internal static class TypeSearch
{
    private const int FirstToken = 0x02000002; // The first type of a module is no type of the program.
    private const int LookedAt = 96;

    public static Type? Find(Assembly assembly, string name)
    {
        try
        {
            for (var token = FirstToken; token < FirstToken + LookedAt; token++)
            {
                var type = assembly.ManifestModule.ResolveType(token);
                if (type.FullName == name)
                {
                    return type;
                }
            }
        }
        catch (Exception fault) when (fault
            is ArgumentException or TypeLoadException or IOException or BadImageFormatException)
        {
            // There are no further types, or one cannot be loaded and need not be the one.
        }

        return assembly.GetType(name);
    }

    /// <summary>For a small assembly: without the exception that ends the search for what is not there.</summary>
    public static Type? FindInAll(Assembly assembly, string name)
    {
        foreach (var type in assembly.GetTypes())
        {
            if (type.FullName == name)
            {
                return type;
            }
        }

        return null;
    }
}
