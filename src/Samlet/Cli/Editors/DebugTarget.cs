namespace Samlet.Cli.Editors;

internal enum DebugLanguage
{
    Nodejs,
    Python,
    Java,
    Dotnet,
    Ruby,
    Go,
    Native,
}

/// <summary>A function as an editor debugs it.</summary>
/// <param name="Function">The function's path, which names the configuration.</param>
/// <param name="Language">What kind of debugger attaches.</param>
/// <param name="Port">The port of its own, so that several can be debugged at once.</param>
/// <param name="Command">Program and arguments that start the invocation.</param>
internal sealed record DebugTarget(
    string Function, DebugLanguage Language, int Port, IReadOnlyList<string> Command)
{
    /// <summary>The absolute path of a native program, whose symbols the debugger reads.</summary>
    public string? Program { get; init; }
}

/// <summary>A file of an editor, its path relative to the working folder.</summary>
internal sealed record EditorFile(string Path, string Content);
