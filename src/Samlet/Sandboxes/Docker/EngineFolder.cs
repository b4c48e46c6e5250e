namespace Samlet.Sandboxes.Docker;

/// <summary>
/// The names of the files in a folder of an image that an engine has. Only a container that is made and never started
/// shows them, so they are kept in the cache by the image's id.
/// </summary>
internal sealed class EngineFolder(EngineCommand engine, CacheFolder cache)
{
    private const string Kind = "engine-folders";

    /// <param name="image">The image.</param>
    /// <param name="folder">As `/opt`.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing behind.</param>
    public async Task<IReadOnlyList<string>> ListAsync(
        EngineImage image, string folder, CancellationToken cancellationToken)
    {
        var file = Path.Join(cache.Subfolder(Kind), ContentHash.Of($"{image.Id}\n{folder}"));
        if (!File.Exists(file))
        {
            var names = await LookAsync(image, folder, cancellationToken);
            if (names is null)
            {
                return [];
            }

            WriteWhole(file, names);
        }

        return await File.ReadAllLinesAsync(file, cancellationToken);
    }

    private static void WriteWhole(string file, IReadOnlyList<string> names)
    {
        var partial = $"{file}.{Guid.NewGuid():N}";
        File.WriteAllLines(partial, names);
        File.Move(partial, file, overwrite: true);
    }

    /// <summary>Null when the engine cannot tell.</summary>
    private async Task<IReadOnlyList<string>?> LookAsync(
        EngineImage image, string folder, CancellationToken cancellationToken)
    {
        var container = ContainerOwner.Current.NewName();
        var copy = Path.Join(cache.Subfolder(Kind), $"{Guid.NewGuid():N}");
        try
        {
            var made = await engine.RunAsync(
                [
                    "create", "--name", container, "--label", ContainerCommand.Label, "--pull", "never",
                    "--entrypoint", "/none", image.Name,
                ],
                cancellationToken);
            if (made is not { ExitCode: 0 })
            {
                return null;
            }

            _ = Directory.CreateDirectory(copy);
            _ = await engine.RunAsync(["cp", $"{container}:{folder}", Path.Join(copy, "it")], cancellationToken);
            var copied = Path.Join(copy, "it");
            var paths = Directory.Exists(copied) ? Directory.EnumerateFileSystemEntries(copied) : [];
            return [.. paths.Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
        finally
        {
            _ = await engine.RunAsync([.. engine.RemovalWords, container], CancellationToken.None);
            CacheFolder.Remove(copy);
        }
    }
}
