using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Runtimes.Images;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Docker;
using Samlet.Sandboxes.Image;
using Samlet.Sandboxes.Linux;

namespace Samlet.Cli;

/// <summary>
/// Decides which functions run in an image and how: where it is asked for, and all functions that are images, in a
/// room of this computer where one can be made and else in a container.
/// </summary>
internal sealed class ImageSandboxes(Composition composition, SandboxChoice choice, RefusalMemory memory)
{
    private readonly Reporter _reporter = composition.Context.Reporter;

    /// <summary>Null when the function runs in no image.</summary>
    /// <exception cref="UserErrorException">It does not go with the function or this computer.</exception>
    public ImageSandbox? KindFor(Function function) => (choice, function.Code) switch
    {
        (SandboxChoice.Docker, _) => ImageSandbox.Container,
        (SandboxChoice.Image, _) => RequireRooms(),
        (SandboxChoice.Auto, CodeSource.Image) => HasRooms ? ImageSandbox.Room : ImageSandbox.Container,
        (_, CodeSource.Image) => throw new UserErrorException(
            $"`{function.Path}` is a container image, which only the sandboxes `image` and `docker` run",
            "leave --sandbox out, or use --sandbox image"),
        _ => null,
    };

    public static SandboxChoice ChoiceOf(ImageSandbox? kind, SandboxChoice other) => kind switch
    {
        ImageSandbox.Room => SandboxChoice.Image,
        ImageSandbox.Container => SandboxChoice.Docker,
        _ => other,
    };

    public async Task<ExecutionEnvironment> PrepareAsync(
        ImageSandbox kind, FunctionLaunch launch, CancellationToken cancellationToken)
    {
        if (launch.Debugger is not null)
        {
            throw new UserErrorException(
                $"`{launch.Function.Path}` runs in an image, where Samlet cannot attach a debugger",
                "debug it with --sandbox process if it is a zip function, else with the tools of its engine");
        }

        if (kind == ImageSandbox.Room)
        {
            var display = new TransferDisplay(composition.Context.Terminal, composition.Time);
            var images = new ImageStore(composition.Host, composition.Cache, display, composition.Time);
            return await new ImageRootLauncher(
                composition.Functions, images, composition.Sandboxes, composition.Time)
                .PrepareAsync(launch, _reporter.Warn, cancellationToken);
        }

        var engine = await ContainerEngine.FindAsync(composition.Host, cancellationToken);
        var containers = new ContainerLauncher(engine.Command, composition.Cache, composition.Sandboxes);
        var folder = new EngineFolder(engine.Command, composition.Cache);
        return await new ContainerFunctionLauncher(composition.Functions, engine, folder, containers, composition.Time)
            .PrepareAsync(launch, _reporter.Warn, cancellationToken);
    }

    /// <summary>What comes next when a sandbox could not be made; nothing of the function has run.</summary>
    /// <exception cref="UserErrorException">There is nothing else that was asked for.</exception>
    public ImageSandbox Refuse(ImageSandbox kind, SandboxRefusedException refusal)
    {
        var reason = refusal.Message.Split('\n')[0].Trim();
        if (kind == ImageSandbox.Container)
        {
            throw new UserErrorException($"the engine cannot run the container: {reason}", hint: null, refusal);
        }

        if (choice == SandboxChoice.Image)
        {
            throw new UserErrorException(
                $"the `image` sandbox cannot be made here: {reason}", RefusalAdvice.For(reason), refusal);
        }

        memory.Remember(reason);
        _reporter.Warning($"the `docker` sandbox is used, since the `image` sandbox cannot be made here: {reason}");
        return ImageSandbox.Container;
    }

    private bool HasRooms => OperatingSystem.IsLinux() && memory.Find() is null && RoomTools.Find().Tools is not null;

    private static ImageSandbox RequireRooms()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new UserErrorException("the `image` sandbox needs Linux", "use --sandbox docker");
        }

        return RoomTools.Find().Missing is not { } missing ? ImageSandbox.Room : throw new UserErrorException(
            $"the `image` sandbox needs the program `{missing}`", RefusalAdvice.ForMissing(missing));
    }
}
