using Samlet.Functions;
using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes;

/// <summary>
/// The whole environment that the first process of a function gets: the platform's variables, the developer's in the
/// place of those, a debugger's, and those that the bootstraps take away before the function's code runs.
/// </summary>
internal static class LaunchVariables
{
    /// <summary>
    /// Tells the bootstrap of Node.js where modules find what Lambda carries: they do not look into NODE_PATH.
    /// </summary>
    public const string Packages = "_SAMLET_PACKAGES";

    /// <summary>Tells the bootstraps of Node.js, Ruby and .NET where their connection is; others connect.</summary>
    private const string Connection = "_SAMLET_RUNTIME_API_FD";

    public static List<KeyValuePair<string, string>> Of(
        FunctionLaunch launch, RuntimeFolders folders, PlatformSettings settings)
    {
        var variables = PlatformVariables.Of(settings);
        foreach (var variable in launch.Variables)
        {
            Set(variables, variable.Name, variable.Value);
        }

        foreach (var (name, value) in launch.Debugger?.VariablesFor(launch.Runtime.Family) ?? [])
        {
            Set(variables, name, value);
        }

        if (launch.InheritsConnection)
        {
            Set(variables, Connection, "3");
        }

        if (folders.WorkerLog is { } log)
        {
            Set(variables, WorkerLog.Variable, WorkerLog.PathIn(launch.IsIsolated ? WorkerLog.FolderInRoom : log));
        }

        if (launch.Runtime.Family == RuntimeFamily.Node && folders.Packages is { } packages)
        {
            Set(variables, Packages, packages);
        }

        if (launch.Runtime.Family == RuntimeFamily.Ruby)
        {
            variables.AddRange(RubyCommand.LocaleFor(variables));
        }

        return variables;
    }

    /// <summary>Null where there is none of this name.</summary>
    public static string? Find(List<KeyValuePair<string, string>> variables, string name) =>
        variables.Find(pair => pair.Key == name).Value;

    private static void Set(List<KeyValuePair<string, string>> variables, string name, string value)
    {
        _ = variables.RemoveAll(pair => pair.Key == name);
        variables.Add(new(name, value));
    }
}
