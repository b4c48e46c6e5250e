using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Lines of the console become entries of the log. The console's library is loaded when somebody uses it, and that
/// is the moment its writers are replaced: a function that writes nothing does not pay for it.
/// </summary>
internal static class ConsoleCapture
{
    private const string Library = "System.Console,";

    public static void Begin(Log log)
    {
        AppDomain.CurrentDomain.AssemblyLoad += new Watch(log).Notice;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (IsLibrary(assembly))
            {
                Replace(log); // A start-up hook has used it.
            }
        }
    }

    private static bool IsLibrary(Assembly assembly) =>
        assembly.FullName?.StartsWith(Library, StringComparison.Ordinal) == true;

    private static void Replace(Log log)
    {
        Console.SetOut(new ConsoleWriter(log, isError: false));
        Console.SetError(new ConsoleWriter(log, isError: true));
    }

    private sealed class Watch(Log log)
    {
        public void Notice(object? sender, AssemblyLoadEventArgs loaded)
        {
            if (IsLibrary(loaded.LoadedAssembly))
            {
                Replace(log);
            }
        }
    }
}
