using Samlet.Functions;
using Samlet.Runtimes.Extensions;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>Makes execution environments in the `image` sandbox: a room whose root is the root of an image.</summary>
internal sealed class ImageRootLauncher(
    FunctionLauncher functions, ImageStore images, ISandboxLauncher sandboxes, TimeProvider time)
{
    private const string LayerFolder = "/opt";

    /// <exception cref="UserErrorException">What is missing, a person can install, build or correct.</exception>
    public async Task<ExecutionEnvironment> PrepareAsync(
        FunctionLaunch launch, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var function = launch.Function;
        var folders = function.Code is CodeSource.Image ? null : functions.FindFolders(function, warn);
        var image = await FindAsync(launch, cancellationToken);
        WarnOfPlatform(function, warn);
        WarnOfLinks(folders, warn);
        var command = ImageCommand.Of(function, launch.Runtime, image.Settings, folders);
        var api = new RuntimeApiServer();
        var paths = new ImagePaths(image.Folder, folders);
        var environment = new ImageEnvironment(launch, time) { Extensions = ExtensionsOf(image, folders) };
        var program = paths.FindProgram(command, environment.VariablesOf(api, image.Settings));
        environment = new ImageEnvironment(launch, time)
        {
            Extensions = environment.Extensions,
            Failure = program.Failure,
            CodeFolder = folders?.Task ?? "",
        };
        var room = RoomOf(function, image, folders);
        return environment.Create(api, command, image.Settings, sandboxes, spec => spec with
        {
            Program = program.Path,
            Room = room,
            Quota = launch.NewQuota(),
        });
    }

    private async Task<ImageRoot> FindAsync(FunctionLaunch launch, CancellationToken cancellationToken)
    {
        var options = launch.Container;
        var name = ImageName.Of(launch.Function, launch.Runtime, options);
        var request = new ImageRequest(name.Text, ImagePlatform.OfThisMachine)
        {
            Folder = name.Folder,
            MayPull = !options.SkipsPull,
            IsRefresh = options.PullsAgain && !options.SkipsPull,
            IsBuiltHere = name.IsOwn,
        };
        return await images.FindAsync(request, cancellationToken)
            ?? throw name.Missing(launch.Function, request.MayPull);
    }

    /// <summary>The kernel runs its own processor's programs only, so that is the image that is taken.</summary>
    private static void WarnOfPlatform(Function function, Action<Warning> warn)
    {
        var machine = ImagePlatform.OfThisMachine;
        if (ImagePlatform.Of(function.Architecture) != machine)
        {
            warn(new Warning(
                $"`{function.Path}` is for {function.Architecture} and runs on this computer's {machine.LambdaName}",
                "--sandbox docker emulates the other where the engine can"));
        }
    }

    /// <summary>The root of an image is whole and read-only: nothing can be brought into it.</summary>
    private static void WarnOfLinks(RuntimeFolders? folders, Action<Warning> warn)
    {
        if (folders is not null)
        {
            var links = OutwardLinks.Of(folders, bringsAll: false, []);
            OutwardLinks.WarnOf(
                [.. links.Mounts.Select(static mount => mount.Source), .. links.Hidden],
                warn,
                "run `sam build`, which copies what is linked, or use --sandbox docker or linux");
        }
    }

    private static SandboxRoom RoomOf(Function function, ImageRoot image, RuntimeFolders? folders) => new()
    {
        Root = image.Folder,
        Mounts = folders is null ? [] : [new RoomMount(folders.Task, "/var/task")],
        Layers = folders?.Layers ?? [],
        TemporaryMegabytes = function.EphemeralStorageMegabytes,
    };

    private static IReadOnlyList<KeyValuePair<string, string>> ExtensionsOf(ImageRoot image, RuntimeFolders? folders)
    {
        var layers = folders is { Layers.Count: > 0 } ? folders.Layers : [Path.Join(image.Folder, LayerFolder)];
        return !ExtensionFiles.AreOn(layers) ? [] :
        [
            .. ExtensionFiles.Find(layers).Select(static file => new KeyValuePair<string, string>(
                file.Key, $"{LayerFolder}/extensions/{file.Key}")),
        ];
    }
}
