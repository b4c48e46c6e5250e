namespace Samlet.DotnetBootstrap;

/// <summary>One message of the function: its level in words, null for none, a template and its arguments.</summary>
internal sealed class LogEntry(string? level, string? template)
{
    public string? LevelName => level;

    public LogLevel? Level { get; } = LogLevels.Parse(level);

    public string Template { get; } = template ?? "";

    public object?[]? Arguments { get; init; }

    public Exception? Error { get; init; }

    /// <summary>Null without arguments: then braces are nothing but braces.</summary>
    public MessageTemplate? Placeholders() =>
        Arguments is { Length: > 0 } arguments ? new MessageTemplate(Template, arguments) : null;
}
