namespace Samlet.Sandboxes.Docker;

/// <summary>
/// Removes containers and volumes of runs that were killed together with whatever was to clean up behind them.
/// </summary>
internal static class AbandonedContainers
{
    private const string Filter = $"label={ContainerCommand.Label}";

    /// <summary>What cannot be listed or removed is left to the next run.</summary>
    public static async Task RemoveAsync(EngineCommand engine, CancellationToken cancellationToken)
    {
        var containers = await FindAsync(
            engine, ["ps", "--all", "--filter", Filter, "--format", "{{.Names}}"], cancellationToken);
        if (containers.Count > 0)
        {
            _ = await engine.RunAsync([.. engine.RemovalWords, .. containers], cancellationToken);
            var volumes = await FindAsync(
                engine, ["volume", "ls", "--filter", Filter, "--format", "{{.Name}}"], cancellationToken);
            _ = volumes.Count == 0
                ? null
                : await engine.RunAsync(["volume", "rm", "--force", .. volumes], cancellationToken);
        }
    }

    private static async Task<List<string>> FindAsync(
        EngineCommand engine, IReadOnlyList<string> listing, CancellationToken cancellationToken)
    {
        var answer = await engine.RunAsync(listing, cancellationToken);
        return answer is { ExitCode: 0 }
            ? [.. answer.Output.Split('\n', StringSplitOptions.TrimEntries).Where(ContainerOwner.IsAbandoned)]
            : [];
    }
}
