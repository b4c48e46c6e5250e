namespace Samlet.Runtimes.Logs;

internal enum LogOrigin
{
    Function,
    Extension,
}

/// <summary>
/// One log event of a function or an extension: a line of its output without the line end, or a frame, which may have
/// line ends inside. The text is only valid during a call.
/// </summary>
internal readonly ref struct LogRecord(LogOrigin origin, DateTimeOffset time, ReadOnlySpan<byte> text)
{
    public LogOrigin Origin { get; } = origin;

    public DateTimeOffset Time { get; } = time;

    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>As the runtime says it in a frame; a line has none.</summary>
    public LogLevel Level { get; init; }
}
