namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// A chosen interpreter, what to say about it, and the file that must stay for it to be chosen again.
/// </summary>
internal sealed record RememberedChoice(Interpreter Interpreter, string? Warning, string CheckedFile)
{
    public bool IsExact => Warning is null;

    /// <summary>False when a shim chose: tomorrow or in another folder it may choose a better one.</summary>
    public bool IsLasting { get; init; } = true;
}
