namespace Samlet.Sandboxes.Docker;

/// <summary>Which container engines there are, where each was looked for, and which of them answer.</summary>
internal sealed class EngineCheck(HostEnvironment host)
{
    private const string Id = "container-engine";
    private const string UsualNerdctlSocket = "/run/containerd/containerd.sock";

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var commands = EngineCommand.OnPath(host);
        return commands.Count > 0
            ? await Task.WhenAll(commands.Select(command => CheckAsync(command, cancellationToken)))
            : [NoneFound()];
    }

    private CheckResult NoneFound() => host.FindText(EngineCommand.Variable) is { } chosen
        ? CheckResult.Warn(Id, $"`{chosen}`, which {EngineCommand.Variable} names, is not there", "correct or unset it")
        : CheckResult.Ok(Id, "none of docker, podman, finch and nerdctl is on PATH; zip functions need none");

    private async Task<CheckResult> CheckAsync(EngineCommand command, CancellationToken cancellationToken)
    {
        var place = PlaceAsync(command, cancellationToken);
        var (engine, reason) = await ContainerEngine.AskAsync(command, cancellationToken);
        var where = engine?.Socket ?? await place;
        var tried = where.Length > 0 ? $" ({where})" : "";
        var result = engine is null
            ? CheckResult.Warn(Id, $"{command.Name} does not answer{tried}: {reason}", AdviceFor(command, reason))
            : CheckResult.Ok(Id, $"{command.Name} {engine.Version} answers{tried}");
        return result with
        {
            Details = [new("name", command.Name), new("path", command.Program), new("place", where)],
        };
    }

    /// <summary>The context or the address that the command line goes to.</summary>
    private async Task<string> PlaceAsync(EngineCommand command, CancellationToken cancellationToken)
    {
        switch (command.Name)
        {
            case "docker" when host.FindText("DOCKER_HOST") is { } address:
                return $"DOCKER_HOST `{address}`";
            case "docker":
                const string Format = "context `{{.Name}}`, `{{.Endpoints.docker.Host}}`";
                var answer = await command.RunAsync(["context", "inspect", "--format", Format], cancellationToken);
                return answer is { ExitCode: 0 } ? answer.Output.Trim() : "";
            case "podman":
                return host.FindText("CONTAINER_HOST") is { } remote ? $"CONTAINER_HOST `{remote}`" : "";
            case "nerdctl":
                return $"`{host.FindText("CONTAINERD_ADDRESS") ?? UsualNerdctlSocket}`";
            default:
                return "";
        }
    }

    private static string AdviceFor(EngineCommand command, string reason)
    {
        var isDenied = reason.Contains("permission denied", StringComparison.OrdinalIgnoreCase);
        return (command.Name, OperatingSystem.IsLinux()) switch
        {
            ("docker", true) when isDenied => "`sudo usermod -aG docker $USER`, then log in again",
            ("docker", true) => "`sudo systemctl start docker` starts it, `docker context use` chooses another",
            ("docker", false) => "start Docker Desktop, or choose another engine by `docker context use`",
            ("podman", false) => "start its machine with `podman machine start`",
            ("finch", _) => "start its machine with `finch vm start`",
            ("nerdctl", true) => "start it with `sudo systemctl start containerd`, or use its rootless form",
            _ => $"`{command.Name} info` tells more",
        };
    }
}
