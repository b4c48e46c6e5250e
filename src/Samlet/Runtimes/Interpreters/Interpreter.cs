using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// An interpreter, virtual machine or .NET host of this computer that can run functions of its family.
/// </summary>
internal sealed record Interpreter
{
    public required RuntimeFamily Family { get; init; }

    /// <summary>
    /// The program to start: the real one, never a shim; that of a virtual environment where one is active.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>The version in full: `22.11.0`, `3.13.1`; for .NET that of the shared framework.</summary>
    public required string Version { get; init; }

    /// <summary>The folder of the installation; it stands for /var/lang.</summary>
    public required string Prefix { get; init; }

    /// <summary>
    /// The folder of the virtual environment that `Program` belongs to; it is needed beside `Prefix`.
    /// </summary>
    public string? VirtualEnvironment { get; init; }

    /// <summary>Who installed it or what names it: `pyenv`, `PATH`, `JAVA_HOME`.</summary>
    public required string Origin { get; init; }

    public string BinFolder => Path.GetDirectoryName(Program)!; // A program is never a root.
}
