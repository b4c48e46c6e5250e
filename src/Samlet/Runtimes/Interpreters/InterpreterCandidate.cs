using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Where a program was found. Of exact matches the one of the first group is taken.</summary>
internal enum CandidateGroup
{
    /// <summary>An active virtual environment, JAVA_HOME, DOTNET_ROOT.</summary>
    Chosen,
    VersionManager,
    VersionedName,
    System,
    PlainName,

    /// <summary>
    /// Starts another program, which one depends on the current folder. Asked when nothing else is there.
    /// </summary>
    Shim,
}

/// <summary>A program that may be an interpreter; `Version` is null when the place does not tell it.</summary>
internal sealed record InterpreterCandidate(
    RuntimeFamily Family, string Program, InterpreterVersion? Version, string Origin, CandidateGroup Group)
{
    /// <summary>No installer wrote the full version beside the program, so that the program must say it.</summary>
    public bool NeedsQuestion { get; init; }
}
