using System.Reflection;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The places in Amazon.Lambda.Core that its runtime fills: the static logger writes through fields, the trace ID has a
/// setter. Each exists from some version on.
/// </summary>
internal static class CoreBindings
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Static;

    private static Action<string?>? SetTraceId;

    public static void Bind(Log log)
    {
        var core = typeof(ILambdaContext).Assembly;
        if (TypeSearch.FindInAll(core, CoreAssembly.Name + ".LambdaLogger") is { } logger)
        {
            BindLogger(logger, log);
        }

        ResponseStreams.Bind(core);
        var tracer = TypeSearch.FindInAll(core, CoreAssembly.Name + ".LambdaTraceProvider");
        if (tracer?.GetMethod("SetCurrentTraceId", Hidden) is { } setter)
        {
            SetTraceId = (Action<string?>)Delegate.CreateDelegate(typeof(Action<string?>), setter);
        }
    }

    public static void BeginTrace(string? traceId) => SetTraceId?.Invoke(traceId);

    /// <summary>
    /// Without a level the line has none either: Amazon.Lambda.Logging.AspNetCore puts its own into the message.
    /// </summary>
    private static void BindLogger(Type logger, Log log)
    {
        Set(logger, "_loggingAction", new Action<string>(message => log.Write(new LogEntry(null, message))));
        Set(
            logger,
            "_loggingWithLevelAction",
            new Action<string, string, object?[]>((level, message, arguments) =>
                log.Write(new LogEntry(level, message) { Arguments = arguments })));
        Set(
            logger,
            "_loggingWithLevelAndExceptionAction",
            new Action<string, Exception, string, object?[]>((level, error, message, arguments) =>
                log.Write(new LogEntry(level, message) { Arguments = arguments, Error = error })));
    }

    private static void Set(Type type, string field, Delegate value)
    {
        if (type.GetField(field, Hidden) is { } found && found.FieldType.IsInstanceOfType(value))
        {
            found.SetValue(null, value);
        }
    }
}
