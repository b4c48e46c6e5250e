namespace Samlet.Runtimes.Logs;

/// <summary>Levels of log records, with the numbers they have in the frames that runtimes write.</summary>
internal enum LogLevel
{
    Undefined,
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

internal static class LogLevels
{
    public static IReadOnlyList<string> Names { get; } = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

    /// <summary>Null for what is no level; case does not matter.</summary>
    public static LogLevel? TryParse(string? text)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], text, StringComparison.OrdinalIgnoreCase))
            {
                return (LogLevel)(i + 1);
            }
        }

        return null;
    }
}
