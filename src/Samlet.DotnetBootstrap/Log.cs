namespace Samlet.DotnetBootstrap;

/// <summary>
/// The function's log: what it writes to the console and to its logger, formatted as AWS_LAMBDA_HANDLER_LOG_FORMAT or
/// AWS_LAMBDA_LOG_FORMAT says, from the level on that AWS_LAMBDA_HANDLER_LOG_LEVEL or AWS_LAMBDA_LOG_LEVEL names.
/// </summary>
internal sealed class Log
{
    private readonly LogLevel _lowest = LogLevels.Parse(Setting("LEVEL")) ?? LogLevel.Information;
    private readonly LogFormat _format = FormatNamed(Setting("FORMAT"));
    private readonly LogSink _output = LogSink.Standard(descriptor: 1);
    private readonly LogSink _error = LogSink.Standard(descriptor: 2);
    private readonly AsyncLocal<Invocation?> _invocation = new();

    public Log()
    {
        if (!Variables.IsTrue("AWS_LAMBDA_DOTNET_DISABLE_CONSOLE_CAPTURE"))
        {
            ConsoleCapture.Begin(this);
        }
    }

    /// <summary>The entries that follow belong to this invocation.</summary>
    public void Begin(Invocation invocation) => _invocation.Value = invocation;

    public void Write(LogLevel level, string? message) => Write(new LogEntry(level.Name(), message));

    public void Write(LogEntry entry) => Write(entry, _output);

    /// <summary>A line on standard error.</summary>
    public void WriteError(string? message) => Write(new LogEntry(nameof(LogLevel.Error), message), _error);

    /// <summary>What was written without a line end, as it is.</summary>
    public void WriteRaw(string text, bool isError) => (isError ? _error : _output).Write(text);

    /// <summary>An exception that the function did not catch.</summary>
    public void WriteFault(Exception fault, string? message = null) =>
        Write(new LogEntry(nameof(LogLevel.Error), message) { Error = fault });

    private void Write(LogEntry entry, LogSink sink)
    {
        if (entry.Level is not { } level || level >= _lowest)
        {
            sink.Write(_format.Line(entry, _invocation.Value) + "\n");
        }
    }

    private static string? Setting(string name) =>
        Variables.Find("AWS_LAMBDA_HANDLER_LOG_" + name) ?? Variables.Find("AWS_LAMBDA_LOG_" + name);

    private static LogFormat FormatNamed(string? name) => name?.ToUpperInvariant() switch
    {
        "JSON" => new JsonLogFormat(),
        "UNFORMATTED" => new TextLogFormat(hasPrefix: false),
        _ => new TextLogFormat(hasPrefix: true),
    };
}
