using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Samlet.E2ETests.Support;

/// <summary>A run under way. Ends with the test: what still runs when it is disposed is killed.</summary>
internal sealed partial class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _input;
    private readonly OutputCapture _output;
    private readonly OutputCapture _errors;

    public RunningProgram(Process process, byte[] input)
    {
        _process = process;
        _output = new OutputCapture(process.StandardOutput.BaseStream);
        _errors = new OutputCapture(process.StandardError.BaseStream);
        _input = WriteAsync(process.StandardInput.BaseStream, input);
    }

    /// <summary>What has been written to stderr so far.</summary>
    public string Errors => _errors.Text;

    public int Id => _process.Id;

    /// <summary>Waits until the text has been written to stderr.</summary>
    public Task UntilErrorsHaveAsync(string text, TimeSpan limit) => _errors.UntilHasAsync(text).WaitAsync(limit);

    public Task UntilOutputHasAsync(string text, TimeSpan limit) => _output.UntilHasAsync(text).WaitAsync(limit);

    public void Interrupt() => Kill(_process.Id, 2);

    public void Terminate() => Kill(_process.Id, 15);

    public void KillAtOnce() => Kill(_process.Id, 9);

    /// <summary>
    /// Waits for the end of the process and of both its outputs: whoever keeps one open has been left behind.
    /// </summary>
    public async Task<ProgramResult> WaitAsync(TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timer.Token);
            await Task.WhenAll(_output.Done, _errors.Done, _input).WaitAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(
                $"not ended after {limit.TotalSeconds} s\nstdout: {_output.Text}\nstderr: {_errors.Text}");
        }

        return new ProgramResult(_process.ExitCode, _output.Bytes, _errors.Bytes);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static async Task WriteAsync(Stream stream, byte[] input)
    {
        try
        {
            await stream.WriteAsync(input);
            await stream.DisposeAsync();
        }
        catch (IOException)
        {
            // The program ended without reading all of it.
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
