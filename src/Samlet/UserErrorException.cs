namespace Samlet;

/// <summary>
/// The one exception meant for people: what happened to what, and what to do next. Printed once, in `Program`.
/// </summary>
internal sealed class UserErrorException(string message, string? hint = null, Exception? inner = null)
    : Exception(message, inner)
{
    public string? Hint { get; } = hint;

    public ExitCode ExitCode { get; init; } = ExitCode.UserError;
}
