namespace Samlet.E2ETests.Support;

/// <summary>
/// The sandboxes for images as rows of a theory: `image`, and `docker` with each engine that this machine can be made
/// to run.
/// </summary>
public sealed class ImageSandboxes : IAsyncLifetime
{
    public const string Image = "image";
    public const string Docker = "docker";
    public const string Podman = "podman";

    private readonly TempFolder _folder = new();
    private readonly DockerDaemon _docker = new();
    private readonly Podman _podman = new();
    private readonly Dictionary<string, bool> _isThere = [];
    private readonly HashSet<(string Row, string Archive)> _loaded = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Where an image runs in such a row; skips the test where that cannot be had.</summary>
    /// <param name="row">One of the constants.</param>
    /// <param name="archive">What `docker save` wrote.</param>
    /// <param name="tag">The image's name in it.</param>
    internal async Task<SandboxOfImage> OpenAsync(string row, string archive, string tag)
    {
        if (!_isThere.TryGetValue(row, out var isThere))
        {
            _isThere[row] = isThere = await StartAsync(row);
        }

        Assert.SkipUnless(isThere, row == Image ? "needs bwrap" : $"needs {row}, able to run containers here");
        if (_loaded.Add((row, archive)))
        {
            _ = row switch
            {
                Docker => await DockerDaemon.AskAsync(_docker.Address!, "load", "--input", archive), // Started.
                Podman => await _podman.AskAsync("load", "--input", archive),
                _ => "",
            };
        }

        return row == Image
            ? new(Image, archive, new Dictionary<string, string>())
            : new(Docker, tag, row == Podman
                ? _podman.Shell
                : new Dictionary<string, string> { ["DOCKER_HOST"] = _docker.Address! }); // Started.
    }

    /// <summary>The containers of Samlet that an engine has.</summary>
    internal Task<string> ContainersAsync(string row) =>
        AskAsync(row, "ps", "--all", "--quiet", "--filter", "label=samlet");

    /// <summary>Waits until so many containers and their one volume have been removed since then.</summary>
    internal async Task UntilRemovedAsync(DateTimeOffset since, int containers)
    {
        await DockerDaemon.UntilAsync(
            _docker.Address!, since, containers, "type=container", "event=destroy", "label=samlet"); // Started.
        await DockerDaemon.UntilAsync(_docker.Address!, since, 1, "type=volume", "event=destroy");
    }

    internal Task<string> VolumesAsync(string row) =>
        AskAsync(row, "volume", "ls", "--quiet", "--filter", "label=samlet");

    /// <summary>The name of a network of its own, for as long as the engine lives.</summary>
    internal async Task<string> NetworkAsync(string row)
    {
        var archive = BusyboxImage.WithHandler("echo").WriteSaved(_folder.PathOf("probe.tar"), "probe:latest");
        _ = await OpenAsync(row, archive, "probe:latest");
        var name = $"net{Guid.NewGuid():N}";
        var made = await AskAsync(row, "network", "create", name);
        Assert.SkipUnless(made.Length > 0, $"needs {row}, able to make networks here");
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        await _docker.DisposeAsync();
        await _podman.DisposeAsync();
        _folder.Dispose();
    }

    private Task<string> AskAsync(string row, params string[] arguments) => row switch
    {
        Docker => DockerDaemon.AskAsync(_docker.Address!, arguments), // Started.
        Podman => _podman.AskAsync(arguments),
        _ => Task.FromResult(""),
    };

    private async Task<bool> StartAsync(string row)
    {
        if (row == Docker)
        {
            await _docker.InitializeAsync();
            return _docker.Address is not null;
        }

        return row == Podman ? await _podman.CanRunAsync() : Machine.FindOnPath("bwrap") is not null;
    }
}

/// <param name="Sandbox">The value of `--sandbox`.</param>
/// <param name="Name">What the image is called there.</param>
/// <param name="Shell">Variables that lead to the engine.</param>
internal sealed record SandboxOfImage(string Sandbox, string Name, IReadOnlyDictionary<string, string> Shell);
