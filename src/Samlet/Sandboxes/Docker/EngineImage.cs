using System.Text;
using Samlet.Sandboxes.Image;

namespace Samlet.Sandboxes.Docker;

/// <summary>An image that an engine has, and what it says about how it is run.</summary>
internal sealed record EngineImage(string Name, ImageSettings Settings)
{
    /// <summary>Changes with the content.</summary>
    public string Id { get; init; } = "";

    private static readonly TimeSpan PullPatience = TimeSpan.FromMinutes(30);

    /// <summary>Null when the engine has none of that name.</summary>
    public static async Task<EngineImage?> FindAsync(
        EngineCommand engine, string name, CancellationToken cancellationToken)
    {
        var answer = await engine.RunAsync(
            ["image", "inspect", "--format", "{{.Architecture}} {{.Id}} {{json .Config}}", name], cancellationToken);
        if (answer is not { ExitCode: 0 } || answer.Output.Split(' ', 3) is not [var architecture, var id, var json])
        {
            return null;
        }

        using var config = ImageJson.TryParse(Encoding.UTF8.GetBytes(json));
        return config is null ? null : new EngineImage(name, new ImageSettings
        {
            Architecture = architecture,
            EntryPoint = ImageJson.Texts(config.RootElement, "Entrypoint") ?? [],
            Command = ImageJson.Texts(config.RootElement, "Cmd") ?? [],
            Environment = ImageSettings.ReadEnvironment(config.RootElement),
            WorkingFolder = ImageJson.Text(config.RootElement, "WorkingDir") ?? "",
        })
        { Id = id };
    }

    /// <exception cref="UserErrorException">The engine cannot get it.</exception>
    public static async Task PullAsync(
        EngineCommand engine, string name, string platform, CancellationToken cancellationToken)
    {
        var answer = await engine.RunLongAsync(
            ["pull", "--quiet", "--platform", platform, name], PullPatience, cancellationToken);
        if (answer is not { ExitCode: 0 })
        {
            throw new UserErrorException(
                $"{engine.Name} cannot pull `{name}`: {EngineCommand.LastLine(answer?.ErrorOutput) ?? "it takes too long"}",
                RegistryFault.LoginHint(name));
        }
    }

    /// <summary>Hands an archive to the engine and tells the name it has there.</summary>
    public static async Task<string> LoadAsync(EngineCommand engine, string file, CancellationToken cancellationToken)
    {
        const string Sign = "Loaded image";
        var answer = await engine.RunLongAsync(["load", "--input", file], PullPatience, cancellationToken);
        var line = (answer?.Output ?? "").Split('\n').FirstOrDefault(
            text => text.StartsWith(Sign, StringComparison.Ordinal));
        return answer is { ExitCode: 0 } && line is not null
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : throw new UserErrorException(
                $"{engine.Name} cannot load `{file}`: {EngineCommand.LastLine(answer?.ErrorOutput) ?? "it takes too long"}",
                "make the archive with `docker save`");
    }
}
