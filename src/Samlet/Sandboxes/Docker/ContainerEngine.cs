using System.Text;
using System.Text.Json;
using Samlet.Sandboxes.Image;

namespace Samlet.Sandboxes.Docker;

/// <summary>Whose options a command line understands.</summary>
internal enum EngineKind
{
    Docker,
    Podman,

    /// <summary>nerdctl, and finch which is nerdctl in a virtual machine.</summary>
    Nerdctl,
}

/// <summary>Where the containers of an engine run, seen from Samlet.</summary>
internal enum EnginePlace
{
    /// <summary>On this computer's own kernel and network.</summary>
    Here,

    /// <summary>In a virtual machine that reaches this computer's loopback by a name.</summary>
    VirtualMachine,

    /// <summary>Behind a network of its own, as another computer, or as Docker without root.</summary>
    Elsewhere,
}

/// <summary>A container engine that answers.</summary>
internal sealed record ContainerEngine(EngineCommand Command, EnginePlace Place)
{
    /// <summary>As it says itself; null where it does not.</summary>
    public string? Version { get; init; }

    /// <summary>The socket that podman says it can be reached at.</summary>
    public string? Socket { get; init; }

    /// <summary>The first one that answers.</summary>
    /// <exception cref="UserErrorException">None does; it names those that were tried.</exception>
    public static async Task<ContainerEngine> FindAsync(HostEnvironment host, CancellationToken cancellationToken)
    {
        List<string> tried = [];
        foreach (var command in EngineCommand.OnPath(host))
        {
            var (engine, reason) = await AskAsync(command, cancellationToken);
            if (engine is not null)
            {
                return await PlacedAsync(engine, cancellationToken);
            }

            tried.Add($"{command.Name}: {reason}");
        }

        throw new UserErrorException(
            tried.Count == 0
                ? "no container engine is installed: neither docker, podman, finch nor nerdctl is on PATH"
                : $"no container engine answers: {string.Join("; ", tried)}",
            tried.Count == 0 ? "install one, or use --sandbox image" : "start it, or use --sandbox image");
    }

    /// <summary>The engine behind a command line, or why it does not answer.</summary>
    public static async Task<(ContainerEngine? Engine, string Reason)> AskAsync(
        EngineCommand command, CancellationToken cancellationToken)
    {
        var answer = await command.RunAsync(["info", "--format", "{{json .}}"], cancellationToken);
        return Read(command, answer?.Output ?? "") is { } engine ? (engine, "") : (null, ReasonOf(answer));
    }

    private static string ReasonOf(Native.ProgramOutput? answer) =>
        EngineCommand.LastLine(answer?.ErrorOutput) ?? ServerError(answer?.Output ?? "") ?? "it does not answer";

    private static string? ServerError(string json)
    {
        using var document = ImageJson.TryParse(Encoding.UTF8.GetBytes(json));
        return document is not null && ImageJson.Texts(document.RootElement, "ServerErrors") is [var first, ..]
            ? first
            : null;
    }

    /// <summary>Podman's answer has a part `host`; nerdctl's is Docker's with another driver.</summary>
    private static ContainerEngine? Read(EngineCommand command, string json)
    {
        using var document = ImageJson.TryParse(Encoding.UTF8.GetBytes(json));
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } info)
        {
            return null;
        }

        if (ImageJson.Find(info, "host") is { } podman)
        {
            var isRemote = ImageJson.Find(podman, "serviceIsRemote") is { ValueKind: JsonValueKind.True };
            return new ContainerEngine(
                command with { Kind = EngineKind.Podman },
                isRemote || !OperatingSystem.IsLinux() ? EnginePlace.VirtualMachine : EnginePlace.Here)
            {
                Version = ImageJson.Find(info, "version") is { } version ? ImageJson.Text(version, "Version") : null,
                Socket = ImageJson.Find(podman, "remoteSocket") is { } socket ? ImageJson.Text(socket, "path") : null,
            };
        }

        if (ImageJson.Text(info, "ServerVersion") is not { Length: > 0 } server)
        {
            return null;
        }

        var kind = command.Name is "nerdctl" or "finch" ? EngineKind.Nerdctl : EngineKind.Docker;
        return new ContainerEngine(command with { Kind = kind }, PlaceOf(info)) { Version = server };
    }

    private static EnginePlace PlaceOf(JsonElement info)
    {
        var system = ImageJson.Text(info, "OperatingSystem") ?? "";
        var isRootless = (ImageJson.Texts(info, "SecurityOptions") ?? []).Any(
            static option => option.Contains("rootless", StringComparison.Ordinal));
        return system.Contains("Desktop", StringComparison.Ordinal) || !OperatingSystem.IsLinux()
            ? EnginePlace.VirtualMachine
            : isRootless ? EnginePlace.Elsewhere : EnginePlace.Here;
    }

    /// <summary>Only the context tells whether the engine is on another computer.</summary>
    private static async Task<ContainerEngine> PlacedAsync(
        ContainerEngine engine, CancellationToken cancellationToken)
    {
        if (engine.Command.Kind != EngineKind.Docker)
        {
            return engine;
        }

        var answer = await engine.Command.RunAsync(
            ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"], cancellationToken);
        var address = answer is { ExitCode: 0 } ? answer.Output.Trim() : "";
        var isRemote = address.StartsWith("tcp:", StringComparison.Ordinal)
            || address.StartsWith("ssh:", StringComparison.Ordinal);
        return isRemote
            ? engine with { Place = EnginePlace.Elsewhere }
            : engine;
    }
}
