namespace Samlet.Runtimes.Interpreters;

/// <summary>What `--runtime-version` says about an interpreter of another version than the runtime's.</summary>
internal enum RuntimeVersionPolicy
{
    Nearest,
    Exact,
}

/// <summary>The interpreter for a runtime, and the one line to print when its version is another.</summary>
internal sealed record InterpreterChoice(Interpreter Interpreter, string? Warning);
