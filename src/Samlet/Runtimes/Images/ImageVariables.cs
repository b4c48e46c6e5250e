using Samlet.Functions;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>
/// The environment in an image: what the image sets, over it the function's variables, over both what Lambda alone
/// may set. The order for a zip function is the service's own, the base image's settings being part of it.
/// </summary>
internal static class ImageVariables
{
    /// <summary>What Lambda sets where an image of the function's own does not.</summary>
    private static readonly HashSet<string> Defaults = new(StringComparer.Ordinal)
    {
        "LANG", "TZ", "PATH", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    /// <summary>What only managed runtimes have.</summary>
    private static readonly HashSet<string> OfManagedRuntimes = new(StringComparer.Ordinal)
    {
        "_HANDLER", "LD_LIBRARY_PATH", "AWS_EXECUTION_ENV",
    };

    /// <param name="platform">Lambda's own, as <see cref="PlatformVariables"/> has them.</param>
    /// <param name="launch">The function with the developer's variables.</param>
    /// <param name="settings">What the image says.</param>
    public static List<KeyValuePair<string, string>> Of(
        IReadOnlyList<KeyValuePair<string, string>> platform, FunctionLaunch launch, ImageSettings settings)
    {
        var isOwnImage = launch.Function.Code is CodeSource.Image;
        var variables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in platform)
        {
            if (!isOwnImage || !OfManagedRuntimes.Contains(name))
            {
                variables[name] = value;
            }
        }

        foreach (var (name, value) in settings.Environment)
        {
            if (isOwnImage ? Defaults.Contains(name) || !variables.ContainsKey(name) : !variables.ContainsKey(name))
            {
                variables[name] = value;
            }
        }

        foreach (var variable in launch.Variables)
        {
            variables[variable.Name] = variable.Value;
        }

        return [.. variables];
    }
}
