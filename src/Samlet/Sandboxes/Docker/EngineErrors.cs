using System.Text;
using Samlet.Sandboxes.Linux;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// Hands on what a container writes and keeps the last of it: when the engine cannot start the program, it says so
/// there, in its own words.
/// </summary>
internal sealed class EngineErrors(OutputReceiver receiver)
{
    private const int MostKept = 4096;

    private static readonly string[] Faults = ["no such file or directory", "permission denied", "exec format error"];

    private static readonly string[] SignsOfProgram = ["exec: \"", "executable file", "exec user process", "exec /"];

    private readonly List<byte> _last = [];

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        receiver(bytes);
        lock (_last)
        {
            _last.AddRange(bytes[Math.Max(0, bytes.Length - MostKept)..]);
            _last.RemoveRange(0, Math.Max(0, _last.Count - MostKept));
        }
    }

    /// <summary>The end of the engine's program as the end of what it was to run.</summary>
    public SandboxExit Interpret(SandboxExit exit)
    {
        const int EngineFailed = 125;
        const int NotExecutable = 126;
        const int NotFound = 127;
        return exit.Status switch
        {
            EngineFailed or NotExecutable or NotFound when LastWords() is { } words => FaultIn(words) is { } fault
                ? exit with { LaunchFault = fault }
                : exit with { Refusal = words },
            _ => exit.Signal == 0 ? RoomExit.Of(exit.Status) : exit,
        };
    }

    /// <summary>The system's words among those of the engine, when it is the program that is at fault.</summary>
    private static string? FaultIn(string words)
    {
        if (!Array.Exists(SignsOfProgram, sign => words.Contains(sign, StringComparison.Ordinal)))
        {
            return null;
        }

        return Array.Find(Faults, fault => words.Contains(fault, StringComparison.OrdinalIgnoreCase))
            ?? (words.Contains("not found in $PATH", StringComparison.Ordinal) ? Faults[0] : null);
    }

    private string? LastWords()
    {
        string text;
        lock (_last)
        {
            text = Encoding.UTF8.GetString([.. _last]);
        }

        return text.Split('\n').LastOrDefault(IsOfEngine)?.Trim();
    }

    private static bool IsOfEngine(string line) =>
        line.StartsWith("docker: ", StringComparison.Ordinal)
        || line.StartsWith("Error: ", StringComparison.Ordinal)
        || line.StartsWith("Error response", StringComparison.Ordinal)
        || line.Contains("level=fatal", StringComparison.Ordinal);
}
