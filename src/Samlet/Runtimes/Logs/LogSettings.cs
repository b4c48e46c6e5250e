using Samlet.Functions;

namespace Samlet.Runtimes.Logs;

/// <summary>How a function's log is written; levels only filter in the JSON format, as on the service.</summary>
internal sealed record LogSettings
{
    public bool IsJson { get; init; }

    public LogLevel ApplicationLevel { get; init; } = LogLevel.Info;

    public LogLevel SystemLevel { get; init; } = LogLevel.Info;

    public static LogSettings Of(LoggingConfig config) => new()
    {
        IsJson = config.IsJson,
        ApplicationLevel = LogLevels.TryParse(config.ApplicationLogLevel) ?? LogLevel.Info,
        SystemLevel = LogLevels.TryParse(config.SystemLogLevel) ?? LogLevel.Info,
    };
}
