using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// The command line of a container engine, run in the developer's own shell environment, so that contexts, remote
/// engines and rootless ones are what they are there.
/// </summary>
internal sealed record EngineCommand(string Name, string Program, IReadOnlyDictionary<string, string> Environment)
{
    public EngineKind Kind { get; init; }

    /// <summary>Names one of them, when several are there.</summary>
    public const string Variable = "SAMLET_CONTAINER_ENGINE";

    private static readonly string[] Names = ["docker", "podman", "finch", "nerdctl"];
    private static readonly TimeSpan SavePatience = TimeSpan.FromMinutes(30);

    /// <summary>All that are installed, in the order they are tried.</summary>
    public static IReadOnlyList<EngineCommand> OnPath(HostEnvironment host)
    {
        List<EngineCommand> found = [];
        foreach (var name in host.FindText(Variable) is { } chosen ? [chosen] : Names)
        {
            if (FindProgram(name, host) is { } program)
            {
                found.Add(new EngineCommand(Path.GetFileNameWithoutExtension(name), program, host.Variables));
            }
        }

        return found;
    }

    /// <summary>
    /// In front of names: removes containers at once, with what images declare as volumes. Podman waits ten seconds for
    /// a program that does not listen unless told otherwise.
    /// </summary>
    public IReadOnlyList<string> RemovalWords => Kind == EngineKind.Podman
        ? ["rm", "--force", "--volumes", "--time", "0"]
        : ["rm", "--force", "--volumes"];

    public Task<ProgramOutput?> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ProgramOutput.ReadAsync(Call(arguments), cancellationToken);

    public Task<ProgramOutput?> RunLongAsync(
        IReadOnlyList<string> arguments, TimeSpan patience, CancellationToken cancellationToken) =>
        ProgramOutput.ReadAsync(Call(arguments) with { TimeLimit = patience }, cancellationToken);

    /// <summary>The id of an image that the engine has; null when it has none of that name, or does not run.</summary>
    public async Task<string?> FindImageAsync(string image, CancellationToken cancellationToken) =>
        await RunAsync(["image", "inspect", "--format", "{{.Id}}", image], cancellationToken) is { ExitCode: 0 } answer
        && answer.Output.Trim() is { Length: > 0 } id
            ? id
            : null;

    /// <summary>Writes an image to a file.</summary>
    public async Task SaveImageAsync(string image, string file, CancellationToken cancellationToken)
    {
        var answer = await RunLongAsync(["save", "--output", file, image], SavePatience, cancellationToken);
        if (answer is not { ExitCode: 0 })
        {
            throw new UserErrorException(
                $"`{Name} save {image}` fails: {LastLine(answer?.ErrorOutput) ?? "it takes too long"}",
                "is there room on the disk of the cache folder?");
        }
    }

    /// <summary>The last line that says something; engines put what matters there.</summary>
    public static string? LastLine(string? text) => (text ?? "")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .LastOrDefault(line => !line.StartsWith("See '", StringComparison.Ordinal));

    private ProgramCall Call(IReadOnlyList<string> arguments) => new(Program, arguments)
    {
        Environment = Environment,
        TimeLimit = TimeSpan.FromSeconds(20),
        OutputLimit = 1024 * 1024,
    };

    private static string? FindProgram(string name, HostEnvironment host)
    {
        if (Path.IsPathFullyQualified(name))
        {
            return File.Exists(name) ? name : null;
        }

        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return host.SearchPath.Select(folder => Path.Join(folder, name + suffix)).FirstOrDefault(File.Exists);
    }
}
