using System.ComponentModel;
using System.Diagnostics;
using ChildProcess = System.Diagnostics.Process;

namespace Samlet.Sandboxes.Native;

/// <summary>A program to run for what it prints: short, with exactly this environment.</summary>
internal sealed record ProgramCall(string Program, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it reads on standard input.</summary>
    public string Input { get; init; } = "";

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of either stream; a program that prints more is ended.</summary>
    public int OutputLimit { get; init; } = 64 * 1024;
}

/// <summary>What a program printed, and its exit code.</summary>
internal sealed record ProgramOutput(int ExitCode, string Output, string ErrorOutput)
{
    /// <summary>Null when the program cannot be started, takes too long or prints too much.</summary>
    public static async Task<ProgramOutput?> ReadAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        using var process = TryStart(call);
        if (process is null)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(call.TimeLimit);
        try
        {
            await WriteAsync(process.StandardInput, call.Input, limit.Token);
            return await ReadAsync(process, call.OutputLimit, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            EndWithChildren(process);
        }
    }

    /// <summary>A program need not read what it is given.</summary>
    private static async Task WriteAsync(StreamWriter target, string text, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(text.AsMemory(), cancellationToken);
            target.Close();
        }
        catch (IOException)
        {
            // It has closed its end.
        }
    }

    private static async Task<ProgramOutput?> ReadAsync(
        ChildProcess process, int limit, CancellationToken cancellationToken)
    {
        var output = ReadBoundedAsync(process.StandardOutput, limit, cancellationToken);
        var errorOutput = ReadBoundedAsync(process.StandardError, limit, cancellationToken);
        if (await output is not { } text || await errorOutput is not { } errorText)
        {
            return null;
        }

        await process.WaitForExitAsync(cancellationToken);
        return new ProgramOutput(process.ExitCode, text, errorText);
    }

    private static async Task<string?> ReadBoundedAsync(
        StreamReader reader, int limit, CancellationToken cancellationToken)
    {
        var buffer = new char[limit + 1];
        var length = await reader.ReadBlockAsync(buffer, cancellationToken);
        return length > limit ? null : new string(buffer, 0, length);
    }

    private static void EndWithChildren(ChildProcess process)
    {
        if (!process.HasExited) // Looking for children of a process that has ended costs milliseconds.
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static ChildProcess? TryStart(ProgramCall call)
    {
        var start = new ProcessStartInfo(call.Program, call.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return ChildProcess.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // Not a program, or not one for this machine.
        }
    }
}
