namespace Samlet.Runtimes.Logs;

/// <summary>What kind of line it is; a terminal gives each its own colour.</summary>
internal enum LogStyle
{
    Output,
    Platform,
    Extension,
    Warning,
    Error,
}

internal static class LogStyles
{
    public static LogStyle Of(PlatformEvent platformEvent) => platformEvent switch
    {
        PlatformEvent.TimedOut or PlatformEvent.Fault or PlatformEvent.Image or PlatformEvent.StartScript =>
            LogStyle.Error,
        _ when SystemLogLevel.Of(platformEvent) < LogLevel.Warn => LogStyle.Platform,
        PlatformEvent.InitReport => LogStyle.Error,
        PlatformEvent.Extension or PlatformEvent.LogsDropped => LogStyle.Warning,
        _ => LogStyle.Platform,
    };

    public static LogStyle Of(in LogRecord record) =>
        Of(record.Origin, record.Level == LogLevel.Undefined ? LevelIn(record.Text) : record.Level);

    public static LogStyle Of(LogOrigin origin, LogLevel level) => level switch
    {
        LogLevel.Error or LogLevel.Fatal => LogStyle.Error,
        LogLevel.Warn => LogStyle.Warning,
        _ => origin == LogOrigin.Extension ? LogStyle.Extension : LogStyle.Output,
    };

    /// <summary>Python's client leaves the level out of its frames and has it in the text.</summary>
    private static LogLevel LevelIn(ReadOnlySpan<byte> text) =>
        text.StartsWith("[ERROR]"u8) || text.StartsWith("[CRITICAL]"u8) ? LogLevel.Error
        : text.StartsWith("[WARNING]"u8) ? LogLevel.Warn
        : LogLevel.Undefined;
}
