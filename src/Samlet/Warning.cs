namespace Samlet;

/// <summary>
/// Something a person should know that stops nothing: what happened to what, and what to do about it. Returned as a
/// value; only `Cli/` prints.
/// </summary>
internal sealed record Warning(string Message, string? Hint = null);
