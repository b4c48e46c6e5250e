using System.Diagnostics;

namespace Samlet.Sandboxes.Process;

/// <summary>A child process on Windows, where the framework's own process class serves.</summary>
internal sealed class WindowsSandbox : ISandbox
{
    private readonly System.Diagnostics.Process _process;
    private readonly Task _reading;
    private long _peak;

    public WindowsSandbox(System.Diagnostics.Process process, OutputReceiver receiver)
    {
        _process = process;
        var gate = new Lock();
        _reading = Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, receiver, gate),
            ReadAsync(process.StandardError.BaseStream, receiver, gate));
        Exited = WaitAsync();
    }

    public int ProcessId => _process.Id;

    public Task<SandboxExit> Exited { get; }

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
        _process.Kill(entireProcessTree: true);
    }

    public void Terminate() => Kill();

    public void Freeze()
    {
    }

    public void Thaw()
    {
    }

    /// <summary>Windows cannot tell what is left in a pipe; reading goes on beside.</summary>
    public void DrainOutput()
    {
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        _ = await Exited;
        await _reading;
        _process.Dispose();
    }

    private static async Task ReadAsync(Stream pipe, OutputReceiver receiver, Lock gate)
    {
        var block = new byte[64 * 1024];
        while (await pipe.ReadAsync(block, CancellationToken.None) is > 0 and var count)
        {
            lock (gate)
            {
                receiver(block.AsSpan(0, count));
            }
        }
    }

    private async Task<SandboxExit> WaitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return new SandboxExit(_process.ExitCode, 0);
    }

    private void NotePeak()
    {
        if (!_process.HasExited)
        {
            _process.Refresh();
            _peak = Math.Max(_peak, _process.PeakWorkingSet64);
        }
    }
}

internal sealed class WindowsLauncher : ISandboxLauncher
{
    public ISandbox Start(SandboxSpec spec)
    {
        var start = new ProcessStartInfo(spec.Program, spec.Arguments)
        {
            WorkingDirectory = spec.WorkingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = System.Diagnostics.Process.Start(start)!; // Null only for shell execution.
            process.StandardInput.Close();
            return new WindowsSandbox(process, spec.Output);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new SandboxLaunchException(spec.Program, error.Message);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
