namespace Samlet.Runtimes.Logs;

/// <summary>
/// The level of each platform event, for the JSON format. Source: developer guide, system log level event mapping.
/// </summary>
internal static class SystemLogLevel
{
    public static LogLevel Of(PlatformEvent platformEvent) => platformEvent switch
    {
        PlatformEvent.InitStart start => OfStart(start.Function),
        PlatformEvent.RestoreStart start => OfStart(start.Function),
        PlatformEvent.InitRuntimeDone done => OfEnd(done.End, LogLevel.Debug),
        PlatformEvent.RestoreRuntimeDone done => OfEnd(done.End, LogLevel.Debug),
        PlatformEvent.RuntimeDone done => OfEnd(done.End, LogLevel.Debug),
        PlatformEvent.InitReport report => OfEnd(
            report.End, report.Function.InitializationType == "on-demand" ? LogLevel.Debug : LogLevel.Info),
        PlatformEvent.RestoreReport report => OfEnd(report.End, LogLevel.Info),
        PlatformEvent.Report report => OfEnd(report.Figures.End, LogLevel.Info),
        PlatformEvent.Extension { ErrorType: not null } => LogLevel.Warn,
        PlatformEvent.LogsDropped => LogLevel.Warn,
        _ => LogLevel.Info,
    };

    private static LogLevel OfStart(FunctionIdentity function) =>
        function.RuntimeVersion is null ? LogLevel.Debug : LogLevel.Info;

    private static LogLevel OfEnd(PhaseEnd end, LogLevel whenWell) =>
        end.Status == PhaseStatus.Success ? whenWell : LogLevel.Warn;
}
