namespace Samlet.Runtimes;

/// <summary>The service's own names of errors, and its rule for the names that runtimes report.</summary>
internal static class FunctionErrorType
{
    public const string ExitError = "Runtime.ExitError";
    public const string InvalidEntrypoint = "Runtime.InvalidEntrypoint";
    public const string InvalidWorkingFolder = "Runtime.InvalidWorkingDir";
    public const string ResponseTooLarge = "Function.ResponseSizeTooLarge";
    public const string TruncatedResponse = "Runtime.TruncatedResponse";
    public const string InvalidResponseMode = "Runtime.InvalidResponseModeHeader";
    public const string RestoreTimeout = "Runtime.RestoreHookUserTimeout";
    public const string ExtensionInit = "Extension.InitError";
    public const string ExtensionExit = "Extension.ExitError";
    public const string ExtensionCrash = "Extension.Crash";
    public const string ExtensionLaunch = "Extension.LaunchError";
    public const string InitError = "Runtime.InitError";
    public const string Unavailable = "Runtime.Unavailable";
    public const string Unknown = "Runtime.Unknown";

    /// <summary>
    /// What is recorded for a reported name: the name itself when `Runtime.` or `Function.` with a capital and a
    /// letter behind it occurs anywhere in it, else one of the two unknowns.
    /// </summary>
    public static string Recorded(string? reported) =>
        reported is null ? Unknown
        : HasForm(reported, "Runtime.") || HasForm(reported, "Function.") ? reported
        : reported.StartsWith("Function.", StringComparison.Ordinal) ? "Function.Unknown"
        : Unknown;

    private static bool HasForm(string text, string prefix)
    {
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0;
             at = text.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            var name = text.AsSpan(at + prefix.Length);
            if (name.Length >= 2 && char.IsAsciiLetterUpper(name[0]) && char.IsAsciiLetter(name[1]))
            {
                return true;
            }
        }

        return false;
    }
}
