using Samlet.Functions;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>
/// What is started in an image, with the paths that are seen there: the function's entry point and command, or the
/// runtime's own client. Source: Lambda developer guide, container image settings.
/// </summary>
internal sealed record ImageCommand(
    IReadOnlyList<string> EntryPoint, IReadOnlyList<string> Command, string WorkingFolder)
{
    private const string TaskFolder = "/var/task";
    private const string BootstrapOfRuntime = "/var/runtime/bootstrap";

    public IReadOnlyList<string> Words => [.. EntryPoint, .. Command];

    /// <summary>As the service's log has them when they cannot be started.</summary>
    public string Description =>
        $"Entrypoint: [{string.Join(",", EntryPoint)}]\tCmd: [{string.Join(",", Command)}]\tWorkingDir: [{WorkingFolder}]";

    /// <param name="function">The function.</param>
    /// <param name="runtime">Its runtime.</param>
    /// <param name="settings">What the image says.</param>
    /// <param name="folders">Code and layers; null for a function that is an image.</param>
    public static ImageCommand Of(
        Function function, RuntimeIdentifier runtime, ImageSettings settings, RuntimeFolders? folders)
    {
        if (function.Code is CodeSource.Image image)
        {
            var folder = image.WorkingFolder ?? settings.WorkingFolder;
            return new ImageCommand(
                image.EntryPoint ?? settings.EntryPoint,
                image.Command ?? settings.Command,
                folder.Length == 0 ? "/" : folder);
        }

        var program = runtime.RunsBootstrap && folders is not null ? FindBootstrap(folders) : BootstrapOfRuntime;
        return new ImageCommand([program], [], TaskFolder);
    }

    /// <summary>As the service looks: the code, the layers, the runtime.</summary>
    private static string FindBootstrap(RuntimeFolders folders) =>
        File.Exists(Path.Join(folders.Task, "bootstrap")) ? $"{TaskFolder}/bootstrap"
        : folders.Layers.Any(static layer => File.Exists(Path.Join(layer, "bootstrap"))) ? "/opt/bootstrap"
        : BootstrapOfRuntime;
}
