using Samlet.Sandboxes;

namespace Samlet.Runtimes.Extensions;

/// <summary>
/// The external extensions of a function: the files of `extensions/` in its layers, which together are
/// `/opt/extensions`, so that of two with one name the later layer's counts. Source: Lambda developer guide, Extensions
/// API.
/// </summary>
internal static class ExtensionFiles
{
    /// <summary>A file of this name in `/opt` turns extensions off.</summary>
    private const string Switch = "disable-extensions-jwigqn8j";

    /// <summary>Left out of an extension's environment, as everything whose name begins with `_` is.</summary>
    private static readonly HashSet<string> OfFunctionOnly = new(StringComparer.Ordinal)
    {
        "AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING",
        "AWS_XRAY_DAEMON_ADDRESS", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    };

    public static bool AreOn(IReadOnlyList<string> layers) =>
        !layers.Any(static layer => File.Exists(Path.Join(layer, Switch)));

    /// <summary>Paths by name, in the order of the names.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Find(IReadOnlyList<string> layers)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            var folder = Path.Join(layer, "extensions");
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
            {
                files[Path.GetFileName(file)] = file;
            }
        }

        return [.. files];
    }

    /// <param name="layers">The real folders of the layers.</param>
    /// <param name="runtime">How the runtime starts, whose environment extensions share the greater part of.</param>
    /// <param name="newOutput">Makes what takes the output of one of them.</param>
    public static IReadOnlyList<ExtensionProgram> ProgramsOf(
        IReadOnlyList<string> layers, SandboxSpec runtime, Func<OutputReceiver> newOutput) =>
    [
        .. Find(layers).Select(file => new ExtensionProgram(file.Key, runtime with
        {
            Program = file.Value,
            Arguments = [],
            Environment = VariablesOf(runtime.Environment),
            Output = newOutput(),
            OutputCopy = null,
            WorkingFolder = Path.GetPathRoot(runtime.WorkingFolder) ?? runtime.WorkingFolder,
        })),
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> VariablesOf(
        IReadOnlyList<KeyValuePair<string, string>> function) =>
        [.. function.Where(static pair => !pair.Key.StartsWith('_') && !OfFunctionOnly.Contains(pair.Key))];
}
