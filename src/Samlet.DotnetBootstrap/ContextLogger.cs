using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>The methods with a level in their name have bodies in the interface, which call these.</summary>
internal sealed class ContextLogger(Log log) : ILambdaLogger
{
    public void Log(string message) => Console.Write(message);

    public void LogLine(string message) => log.Write(LogLevel.Information, message);

    public void Log(string level, string message) => log.Write(new LogEntry(level, message));

    public void Log(string level, string message, params object?[]? args) =>
        log.Write(new LogEntry(level, message) { Arguments = args });

    public void Log(string level, Exception exception, string message, params object?[]? args) =>
        log.Write(new LogEntry(level, message) { Arguments = args, Error = exception });
}
