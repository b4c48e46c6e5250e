using Samlet.Functions;
using Samlet.Runtimes.Extensions;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Docker;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>Makes execution environments in the `docker` sandbox: a container of whatever engine answers.</summary>
internal sealed class ContainerFunctionLauncher(
    FunctionLauncher functions,
    ContainerEngine engine,
    EngineFolder engineFolder,
    ISandboxLauncher sandboxes,
    TimeProvider time)
{
    private const string LayerFolder = "/opt";
    private const string ExtensionFolder = $"{LayerFolder}/extensions";

    /// <exception cref="UserErrorException">What is missing, a person can install, build or correct.</exception>
    public async Task<ExecutionEnvironment> PrepareAsync(
        FunctionLaunch launch, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var function = launch.Function;
        var folders = function.Code is CodeSource.Image ? null : functions.FindFolders(function, warn);
        var removal = AbandonedContainers.RemoveAsync(engine.Command, cancellationToken);
        var image = await FindImageAsync(launch, cancellationToken);
        var network = await EngineNetwork.FindAsync(engine, launch.Container.Network, cancellationToken);
        if (network.Warning is { } warning)
        {
            warn(warning);
        }

        var extensions = await FindExtensionsAsync(image, folders, cancellationToken);
        var container = ContainerOf(launch, image, folders, network) with { Mounts = MountsOf(launch, folders, warn) };
        await removal;
        var group = extensions.Count == 0 ? null : await ContainerGroup.StartAsync(
            engine.Command, sandboxes, container, image.Settings.Architecture, cancellationToken);
        var api = new RuntimeApiServer(network.Listen, network.Host);
        var environment = new ImageEnvironment(launch, time)
        {
            CodeFolder = folders?.Task ?? "",
            Extensions = extensions,
        };
        var command = ImageCommand.Of(function, launch.Runtime, image.Settings, folders);
        return environment.Create(api, command, image.Settings, group ?? sandboxes, spec => spec with
        {
            Container = group?.Join(container) ?? container,
        });
    }

    /// <summary>Those of the layers, which lie over the image's own folder, else the image's.</summary>
    private async Task<IReadOnlyList<KeyValuePair<string, string>>> FindExtensionsAsync(
        EngineImage image, RuntimeFolders? folders, CancellationToken cancellationToken)
    {
        var names = folders is { Layers: [_, ..] layers }
            ? ExtensionFiles.AreOn(layers) ? ExtensionFiles.Find(layers).Select(static file => file.Key) : []
            : await engineFolder.ListAsync(image, ExtensionFolder, cancellationToken);
        return [.. names.Select(static name => KeyValuePair.Create(name, $"{ExtensionFolder}/{name}"))];
    }

    private async Task<EngineImage> FindImageAsync(FunctionLaunch launch, CancellationToken cancellationToken)
    {
        var options = launch.Container;
        var name = ImageName.Of(launch.Function, launch.Runtime, options);
        switch (ImagePlace.Parse(name.Text, name.Folder))
        {
            case ImagePlace.Archive(var file, _):
                launch.Progress($"loading `{name.Text}` into {engine.Command.Name} ...");
                name = name with { Text = await EngineImage.LoadAsync(engine.Command, file, cancellationToken) };
                break;
            case ImagePlace.Layout:
                throw new UserErrorException(
                    $"`{name.Text}` is an OCI layout, which {engine.Command.Name} does not take", "use --sandbox image");
        }

        var kept = options.PullsAgain && MayPull(name, options)
            ? null
            : await EngineImage.FindAsync(engine.Command, name.Text, cancellationToken);
        if (kept is null && MayPull(name, options))
        {
            launch.Progress($"pulling `{name.Text}` with {engine.Command.Name} ...");
            await EngineImage.PullAsync(engine.Command, name.Text, PlatformOf(launch), cancellationToken);
            kept = await EngineImage.FindAsync(engine.Command, name.Text, cancellationToken);
        }

        return kept ?? throw name.Missing(launch.Function, mayPull: !options.SkipsPull);
    }

    private static bool MayPull(ImageName name, ContainerOptions options) =>
        !options.SkipsPull && ImageReference.TryParse(name.Text, out var reference) && !reference.IsBareName;

    private static string PlatformOf(FunctionLaunch launch) =>
        ImagePlatform.Of(launch.Function.Architecture).ToString();

    private static SandboxContainer ContainerOf(
        FunctionLaunch launch, EngineImage image, RuntimeFolders? folders, EngineNetwork network) => new()
        {
            Image = image.Name,
            Function = launch.Function.Path,
            Platform = image.Settings.Architecture == ImagePlatform.Of(launch.Function.Architecture).Architecture
                ? PlatformOf(launch)
                : null,
            MemoryMegabytes = launch.Container.HasMemoryLimit ? launch.Function.MemorySizeMegabytes : null,
            Cpus = launch.Cpus,
            TemporaryMegabytes = launch.Function.EphemeralStorageMegabytes,
            HasLambdaUser = folders is null || IsReadableByAll(folders.Task),
            NetworkOptions = network.Options,
        };

    /// <summary>What is linked to is brought along, but to an engine that has files of its own.</summary>
    private static IReadOnlyList<RoomMount> MountsOf(
        FunctionLaunch launch, RuntimeFolders? folders, Action<Warning> warn)
    {
        if (folders is null)
        {
            return [];
        }

        var isElsewhere = launch.Container.VolumeFolder is not null;
        var links = OutwardLinks.Of(folders, launch.BringsLinks && !isElsewhere, []);
        OutwardLinks.WarnOf(links.Hidden, warn);
        var mounts = ContainerFolders.MountsOf(folders with { Task = TaskOf(launch, folders) });
        return isElsewhere ? mounts : [.. mounts, .. links.Mounts];
    }

    /// <summary>Where the engine sees the code, when that is on another computer or in another container.</summary>
    private static string TaskOf(FunctionLaunch launch, RuntimeFolders folders) =>
        launch.Container.VolumeFolder is { } volume && launch.Function.Code is CodeSource.Folder folder
            ? Path.Join(volume, folder.Written)
            : folders.Task;

    /// <summary>
    /// An archive made of a folder that only its owner may enter would not carry that mode: then the function runs as
    /// whoever the image says.
    /// </summary>
    private static bool IsReadableByAll(string folder)
    {
        const UnixFileMode Needed = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & Needed) == Needed;
    }
}
