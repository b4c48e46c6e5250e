using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes;

/// <summary>
/// What npm has installed for all projects of a node (`npm root -g`), found behind all else, as packages in the
/// interpreter's own folders are in other languages. The bootstrap takes it out of what the function sees.
/// </summary>
internal static class GlobalPackages
{
    private const string SearchPath = "NODE_PATH";

    /// <summary>Tells the bootstrap what to take off the end of NODE_PATH.</summary>
    private const string Variable = "_SAMLET_GLOBAL_PACKAGES";

    private const string CarriedScope = "@aws-sdk";

    public static void AddTo(List<KeyValuePair<string, string>> variables, Interpreter? interpreter, bool isIsolated)
    {
        var place = variables.FindIndex(static variable => variable.Key == SearchPath);
        if (interpreter?.Family != RuntimeFamily.Node || place < 0)
        {
            return;
        }

        var library = Path.Join(
            isIsolated ? FunctionRoom.LanguageFolder : interpreter.Prefix, InstallPlaces.OnPlatform("", "lib"));
        var folders = Path.Join(library, "node_modules");
        if (interpreter.Prefix == "/usr")
        {
            folders += ":/usr/local/lib/node_modules"; // Debian's npm leaves /usr to Debian.
        }

        variables[place] = new(SearchPath, $"{variables[place].Value}{Path.PathSeparator}{folders}");
        variables.Add(new(Variable, folders));
        if (CarriesSdk(interpreter) && !variables.Exists(static variable => variable.Key == LaunchVariables.Packages))
        {
            variables.Add(new(LaunchVariables.Packages, library));
        }
    }

    private static bool CarriesSdk(Interpreter node) =>
        Directory.Exists(Path.Join(node.Prefix, InstallPlaces.OnPlatform("", "lib"), "node_modules", CarriedScope));
}
