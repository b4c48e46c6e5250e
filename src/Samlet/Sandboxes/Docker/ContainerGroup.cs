namespace Samlet.Sandboxes.Docker;

/// <summary>
/// What the containers of one execution environment share when there are several, a runtime's and its extensions': one
/// network, one set of processes, one `/tmp`. A container that only waits holds them; with it everything ends.
/// </summary>
internal sealed class ContainerGroup : ISandboxLauncher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EngineCommand _engine;
    private readonly ISandboxLauncher _containers;
    private readonly SandboxContainer _holder;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ISandbox? _waiting;

    private ContainerGroup(EngineCommand engine, ISandboxLauncher containers, SandboxContainer holder) =>
        (_engine, _containers, _holder) = (engine, containers, holder);

    /// <param name="engine">Which engine.</param>
    /// <param name="containers">Starts containers.</param>
    /// <param name="member">A container of the group as it would be alone.</param>
    /// <param name="architecture">Of the function's image.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing behind.</param>
    /// <exception cref="UserErrorException">The engine cannot make it.</exception>
    public static async Task<ContainerGroup> StartAsync(
        EngineCommand engine,
        ISandboxLauncher containers,
        SandboxContainer member,
        string architecture,
        CancellationToken cancellationToken)
    {
        var image = HolderImage.NameFor(architecture);
        if (await engine.FindImageAsync(image, cancellationToken) is null)
        {
            await LoadAsync(engine, architecture, cancellationToken);
        }

        var group = new ContainerGroup(engine, containers, member with
        {
            Image = image,
            Name = ContainerOwner.Current.NewName(),
            Volume = engine.Kind == EngineKind.Nerdctl ? null : ContainerOwner.Current.NewName(),
            Mounts = [],
            MemoryMegabytes = null,
            Cpus = null,
            HasLambdaUser = true,
            IsCompanion = true,
        });
        try
        {
            await group.OpenAsync(cancellationToken);
            return group;
        }
        catch
        {
            await group.CloseAsync(room: null);
            throw;
        }
    }

    /// <summary>A container as it is in the group.</summary>
    public SandboxContainer Join(SandboxContainer alone) => alone with
    {
        Group = _holder.Name,
        Volume = _holder.Volume,
        NetworkOptions = [],
    };

    public ISandbox Start(SandboxSpec spec) => _containers.Start(spec);

    public async ValueTask CloseAsync(SandboxRoom? room)
    {
        if (_waiting is { } waiting)
        {
            _waiting = null;
            await waiting.DisposeAsync();
        }

        if (_holder.Volume is { } volume)
        {
            _ = await _engine.RunAsync(["volume", "rm", "--force", volume], CancellationToken.None);
        }

        await _containers.CloseAsync(room);
    }

    public ValueTask DisposeAsync() => _containers.DisposeAsync();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_holder.Volume is { } volume)
        {
            Require(await _engine.RunAsync(VolumeWords(volume), cancellationToken), "make a volume");
        }

        _waiting = _containers.Start(new SandboxSpec
        {
            Program = HolderImage.Program,
            Environment = [],
            WorkingFolder = "/",
            Output = Receive,
            Mark = $"SAMLET_HOLDER={_holder.Name}",
            Container = _holder,
        });
        var first = await Task.WhenAny(_ready.Task, _waiting.Exited)
            .WaitAsync(Patience, TimeProvider.System, cancellationToken);
        if (first == _waiting.Exited)
        {
            var exit = await _waiting.Exited;
            throw Fault("run a container", exit.Refusal ?? exit.ToString());
        }
    }

    /// <summary>All it ever writes is that it runs.</summary>
    private void Receive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("ready"u8) >= 0)
        {
            _ = _ready.TrySetResult();
        }
    }

    /// <summary>In memory and of the size of `/tmp`; Podman takes no size.</summary>
    private string[] VolumeWords(string volume)
    {
        var size = _engine.Kind == EngineKind.Docker
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"size={_holder.TemporaryMegabytes}m,")
            : "";
        return
        [
            "volume", "create", "--label", ContainerCommand.Label, "--opt", "type=tmpfs", "--opt", "device=tmpfs",
            "--opt", $"o={size}mode=1777,nosuid,nodev", volume,
        ];
    }

    private static async Task LoadAsync(EngineCommand engine, string architecture, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, HolderImage.Archive(architecture), cancellationToken);
            _ = await EngineImage.LoadAsync(engine, file, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void Require(Native.ProgramOutput? answer, string what)
    {
        if (answer is not { ExitCode: 0 })
        {
            throw Fault(what, EngineCommand.LastLine(answer?.ErrorOutput) ?? "it does not answer");
        }
    }

    private UserErrorException Fault(string what, string reason) => new(
        $"{_engine.Name} cannot {what} for the extensions: {reason}", "--sandbox image needs no engine");
}
