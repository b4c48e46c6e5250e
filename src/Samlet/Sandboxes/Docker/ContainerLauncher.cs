namespace Samlet.Sandboxes.Docker;

/// <summary>
/// Starts containers through the command line of an engine. What asks for none is left to another launcher, which
/// also runs the engine's program.
/// </summary>
internal sealed class ContainerLauncher(EngineCommand engine, CacheFolder cache, ISandboxLauncher processes)
    : ISandboxLauncher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ISandbox Start(SandboxSpec spec)
    {
        if (spec.Container is not { } container)
        {
            return processes.Start(spec);
        }

        var name = container.Name ?? ContainerOwner.Current.NewName();
        var command = new ContainerCommand(engine, name, spec, container);
        var file = command.FileContent is { } content ? WriteVariables(name, content) : null;
        var errors = new EngineErrors(spec.Output);
        try
        {
            var inner = processes.Start(new SandboxSpec
            {
                Program = engine.Program,
                Arguments = command.Arguments(file),
                Environment = command.Environment,
                WorkingFolder = "/",
                Output = errors.Receive,
                Mark = spec.Mark,
                CleanUp = command.ShellToRemove(),
            });
            return new ContainerSandbox(inner, errors, spec, words => RunAsync([.. words, name]))
            {
                VariablesFile = file,
                RemovalWords = engine.RemovalWords,
            };
        }
        catch (SandboxLaunchException)
        {
            Delete(file);
            throw;
        }
    }

    public ValueTask CloseAsync(SandboxRoom? room) => processes.CloseAsync(room);

    public ValueTask DisposeAsync() => processes.DisposeAsync();

    internal static void Delete(string? file)
    {
        if (file is not null)
        {
            File.Delete(file);
        }
    }

    /// <summary>As a sandbox too, so that nobody takes the program for something a function left behind.</summary>
    private async Task RunAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            await using var program = processes.Start(new SandboxSpec
            {
                Program = engine.Program,
                Arguments = arguments,
                Environment = [.. engine.Environment],
                WorkingFolder = "/",
                Output = static _ => { },
                Mark = "SAMLET_ENGINE=" + Guid.NewGuid().ToString("N"),
            });
            _ = await program.Exited.WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }
        catch (Exception error) when (error is SandboxLaunchException or TimeoutException)
        {
            // The engine went away; there is nothing left to do to its containers.
        }
    }

    private string WriteVariables(string name, string content)
    {
        var path = Path.Join(cache.Subfolder("variables"), name);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, new System.Text.UTF8Encoding(false), options);
        file.Write(content);
        return path;
    }
}
