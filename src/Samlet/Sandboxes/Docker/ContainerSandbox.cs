using Samlet.Sandboxes.Linux;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// A container, seen through the engine's program that is attached to it. Killing that program leaves the container
/// alone, so each thing is done to both.
/// </summary>
internal sealed class ContainerSandbox : ISandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ISandbox _program;
    private readonly EngineErrors _errors;
    private readonly string _mark;
    private readonly Func<IReadOnlyList<string>, Task> _run;
    private readonly Lock _removing = new();
    private readonly bool _isCompanion;
    private Task? _removal;
    private long _peak;

    /// <param name="program">The engine's program.</param>
    /// <param name="errors">What it wrote.</param>
    /// <param name="spec">What was started.</param>
    /// <param name="run">Runs the engine's program with these words and the container's name.</param>
    public ContainerSandbox(
        ISandbox program, EngineErrors errors, SandboxSpec spec, Func<IReadOnlyList<string>, Task> run)
    {
        (_program, _errors, _mark, _run) = (program, errors, spec.Mark, run);
        _isCompanion = spec.Container is { IsCompanion: true };
        Exited = WaitAsync();
    }

    public string? VariablesFile { get; init; }

    public required IReadOnlyList<string> RemovalWords { get; init; }

    /// <summary>The engine hands on what was written, in its own time.</summary>
    public bool IsOutputLate => true;

    public int ProcessId => _program.ProcessId;

    public Task<SandboxExit> Exited { get; }

    /// <summary>Of the processes that run on this computer and can be looked into.</summary>
    public long PeakMemoryBytes
    {
        get
        {
            NotePeak();
            return _peak;
        }
    }

    public void Kill()
    {
        NotePeak();
        lock (_removing)
        {
            _removal ??= Task.Run(() => _run(RemovalWords));
        }
    }

    public void Terminate() => _ = _run(["kill", "--signal", "TERM"]);

    public void Freeze() => _ = _run(["pause"]);

    public void Thaw() => _ = _run(["unpause"]);

    public void DrainOutput() => _program.DrainOutput();

    /// <summary>Also after the program's end: a container that was being made may still come to life.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _removal!; // Begun by killing.
        await HearAllAsync();
        await _program.DisposeAsync();
        ContainerLauncher.Delete(VariablesFile);
    }

    /// <summary>The engine's program ends once it has handed on the last of what the container wrote.</summary>
    private async Task HearAllAsync()
    {
        try
        {
            _ = await Exited.WaitAsync(Patience, TimeProvider.System, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The engine is gone or hangs; its program is killed.
        }
    }

    private async Task<SandboxExit> WaitAsync()
    {
        var exit = await _program.Exited;
        ContainerLauncher.Delete(VariablesFile);
        _program.DrainOutput();
        return _errors.Interpret(exit);
    }

    private void NotePeak()
    {
        if (OperatingSystem.IsLinux() && !_isCompanion && !Exited.IsCompleted)
        {
            _peak = Math.Max(_peak, ProcessTree.PeakBytesInContainers(_mark));
        }
    }
}
